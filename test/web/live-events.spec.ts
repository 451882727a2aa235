import type { AddressInfo } from 'node:net';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import { CollectionService } from '../../src/modules/collector/collection.service.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { ApiApp } from '../api/support/api-app.js';
import { ADMIN_KEY } from '../http/support/test-http-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { describeInBrowser } from './support/chromium.js';
import { closeVisit, Dashboard, type Page } from './support/dashboard.js';

const START_MS = 120_000;
/** Less than the interval at which pages refresh without events. */
const WITHIN_MS = 30_000;
const HOUR_MS = 3_600_000;

describeInBrowser('live pages', () => {
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let api: ApiApp;
  let dashboard: Dashboard;
  let aheadMs = 0;
  beforeAll(async () => {
    database = await createTestDatabase('web_live_events');
    const clock = () => Date.now() + aheadMs;
    simulator = await startApiSimulator({ clock, seed: 3, destinations: 1, ridesPerDestination: 20 });
    const settings = { LIVE_API_BASE_URL: simulator.baseUrl, RATE_LIMIT_PUBLIC_PER_MINUTE: '100000' };
    api = await ApiApp.start({ connection: database.connectionOptions, settings });
    await api.app.get(EntityRegistry).ensureDestination(simulator.destinationIds[0]!);
    await api.app.get(CollectionService).collect();
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    dashboard = await Dashboard.at(`http://127.0.0.1:${port}`, ADMIN_KEY);
  }, START_MS);
  afterAll(async () => {
    await dashboard?.close();
    await api?.close();
    await simulator?.close();
    await database?.drop();
  }, START_MS);

  /** A cycle in which the state of rides has changed. */
  async function collectChanges(): Promise<void> {
    aheadMs += 3 * HOUR_MS;
    await api.app.get(CollectionService).collect();
  }
  const connected = (page: Page, path: string) =>
    page.waitForResponse((response) => response.url().includes(path), { timeout: WITHIN_MS });
  const requested = (page: Page, path: string) =>
    page.waitForRequest((request) => request.url().endsWith(path), { timeout: WITHIN_MS });

  it.each([
    ['/', '/api/live/status-summary'],
    ['/parks/1', '/api/parks/1/live'],
    ['/rides/1', '/api/rides/1'],
  ])('%s asks the server again as soon as new data is stored', async (path, fetched) => {
    const visit = await dashboard.visit('/rankings');
    const connection = connected(visit.page, '/api/live/events');
    await visit.page.evaluate(
      `history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    await visit.page.locator('h1').waitFor();
    await connection;
    await visit.page.waitForTimeout(500);
    const again = requested(visit.page, fetched);
    await collectChanges();
    // Not answered by the browser itself, whose copy still counts as fresh.
    expect((await (await again).allHeaders())['cache-control']).toMatch(/max-age=0|no-cache/);
    expect(visit.errors).toEqual([]);
    await closeVisit(visit);
  });

  it('share one connection, which ends where no page needs it', async () => {
    const visit = await dashboard.visit('/rankings');
    const { page } = visit;
    const opened: string[] = [];
    let ended = 0;
    const isStream = (request: { resourceType: () => string }) => request.resourceType() === 'eventsource';
    const end = (request: { resourceType: () => string }) => void (isStream(request) && ended++);
    page.on('request', (request) => isStream(request) && opened.push(new URL(request.url()).pathname));
    page.on('requestfailed', end).on('requestfinished', end);
    const connection = connected(page, '/api/live/events');
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await connection;
    await page.locator('article a').first().click();
    await page.waitForTimeout(3_500);
    expect([opened, ended]).toEqual([['/api/live/events'], 0]);
    await page.getByRole('link', { name: 'Rankings', exact: true }).click();
    await page.waitForTimeout(3_500);
    expect([opened.length, ended]).toEqual([1, 1]);
    await closeVisit(visit);
  });

  it('go on without events', async () => {
    const visit = await dashboard.visit('/rankings');
    const { page } = visit;
    await page.route('**/api/live/events', (route) => route.fulfill({ status: 503, body: '{}' }));
    await page.clock.install();
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.locator('article').first().waitFor();
    const again = requested(page, '/api/live/status-summary');
    await page.clock.fastForward(61_000);
    await again;
    expect(visit.errors).toEqual([]);
    await closeVisit(visit);
  });
});
