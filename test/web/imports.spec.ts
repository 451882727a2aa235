import type { AddressInfo } from 'node:net';
import { always, forUrl, HANG, noFaults } from '../../src/tools/archive-server/fault-proxy.js';
import { ApiApp } from '../api/support/api-app.js';
import { serveArchive, type ServedArchive } from '../api/support/served-archive.js';
import { ADMIN_KEY } from '../http/support/test-http-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { describeInBrowser } from './support/chromium.js';
import { closeVisit, Dashboard, expectNoBarrier, type Page, type Visit } from './support/dashboard.js';

const START_MS = 120_000;
const FILES = 6;
const FOURTH_FILE = '/2024/03/04';
const AWAY = { kind: 'status', status: 403, code: 'AccessDenied' } as const;

describeInBrowser('the page of imports', () => {
  let database: TestDatabase;
  let archive: ServedArchive;
  let api: ApiApp;
  let dashboard: Dashboard;
  beforeAll(async () => {
    database = await createTestDatabase('web_imports');
    const defects = ['missing-event-time', 'text-wait', 'truncated-file'] as const;
    archive = await serveArchive({ seed: 3, destinations: 1, days: FILES, rides: 4, start: '2024-03-01', defects });
    const settings = { ...archive.settings, ROLE: 'all', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000' };
    api = await ApiApp.start({ connection: database.connectionOptions, settings });
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    dashboard = await Dashboard.at(`http://127.0.0.1:${port}`, ADMIN_KEY);
  }, START_MS);
  afterEach(() => archive.proxy.setPlan(noFaults));
  afterAll(async () => {
    await dashboard?.close();
    await api?.close();
    await archive?.close();
    await database?.drop();
  }, START_MS);

  const target = (page: Page) => page.getByRole('combobox', { name: 'Destination or park' });
  const start = (page: Page) => page.getByRole('button', { name: 'Start the import' }).click();
  const state = (page: Page, text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor();
  const holdFourthFile = () => archive.proxy.setPlan(forUrl(FOURTH_FILE, always(HANG)));

  /** Starts an import that waits for its fourth file. */
  async function startHeld({ page }: Visit): Promise<void> {
    holdFourthFile();
    await target(page).selectOption({ index: 1 });
    await page.getByLabel('Read files again').check();
    await start(page);
    await page.getByText(`3 of ${FILES} files`).waitFor();
  }
  async function cancel({ page }: Visit): Promise<void> {
    await page.getByRole('button', { name: /^Cancel the import/ }).click();
    await page.getByRole('button', { name: 'Confirm: cancel, keep what was imported' }).click();
  }

  it('says that the archive is away, and goes on once it is back', async () => {
    archive.proxy.setPlan(always(AWAY));
    const visit = await dashboard.signedIn('/admin/imports');
    expect(await visit.page.getByRole('alert').textContent()).toContain('The archive is not available');
    expect(await visit.page.getByText('Nothing was imported yet').isVisible()).toBe(true);
    archive.proxy.setPlan(noFaults);
    await visit.page.getByRole('button', { name: 'Try again' }).click();
    await target(visit.page).waitFor();
    await closeVisit(visit);
  });

  it('imports a destination of the archive, with what became of every event and file', async () => {
    const visit = await dashboard.signedIn('/admin/imports', { bypassCSP: true });
    const { page } = visit;
    await target(page).selectOption({ index: 1 });
    expect(await page.getByText(`The archive has ${FILES} files`).textContent()).toContain('Never imported.');
    await start(page);
    await state(page, 'Completed');
    const { records } = await api
      .get<{ data: { importId: string }[] }>('/api/admin/import/list')
      .then(({ body }) => reportOf(body.data[0]!.importId));
    const sum = `${records.total.toLocaleString('en-US')} read = `;
    expect(await page.getByText(sum).textContent()).toMatch(/ stored \+ 0 duplicate \+ 1 rejected$/);
    await page.getByRole('table', { name: 'Rejected events' }).getByText('MISSING_EVENT_TIME').waitFor();
    await page.getByRole('table', { name: 'Kept with a remark' }).getByText('INVALID_WAIT_TIME').waitFor();
    await page.getByRole('table', { name: 'Files that could not be read' }).getByText('Truncated').waitFor();
    await page.getByRole('table', { name: 'How rides were identified' }).getByText('New ride').first().waitFor();
    await page.getByText('Show 1', { exact: true }).first().click();
    await expectNoBarrier(visit);
    expect(visit.errors).toEqual([]);
    await closeVisit(visit);
  });

  const reportOf = async (importId: string) =>
    (
      await api.get<{ records: { total: number } }>(
        `/api/admin/import/quality/${importId}`,
        '/api/admin/import/quality/{importId}',
      )
    ).body;

  it('shows the progress of one park live, pauses at a checkpoint, and resumes', async () => {
    const visit = await dashboard.signedIn('/admin/imports', { bypassCSP: true });
    const { page } = visit;
    holdFourthFile();
    await target(page).selectOption({ index: 2 });
    await start(page);
    await page.getByText(`3 of ${FILES} files`).waitFor();
    await page.getByText(/events\/s · about .* left/).waitFor();
    await expectNoBarrier(visit);
    await page.getByRole('button', { name: /^Pause the import/ }).click();
    await state(page, 'Pauses after the current file');
    archive.proxy.setPlan(noFaults);
    await state(page, 'Paused');
    await page.reload({ waitUntil: 'networkidle' });
    await state(page, 'Paused');
    await page.getByRole('button', { name: /^Resume the import/ }).click();
    await state(page, 'Completed');
    await closeVisit(visit);
  });

  it('cancels after a confirmation, keeps what was imported, and lists it as cancelled', async () => {
    const visit = await dashboard.signedIn('/admin/imports');
    await startHeld(visit);
    await visit.page.getByRole('button', { name: /^Cancel the import/ }).click();
    await visit.page.getByRole('button', { name: 'Back', exact: true }).click();
    await cancel(visit);
    archive.proxy.setPlan(noFaults);
    await state(visit.page, 'Cancelled');
    await visit.page.getByRole('link', { name: 'Imports' }).last().click();
    await visit.page.getByRole('combobox', { name: 'State' }).selectOption('CANCELLED');
    await visit.page.waitForURL('**/admin/imports?status=CANCELLED');
    const rows = visit.page.getByRole('list', { name: 'Imports' }).getByRole('listitem');
    await rows.nth(1).waitFor({ state: 'detached' });
    expect(await rows.first().textContent()).toContain('Cancelled');
    await visit.page.getByRole('combobox', { name: 'State' }).selectOption('FAILED');
    await visit.page.getByText('There are no such imports').waitFor();
    await closeVisit(visit);
  });

  it('follows the progress by polling where no events arrive', async () => {
    const visit = await dashboard.signedIn('/admin');
    await visit.page.route('**/api/admin/events', (route) => route.abort());
    await visit.page.getByRole('navigation').getByRole('link', { name: 'Imports' }).click();
    await startHeld(visit);
    await cancel(visit);
    archive.proxy.setPlan(noFaults);
    await state(visit.page, 'Cancelled');
    await closeVisit(visit);
  });

  it('links to the import that is in the way of another one', async () => {
    const visit = await dashboard.signedIn('/admin/imports');
    const { page } = visit;
    await startHeld(visit);
    await page.getByRole('link', { name: 'Imports' }).last().click();
    await target(page).selectOption({ index: 1 });
    await start(page);
    expect(await page.getByRole('alert').textContent()).toContain('This destination is being imported');
    await page.getByRole('link', { name: 'Show the import that is in the way' }).click();
    await page.getByText(`3 of ${FILES} files`).waitFor();
    await cancel(visit);
    archive.proxy.setPlan(noFaults);
    await state(page, 'Cancelled');
    await closeVisit(visit);
  });

  it('says what is wrong with a range, and asks before anything is deleted', async () => {
    const visit = await dashboard.signedIn('/admin/imports?from=2024-03-05&to=2024-03-01');
    const { page } = visit;
    const button = page.getByRole('button', { name: 'Start the import' });
    expect(await button.isDisabled()).toBe(true);
    await page.getByText('The first day is after the last one.').waitFor();
    await page.getByLabel('First day').fill('');
    await page.getByRole('radio', { name: 'History API' }).click();
    await page.getByText('The History API needs a first day.').waitFor();
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByText('The History API needs a first day.').waitFor();
    await page.getByRole('radio', { name: 'Archive' }).click();
    await page.getByLabel('Replace live observations').check();
    await page.getByRole('radio', { name: 'live data' }).click();
    await page.getByText('exclude each other').waitFor();
    await page.getByRole('radio', { name: 'the archive' }).click();
    // The second click of a double click is no answer to the question.
    await button.dblclick();
    await page.getByRole('button', { name: 'Confirm: start, and delete live observations' }).waitFor();
    await page.getByLabel('Replace live observations').uncheck();
    expect(visit.apiRequests.filter((path) => path.includes('/import/start'))).toEqual([]);
    expect(await button.isEnabled()).toBe(true);
    await closeVisit(visit);
  });

  it('says that a key which may only read cannot start one', async () => {
    const body = { name: 'reader', scopes: ['read'] };
    const { key } = (await api.send<{ key: string }>('post', '/api/admin/keys', { body })).body;
    const reader = await Dashboard.at(dashboard.url, key);
    const visit = await reader.signedIn('/admin/imports');
    await target(visit.page).selectOption({ index: 1 });
    await start(visit.page);
    expect(await visit.page.getByRole('alert').textContent()).toContain('Your key does not allow this');
    await reader.close();
  });

  it.each(['imp_00000000000000000000', 'nonsense'])('says of %s that there is no such import', async (importId) => {
    const visit = await dashboard.signedIn(`/admin/imports/${importId}`);
    await visit.page.getByText(`There is no import ${importId}`).waitFor();
    await closeVisit(visit);
  });
});
