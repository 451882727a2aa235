import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import { CollectionService } from '../../src/modules/collector/collection.service.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { ApiApp } from '../api/support/api-app.js';
import { ADMIN_KEY } from '../http/support/test-http-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { describeInBrowser } from './support/chromium.js';
import { closeVisit, Dashboard, daysAgo, expectCount, expectNoBarrier } from './support/dashboard.js';

const START_MS = 120_000;
const PATH = '/admin/collector';
/** A strip of a destination without a failure, after any number of cycles. */
const STORED = /: [1-9]\d* slots stored, 0 failed/;

describeInBrowser('the page of the collection', () => {
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let api: ApiApp;
  let dashboard: Dashboard;
  beforeAll(async () => {
    database = await createTestDatabase('web_collector');
    simulator = await startApiSimulator({ clock: () => Date.now(), seed: 3, destinations: 2, ridesPerDestination: 5 });
    const settings = { LIVE_API_BASE_URL: simulator.baseUrl, RATE_LIMIT_PUBLIC_PER_MINUTE: '100000' };
    api = await ApiApp.start({ connection: database.connectionOptions, settings });
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    dashboard = await Dashboard.at(`http://127.0.0.1:${port}`, ADMIN_KEY);
  }, START_MS);
  afterAll(async () => {
    await dashboard?.close();
    await api?.close();
    await simulator?.close();
    await database?.drop();
  }, START_MS);

  it('says what to do where no destination is collected', async () => {
    const visit = await dashboard.signedIn(PATH, { bypassCSP: true });
    await visit.page.getByText('No destination is collected').waitFor();
    await visit.page.getByText('No cycle was run on this day').first().waitFor();
    await expectNoBarrier(visit);
    await closeVisit(visit);
  });

  it('starts a cycle, and shows what it stored once it has ended', async () => {
    for (const id of simulator.destinationIds) await api.app.get(EntityRegistry).ensureDestination(id);
    const visit = await dashboard.signedIn(PATH, { bypassCSP: true });
    const { page } = visit;
    await page.getByRole('button', { name: 'Collect now' }).click();
    await page.getByText(/^2 of 2/).waitFor();
    await page.getByRole('slider', { name: STORED }).first().waitFor();
    await expectCount(page.getByRole('slider', { name: STORED }), 2);
    await page.getByText('Every response was stored.').waitFor();
    await page.getByRole('button', { name: 'Collect now' }).waitFor();
    await expectNoBarrier(visit);
    expect(visit.errors).toEqual([]);
    await closeVisit(visit);
  });

  it('shows what a cycle stored although older data were on their way when it ended', async () => {
    const date = daysAgo(0);
    const before = { ...(await dashboard.adminApi<object>(`/api/admin/collector/day?date=${date}`)), destinations: [] };
    const visit = await dashboard.signedIn('/admin/keys');
    const { page } = visit;
    let requests = 0;
    await page.route('**/api/admin/collector/day*', async (route) => {
      if (requests++ > 0) return route.continue();
      // While these data are under way, a cycle ends and its event arrives.
      await api.app.get(CollectionService).collect();
      await page.waitForResponse('**/api/admin/collector/status');
      await setTimeout(3_000);
      return route.fulfill({ json: before });
    });
    await page.getByRole('link', { name: 'Collector', exact: true }).click();
    await page.getByRole('slider', { name: STORED }).first().waitFor();
    expect(requests).toBeGreaterThan(1);
    await closeVisit(visit);
  });

  it('shows a failure with its reason as soon as its cycle has ended', async () => {
    const visit = await dashboard.signedIn(PATH, { bypassCSP: true });
    const { page } = visit;
    await page.getByText('Every response was stored.').waitFor();
    const [failing] = simulator.destinationIds;
    simulator.setFaults({ requests: [{ fault: { kind: 'STATUS', status: 404 }, url: failing }] });
    await api.app.get(CollectionService).collect();
    simulator.setFaults({});
    await page.getByRole('table', { name: 'Failures' }).getByText('Not found').waitFor();
    await page.getByRole('table', { name: 'Destinations' }).getByText('Not found').waitFor();
    await page.getByText(/^1 of 2/).waitFor();
    await page.getByRole('switch', { name: 'Cycles: table' }).click();
    await expectCount(page.getByRole('table', { name: 'Cycles of each destination' }).getByRole('row'), 3);
    await expectNoBarrier(visit);
    await closeVisit(visit);
  });

  it('names the slot that the pointer is at', async () => {
    const visit = await dashboard.signedIn(PATH);
    const strip = visit.page.getByRole('slider', { name: /slots stored/ }).first();
    const { width } = (await strip.boundingBox())!;
    await strip.hover({ position: { x: (width * 1.5) / 288, y: 5 } });
    await visit.page.getByText(/, 00:05–00:10 UTC: (no cycle|still to come|failed|nothing|\d)/).waitFor();
    await closeVisit(visit);
  });

  it('reads the slots of a strip by keyboard', async () => {
    const visit = await dashboard.signedIn(PATH);
    const { page } = visit;
    await page.getByRole('slider').first().focus();
    await page.getByText(/, 00:00–00:05 UTC/).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByText(/, 00:05–00:10 UTC/).waitFor();
    await page.keyboard.press('PageDown');
    await page.getByText(/, 01:05–01:10 UTC/).waitFor();
    await page.keyboard.press('End');
    await page.getByText(/, 23:55–24:00 UTC/).waitFor();
    expect(await page.getByRole('slider').first().getAttribute('aria-valuetext')).toMatch(/^23:55–24:00 UTC: /);
    await closeVisit(visit);
  });

  it('shows another day, which its address has', async () => {
    const visit = await dashboard.signedIn(`${PATH}?date=2026-02-30`, { locale: 'en-US' });
    const { page } = visit;
    await page.getByRole('button', { name: 'Previous day' }).click();
    await page.waitForURL(/\?date=\d{4}-\d{2}-\d{2}$/);
    await page.getByText('No cycle was run on this day').first().waitFor();
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByText('No cycle was run on this day').first().waitFor();
    await page.getByRole('button', { name: 'Next day' }).click();
    await page.waitForURL(`**${PATH}`);
    expect(await page.getByRole('button', { name: 'Next day' }).isDisabled()).toBe(true);
    // A second press at once counts here, and the keys of a typed day are one step of the history.
    const previous = page.getByRole('button', { name: 'Previous day' });
    await previous.click();
    await page.waitForURL(`**?date=${daysAgo(1)}`);
    await previous.dispatchEvent('click', { detail: 2 });
    await page.waitForURL(`**?date=${daysAgo(2)}`);
    const before = page.url();
    await page.getByLabel('Day').focus();
    await page.keyboard.type('10152026');
    await page.waitForURL(/date=2026-10-15/);
    await page.goBack();
    await page.waitForURL(before);
    await closeVisit(visit);
  });

  it('shows the budget of the API', async () => {
    const visit = await dashboard.signedIn(PATH);
    await visit.page.getByText(/^\d+ of 200$/).waitFor();
    await visit.page.getByText('0 of 60', { exact: true }).waitFor();
    await visit.page.getByText('No API key is set').waitFor();
    await closeVisit(visit);
  });

  it('says what failed while the API is away, and goes on once it is back', async () => {
    const visit = await dashboard.signedIn('/admin/keys');
    const { page } = visit;
    await page.route('**/api/admin/collector/**', (route) => route.abort());
    await page.getByRole('link', { name: 'Collector' }).click();
    await page.getByText('The server cannot be reached').first().waitFor();
    await page.unroute('**/api/admin/collector/**');
    await page
      .getByRole('slider', { name: /slots stored/ })
      .first()
      .waitFor();
    await closeVisit(visit);
  });
});
