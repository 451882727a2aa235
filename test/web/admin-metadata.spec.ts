import type { Page } from 'playwright-core';
import type { Json } from '../api/support/api-app.js';
import type { CoverageReportView, SyncStatusView } from '../../src/modules/metadata/metadata-admin.dto.js';
import type { EditedRideView, ReviewedRideView } from '../../src/modules/metadata/review.dto.js';
import { describeInBrowser } from './support/chromium.js';
import { closeVisit, Dashboard, expectCount, expectFewRequests, expectNoBarrier } from './support/dashboard.js';

const START_MS = 240_000;
const PATH = '/admin/metadata';
const API = '/api/admin/metadata';

describeInBrowser('the metadata page', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  }, START_MS);
  afterAll(() => dashboard?.close(), START_MS);

  const list = (name: string) =>
    dashboard.adminApi<{ data: Json<ReviewedRideView>[]; page: { total: number } }>(`${API}/rides?list=${name}`);
  const ride = (rideId: number) => dashboard.adminApi<Json<EditedRideView>>(`${API}/${rideId}`);
  const rows = (page: Page) => page.getByRole('group', { name: 'Rides', exact: true }).locator('tbody tr');

  it.each([PATH, `${PATH}?ride=1`, `${PATH}?list=overrides`])(
    '%s has no barrier in both themes, wide and at 360 pixels, and needs few requests',
    async (path) => {
      const visit = await dashboard.signedIn(path, { bypassCSP: true });
      await visit.page.getByText(/^By park/).click();
      await expectNoBarrier(visit);
      await expectFewRequests(visit);
      await closeVisit(visit);
    },
  );

  it('shows each field against the target, and leads to the rides without it', async () => {
    const visit = await dashboard.signedIn(PATH);
    const { totals } = await dashboard.adminApi<Json<CoverageReportView>>(`${API}/coverage`);
    const card = visit.page.getByRole('region', { name: 'Coverage' });
    const text = await card.textContent();
    for (const { known, of } of [totals.coordinates, totals.entityType, totals.classification, totals.heights]) {
      expect(text).toContain(`${known} of ${of}`);
    }
    expect(totals.coordinates.known).toBeLessThan(totals.coordinates.of);
    await card.getByRole('button', { name: /^Show the \d+ missing: Position$/ }).click();
    await visit.page.waitForURL(/list=position/);
    await visit.page.reload({ waitUntil: 'networkidle' });
    await expectCount(rows(visit.page), (await list('POSITION')).data.length);
    await card.getByText(/^By park/).click();
    await card
      .getByRole('button', { name: /^Indoors or outdoors of / })
      .first()
      .click();
    await visit.page.waitForURL(/(?=.*list=classification)(?=.*park=\d+)/);
    await closeVisit(visit);
  });

  it('classifies a ride with one click, and takes it back', async () => {
    const { data } = await list('CLASSIFICATION');
    const { rideId, name } = data[0]!;
    const visit = await dashboard.signedIn(PATH);
    await visit.page
      .getByRole('button', { name: `${name}: outdoor` })
      .first()
      .click();
    await visit.page.getByText(`${name} is set to outdoor.`).waitFor();
    expect((await ride(rideId)).metadata).toMatchObject({ indoorOutdoor: 'OUTDOOR', manualFields: ['indoorOutdoor'] });
    await visit.page.getByRole('button', { name: 'Undo' }).click();
    await visit.page.getByText(`${name} is set to outdoor.`).waitFor({ state: 'detached' });
    expect((await ride(rideId)).metadata).toMatchObject({ manualFields: [] });
    await closeVisit(visit);
  });

  it('sets a value with its origin, lists it as set by hand, and gives it back to the source', async () => {
    const { data } = await list('CLASSIFICATION');
    const { rideId, name } = data[1]!;
    const visit = await dashboard.signedIn(PATH);
    const { page } = visit;
    await page
      .getByRole('button', { name: `Edit ${name}` })
      .first()
      .click();
    await page.waitForURL(/ride=\d+/);
    const editor = page.getByRole('region', { name: `Edit ${name}` });
    await editor.getByLabel('Maximum height in centimetres').fill('203');
    await editor.getByRole('button', { name: 'Set: Maximum height' }).click();
    await editor.getByText('Maximum height: set to 203 cm.').waitFor();
    await editor.getByText(/^Set by hand, .* UTC$/).waitFor();
    await page.getByLabel('List').selectOption('overrides');
    await page.getByText('Maximum height: 203 cm').waitFor();
    await editor.getByRole('button', { name: 'Maximum height: back to the source' }).click();
    await page.getByText('There are no such rides').waitFor();
    expect((await ride(rideId)).metadata!.manualFields).toEqual([]);
    await editor.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Maximum height: 203 cm').waitFor();
    await editor.getByRole('button', { name: 'Maximum height: back to the source' }).click();
    await page.getByText('There are no such rides').waitFor();
    await editor.getByRole('button', { name: 'Close' }).click();
    await editor.waitFor({ state: 'detached' });
    await closeVisit(visit);
  });

  it('refuses heights that contradict each other with the reason, and changes nothing', async () => {
    const { rideId } = (await list('CLASSIFICATION')).data[2]!;
    await dashboard.adminApi(`${API}/${rideId}`, { method: 'PATCH', body: JSON.stringify({ heightMaxCm: 150 }) });
    const visit = await dashboard.signedIn(`${PATH}?ride=${rideId}`);
    await visit.page.getByLabel('Minimum height in centimetres').fill('160');
    await visit.page.getByRole('button', { name: 'Set: Minimum height', exact: true }).click();
    const text = await visit.page.getByRole('alert').textContent();
    expect(text).toContain('heightMinCm of 160 cm would exceed heightMaxCm of 150 cm. Change it, then try again.');
    expect((await ride(rideId)).metadata!.manualFields).toEqual(['heightMaxCm']);
    await visit.page.getByLabel('Minimum height in centimetres').fill('20');
    await visit.page.getByRole('button', { name: 'Set: Minimum height', exact: true }).click();
    // the browser itself refuses a height out of range
    expect(await visit.page.locator('input:invalid').count()).toBeGreaterThan(0);
    const body = JSON.stringify({ clear: ['heightMaxCm'] });
    await dashboard.adminApi(`${API}/${rideId}`, { method: 'PATCH', body });
    await closeVisit(visit);
  });

  it('synchronises now, shows the progress and then the result', async () => {
    const visit = await dashboard.signedIn(PATH);
    await visit.page.getByLabel(/Also rides synchronised/).check();
    await visit.page.getByRole('button', { name: 'Synchronise now' }).click();
    await visit.page.getByText(/^Synchronising since/).waitFor();
    await visit.page.getByText(/^Synchronised .* rides, \d+ changed/).waitFor({ timeout: 120_000 });
    const { lastRun } = await dashboard.adminApi<Json<SyncStatusView>>(`${API}/sync`);
    expect(lastRun).toMatchObject({ isForced: true, error: null });
    await closeVisit(visit);
  });

  it('says of a ride that does not exist that there is no such entry', async () => {
    const visit = await dashboard.signedIn(`${PATH}?ride=999999&list=nothing`);
    await visit.page.getByText('There is no such entry').waitFor();
    await closeVisit(visit);
  });

  it('asks to sign in again if the session has ended, and shows the same list after it', async () => {
    const visit = await dashboard.signedIn(`${PATH}?list=position`);
    await visit.page.context().clearCookies();
    await visit.page.getByRole('button', { name: 'Synchronise now' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await visit.page.getByLabel('Admin key').fill(dashboard.adminKey);
    await visit.page.getByRole('button', { name: 'Sign in' }).click();
    await rows(visit.page).first().waitFor();
    expect(new URL(visit.page.url()).search).toBe('?list=position');
    await closeVisit(visit);
  });

  it('says that the API is away, and goes on once it is back', async () => {
    const visit = await dashboard.signedIn('/admin/keys');
    await visit.page.route('**/api/admin/metadata/coverage', (route) => route.abort());
    await visit.page.getByRole('link', { name: 'Metadata' }).click();
    await visit.page.getByText('The server cannot be reached').first().waitFor();
    await visit.page.unroute('**/api/admin/metadata/coverage');
    await visit.page.getByText(/^By park/).waitFor();
    await closeVisit(visit);
  });
});
