import type { Page } from 'playwright-core';
import type { Json } from '../api/support/api-app.js';
import type { StorageAlertsView } from '../../src/modules/storage/dto/storage-alerts.dto.js';
import type { StorageGrowthView } from '../../src/modules/storage/dto/storage-growth.dto.js';
import type { StorageSummaryView } from '../../src/modules/storage/dto/storage-summary.dto.js';
import { describeInBrowser } from './support/chromium.js';
import { closeVisit, Dashboard, expectCount, expectFewRequests, expectNoBarrier } from './support/dashboard.js';

const START_MS = 240_000;
const PATH = '/admin/storage';

describeInBrowser('the storage page', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    // The demo uses about 0.01 % of the capacity, which is enough for a warning.
    dashboard = await Dashboard.start({ STORAGE_ALERT_CAPACITY: '0.001,90' });
  }, START_MS);
  afterAll(() => dashboard?.close(), START_MS);

  /** Changes a response of the API. */
  async function changeResponse<View extends object>(
    page: Page,
    path: string,
    changed: (view: View) => Partial<View>,
  ): Promise<void> {
    await page.route(`**/api/admin/storage/${path}*`, async (route) => {
      const response = await route.fetch();
      const view = (await response.json()) as View;
      await route.fulfill({ response, json: { ...view, ...changed(view) } });
    });
  }

  async function measure(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Measure now' }).click();
    await page.getByRole('button', { name: 'Measure now', disabled: false }).waitFor();
    await page.getByText(/^Measured .* rows$/).waitFor();
  }

  it('has no barrier in both themes, wide and at 360 pixels, and needs few requests', async () => {
    const visit = await dashboard.signedIn(PATH, { bypassCSP: true });
    await measure(visit.page);
    await visit.page.getByRole('heading', { name: 'Size by month' }).waitFor();
    await expectNoBarrier(visit);
    await expectFewRequests(visit);
    await closeVisit(visit);
  });

  it('measures now, and shows the result without a reload', async () => {
    const visit = await dashboard.signedIn(PATH);
    const answered = visit.page.waitForResponse(/storage\/growth/);
    const requests = visit.apiRequests.length;
    await measure(visit.page);
    await answered;
    const { tables } = await dashboard.adminApi<Json<StorageSummaryView>>('/api/admin/storage/summary');
    const card = visit.page.getByRole('region', { name: 'Size by table' });
    expect(await card.textContent()).toContain(`${tables.length} tables`);
    await card.getByRole('button', { name: `Show all ${tables.length} tables` }).click();
    await expectCount(card.locator('tbody tr'), tables.length);
    expect(visit.apiRequests.slice(requests)).toContain('/api/admin/storage/measure');
    expect(visit.errors).toEqual([]);
    await closeVisit(visit);
  });

  it('answers whether the disk is going to last, with the capacity and the growth', async () => {
    const visit = await dashboard.signedIn(PATH);
    await measure(visit.page);
    const growth = await dashboard.adminApi<Json<StorageGrowthView>>('/api/admin/storage/growth');
    const text = await visit.page.getByRole('region', { name: 'Is the disk going to last?' }).textContent();
    // The demo has a capacity of 1000 GB.
    expect(growth.capacity.limitBytes).toBe(1_000_000_000_000);
    expect(text).toMatch(/Yes: for more than 10 years at .* a day/);
    await closeVisit(visit);
  });

  it('keeps the projected years and the measured days in its address, and draws the band', async () => {
    const visit = await dashboard.signedIn(PATH);
    await changeResponse<Json<StorageGrowthView>>(visit.page, 'growth', () => ({
      method: 'MEASURED',
      measuredDays: [{ day: '2026-11-28', rows: 1, bytes: 90e6 }],
      projections: [{ years: 10, day: '2036-11-28', rows: null, bytes: { value: 4e9, low: 3e9, high: 5e9 } }],
    }));
    await visit.page.getByLabel('Measured over').selectOption('90');
    await visit.page.getByRole('radio', { name: '10 years' }).click();
    await visit.page.waitForURL(/(?=.*years=10)(?=.*days=90)/);
    await visit.page.reload({ waitUntil: 'networkidle' });
    expect(visit.apiRequests.at(-1)).toBeDefined();
    expect(visit.apiRequests.filter((path) => path.endsWith('growth?days=90'))).not.toEqual([]);
    const chart = visit.page.getByRole('region', { name: 'Growth and projection' });
    expect(await chart.locator('.chart-summary').textContent()).toMatch(/4\sGB \(3\sGB to 5\sGB\) on Nov 28, 2036/);
    await chart.getByRole('switch').click();
    await expectCount(chart.locator('tbody tr'), 2);
    await closeVisit(visit);
  });

  it('lists active alerts with their reason, and those that were cleared', async () => {
    const visit = await dashboard.signedIn('/admin/keys');
    const alert = {
      ...{ alertId: 1, type: 'DAYS_UNTIL_FULL', severity: 'CRITICAL', table: null, value: 20, threshold: 30 },
      ...{ since: '2026-11-28T03:50:00Z', updatedAt: '2026-11-29T03:50:00Z', clearedAt: null },
      ...{ acknowledgedAt: null, acknowledgedBy: null },
      note: 'Full in 20 days',
    };
    await changeResponse(visit.page, 'alerts', () => ({
      active: [alert],
      cleared: [{ ...alert, alertId: 2, clearedAt: '2026-11-20T03:50:00Z', note: 'Back above' }],
    }));
    await visit.page.getByRole('link', { name: 'Storage' }).click();
    const card = visit.page.getByRole('region', { name: 'Alerts' });
    await card.getByText('Full in 20 days').waitFor();
    await card.getByText('1 cleared alert').click();
    await card.getByText('Back above').waitFor();
    await closeVisit(visit);
  });

  it('takes an alert over in the name of the key, and hands it back', async () => {
    const visit = await dashboard.signedIn(PATH, { bypassCSP: true });
    await measure(visit.page);
    const card = visit.page.getByRole('region', { name: 'Alerts' });
    const alert = async () => {
      const { active } = await dashboard.adminApi<Json<StorageAlertsView>>('/api/admin/storage/alerts');
      return active.find(({ type }) => type === 'CAPACITY_THRESHOLD')!;
    };
    await card.getByRole('button', { name: 'Take over: Capacity threshold' }).click();
    await card.getByText('by ADMIN_API_KEY').waitFor();
    expect(await alert()).toMatchObject({ severity: 'WARNING', acknowledgedBy: 'ADMIN_API_KEY' });
    await expectNoBarrier(visit);
    await card.getByRole('button', { name: 'Hand back: Capacity threshold' }).click();
    await card.getByRole('button', { name: 'Take over: Capacity threshold' }).waitFor();
    expect((await alert()).acknowledgedAt).toBeNull();
    const { data } = await dashboard.adminApi<{ data: { action: string }[] }>('/api/admin/audit?limit=2');
    const path = 'POST /api/admin/storage/alerts/:alertId';
    expect(data.map(({ action }) => action)).toEqual([`${path}/hand-back`, `${path}/acknowledge`]);
    await closeVisit(visit);
  });

  it('says before the first measurement that there is none, and what to do', async () => {
    const visit = await dashboard.signedIn('/admin/keys');
    await changeResponse<Json<StorageSummaryView>>(visit.page, 'summary', () => ({
      ...{ measuredAt: null, totals: null, tables: [], newestMeasurement: null },
    }));
    await changeResponse<Json<StorageGrowthView>>(visit.page, 'growth', () => ({
      ...{ measuredAt: null, method: 'NONE', measuredDays: [], bytesPerDay: null, daysUntilFull: null },
    }));
    await visit.page.getByRole('link', { name: 'Storage' }).click();
    await visit.page.getByText('Nothing has been measured yet. Measure now to know.').waitFor();
    await visit.page.getByText('Not measured yet').first().waitFor();
    await closeVisit(visit);
  });

  it('shows why a measurement failed, and one that another process runs', async () => {
    const visit = await dashboard.signedIn('/admin/keys');
    const newestMeasurement = {
      ...{ jobId: 'msr_1', startedBy: 'API', status: 'FAILED', startedAt: '2026-11-29T03:50:00Z' },
      ...{ finishedAt: '2026-11-29T03:51:00Z', result: null, error: 'the disk is gone' },
    } as unknown as Json<StorageSummaryView>['newestMeasurement'];
    await changeResponse<Json<StorageSummaryView>>(visit.page, 'summary', () => ({ newestMeasurement }));
    await visit.page.getByRole('link', { name: 'Storage' }).click();
    await visit.page.getByText(/failed: the disk is gone/).waitFor();
    const error = { code: 'MEASUREMENT_IN_PROGRESS', message: 'Another process is measuring the storage', details: {} };
    await visit.page.route('**/api/admin/storage/measure', (route) =>
      route.fulfill({ status: 409, json: { error, requestId: 'the-request' } }),
    );
    await visit.page.getByRole('button', { name: 'Measure now' }).click();
    expect(await visit.page.getByRole('alert').textContent()).toMatch(/Another process is measuring.*the-request/);
    await closeVisit(visit);
  });

  it('says that the API is away, and goes on once it is back', async () => {
    const visit = await dashboard.signedIn('/admin/keys');
    await visit.page.route('**/api/admin/storage/**', (route) => route.abort());
    await visit.page.getByRole('link', { name: 'Storage' }).click();
    await visit.page.getByText('The server cannot be reached').first().waitFor();
    await visit.page.unroute('**/api/admin/storage/**');
    await visit.page.getByRole('heading', { name: 'Size by table' }).waitFor();
    await closeVisit(visit);
  });
});
