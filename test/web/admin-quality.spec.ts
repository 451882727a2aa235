import { DateTime } from 'luxon';
import type { Page } from 'playwright-core';
import type { Json } from '../api/support/api-app.js';
import type { ExclusionView } from '../../src/modules/exclusions/exclusions.dto.js';
import type { CoverageReport } from '../../src/modules/quality/coverage.dto.js';
import type { GapList } from '../../src/modules/quality/gap.dto.js';
import type {
  DifferenceView,
  ReconciliationReportView,
} from '../../src/modules/history-api/reconciliation/reconciliation.dto.js';
import type { IssueDetailView, IssueView } from '../../src/modules/quality/issue.dto.js';
import type { ParkFreshnessList } from '../../src/modules/quality/quality.dto.js';
import { describeInBrowser } from './support/chromium.js';
import {
  closeVisit,
  Dashboard,
  daysAgo,
  expectCount,
  expectFewRequests,
  expectNoBarrier,
} from './support/dashboard.js';

const START_MS = 240_000;
const PATH = '/admin/quality';
const API = '/api/admin/quality';
const VIEWS = ['issues', 'gaps', 'freshness', 'coverage', 'reconciliation', 'exclusions'];

describeInBrowser('the quality page', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
    const body = { rideId: 1, from: '2026-11-10T00:00:00Z', to: '2026-11-10T03:00:00Z', note: 'a test of the page' };
    await dashboard.adminApi(`${API}/exclusions`, { method: 'POST', body: JSON.stringify(body) });
  }, START_MS);
  afterAll(() => dashboard?.close(), START_MS);

  const issues = async (query = '') =>
    (await dashboard.adminApi<{ data: Json<IssueView>[]; page: { total: number } }>(`${API}/issues${query}`)).data;
  const issue = (logId: number) => dashboard.adminApi<Json<IssueDetailView>>(`${API}/issues/${logId}`);
  const boxes = (page: Page) => page.getByRole('group', { name: 'Issues' }).getByRole('checkbox');
  const choose = async (page: Page, logIds: readonly number[]) => {
    for (const logId of logIds) await page.getByLabel(`Select issue ${logId}:`).check();
  };

  it.each(VIEWS)('has no barrier in its view %s, in both themes and at 360 pixels', async (view) => {
    const visit = await dashboard.signedIn(`${PATH}?view=${view}`, { bypassCSP: true });
    await expectNoBarrier(visit);
    await expectFewRequests(visit);
    await closeVisit(visit);
  });

  describe('the issues', () => {
    it('are resolved three at once with a note, and back as they were after an undo', async () => {
      const logIds = (await issues('?status=OPEN&issueType=MAPPING')).slice(0, 3).map(({ logId }) => logId);
      await dashboard.adminApi(`${API}/issues/${logIds[0]}`, {
        method: 'PATCH',
        body: JSON.stringify({ resolutionStatus: 'INVESTIGATING' }),
      });
      const visit = await dashboard.signedIn(`${PATH}?status=ALL&type=MAPPING`);
      await choose(visit.page, logIds);
      const bar = visit.page.getByRole('region', { name: 'Selected issues' });
      await bar.getByLabel('Note').fill('all of them are in the catalogue');
      await bar.getByRole('button', { name: 'Resolve' }).click();
      await visit.page.getByText('3 issues resolved.').waitFor();
      for (const logId of logIds) {
        const { resolutionStatus, resolutionNotes } = await issue(logId);
        expect([resolutionStatus, resolutionNotes]).toEqual(['RESOLVED', 'all of them are in the catalogue']);
      }
      await visit.page.getByRole('button', { name: 'Undo' }).click();
      await visit.page.getByText('Undone: 3 issues as before.').waitFor();
      const after = await Promise.all(logIds.map(async (logId) => (await issue(logId)).resolutionStatus));
      expect(after).toEqual(['INVESTIGATING', 'OPEN', 'OPEN']);
      const { data } = await dashboard.adminApi<{ data: { action: string }[] }>('/api/admin/audit?limit=3');
      expect(data.map(({ action }) => action)).toEqual(Array(3).fill('PATCH /api/admin/quality/issues'));
      await closeVisit(visit);
    });

    it('are all left as they were if another person was faster, and the page says why', async () => {
      const logIds = (await issues('?status=OPEN&issueType=INVALID')).slice(0, 2).map(({ logId }) => logId);
      const visit = await dashboard.signedIn(`${PATH}?type=INVALID`);
      await choose(visit.page, logIds);
      const decide = (resolutionStatus: string) =>
        dashboard.adminApi(`${API}/issues/${logIds[1]}`, {
          method: 'PATCH',
          body: JSON.stringify({ resolutionStatus }),
        });
      await decide('WONTFIX');
      await visit.page.getByRole('button', { name: 'Resolve' }).click();
      const text = await visit.page.getByRole('alert').textContent();
      expect(text).toContain(`Issue ${logIds[1]} is WONTFIX and cannot become RESOLVED`);
      expect((await issue(logIds[0]!)).resolutionStatus).toBe('OPEN');
      await decide('OPEN');
      await closeVisit(visit);
    });

    it('are chosen all at once, and offer only what all of them allow', async () => {
      const visit = await dashboard.signedIn(`${PATH}?status=OPEN`);
      await visit.page.getByLabel(/Select all \d+ shown/).check();
      const shown = await boxes(visit.page).count();
      const bar = visit.page.getByRole('region', { name: 'Selected issues' });
      await bar.getByText(`${shown} issues selected`).waitFor();
      expect(await bar.getByRole('button').allTextContents()).toEqual(['Resolve', 'In progress', 'Ignore']);
      await visit.page.getByLabel(/Select all \d+ shown/).uncheck();
      await bar.waitFor({ state: 'detached' });
      await closeVisit(visit);
    });

    it('are filtered by status, severity, type, park and period, and the address has the filters', async () => {
      const visit = await dashboard.signedIn(PATH);
      const { page } = visit;
      await page.getByRole('radio', { name: 'All' }).click();
      await page.getByLabel('Severity').selectOption('HIGH');
      await page.getByLabel('Type').selectOption('GAP');
      await page.getByLabel('Found').selectOption('week');
      await page.waitForURL(/(?=.*status=ALL)(?=.*severity=HIGH)(?=.*type=GAP)(?=.*found=week)/);
      const wanted = (await issues('?severity=HIGH&issueType=GAP')).length;
      await page.reload({ waitUntil: 'networkidle' });
      await expectCount(boxes(page), wanted);
      await page.getByLabel('Park', { exact: true }).selectOption({ index: 1 });
      await page.waitForURL(/park=\d+/);
      await page.getByLabel('Type').selectOption('DUPLICATE');
      await page.getByText('There are no such issues').waitFor();
      await closeVisit(visit);
    });

    it('cannot be decided with a key that may only read, and the page says so', async () => {
      const body = JSON.stringify({ name: 'reader of the quality page', scopes: ['read'] });
      const { key } = await dashboard.adminApi<{ key: string }>('/api/admin/keys', { method: 'POST', body });
      const visit = await dashboard.visit(PATH);
      await visit.page.getByLabel('Admin key').fill(key);
      await visit.page.getByRole('button', { name: 'Sign in' }).click();
      await boxes(visit.page).first().check();
      await visit.page.getByRole('button', { name: 'Resolve' }).click();
      await visit.page.getByText('Your key does not allow this').waitFor();
      await closeVisit(visit);
    });

    it('of an address with wrong words are those without them', async () => {
      const visit = await dashboard.signedIn(`${PATH}?view=nothing&status=GONE&severity=5&type=x&found=ever&page=-1`);
      await visit.page.getByRole('tab', { name: 'Issues', selected: true }).waitFor();
      await boxes(visit.page).first().waitFor();
      await expectCount(boxes(visit.page), (await issues('?status=OPEN')).length);
      await closeVisit(visit);
    });
  });

  it('checks now, and says which time', async () => {
    const visit = await dashboard.signedIn(PATH);
    await visit.page.getByRole('button', { name: 'Check all parks now' }).click();
    await visit.page.getByText(/Checking .* UTC\./).waitFor();
    await closeVisit(visit);
  });

  it('shows every gap of the period on its time line, and in the table', async () => {
    const visit = await dashboard.signedIn(`${PATH}?view=gaps&from=${daysAgo(90)}&to=${daysAgo(-30)}`);
    const query = `from=${daysAgo(90)}T00:00:00Z&to=${daysAgo(-31)}T00:00:00Z&limit=200`;
    const { data, page } = await dashboard.adminApi<Json<GapList>>(`${API}/gaps?${query}`);
    expect(page.total).toBeGreaterThan(0);
    const card = visit.page.getByRole('region', { name: 'Gaps' });
    expect(await card.locator('.chart-summary').textContent()).toContain(`${page.total} gap`);
    await card.getByRole('switch').click();
    await expectCount(card.locator('tbody tr'), data.length);
    await visit.page.getByLabel('From').fill('2019-01-01');
    await visit.page.getByLabel('To').fill('2019-01-31');
    await visit.page.getByText('No data is missing in this period').waitFor();
    await closeVisit(visit);
  });

  it('shows how old the data of each park is', async () => {
    const visit = await dashboard.signedIn(`${PATH}?view=freshness`);
    const { data } = await dashboard.adminApi<Json<ParkFreshnessList>>(`${API}/freshness`);
    const table = visit.page.getByRole('group', { name: 'Freshness of each park' });
    await expectCount(table.locator('tbody tr'), data.length);
    await closeVisit(visit);
  });

  it('shows the coverage of all parks, and the calendar of one', async () => {
    const visit = await dashboard.signedIn(`${PATH}?view=coverage`);
    await visit.page.getByRole('region', { name: 'Coverage', exact: true }).waitFor();
    await visit.page.getByLabel('Park', { exact: true }).selectOption('1');
    await visit.page.waitForURL(/park=1/);
    const card = visit.page.getByRole('region', { name: /^Coverage of / });
    await card.getByRole('switch').click();
    const asked = visit.apiRequests.findLast((path) => path.includes('/coverage?'))!;
    const { parks } = await dashboard.adminApi<Json<CoverageReport>>(asked);
    const { days, missingDays } = parks[0]!;
    expect(days.length).toBeGreaterThan(10);
    await expectCount(card.locator('tbody tr'), days.length + missingDays.length);
    await closeVisit(visit);
  });

  it('shows which daily figures agree with the published ones, and both values of those that do not', async () => {
    const visit = await dashboard.signedIn(`${PATH}?view=reconciliation`, { bypassCSP: true });
    await visit.page.getByText('No days were compared').waitFor();
    const counts = { rideDays: 40, agreeing: 30, explained: 8, unexplained: 2, notObserved: 5, agreeingShare: 0.75 };
    const page = { limit: 50, offset: 0, total: 1 };
    const days = { startDate: '2026-10-01', endDate: '2026-10-31' };
    const report: Json<ReconciliationReportView> = {
      ...{ ...days, summary: counts, page },
      differences: [{ field: 'standby.p90', explanation: 'BETWEEN_POLLS', rideDays: 7 }],
      data: [{ ...counts, parkId: 1, name: 'Everglade Safari', days: 4, comparedAt: '2026-11-05T07:50:12.000Z' }],
    };
    const difference: Json<DifferenceView> = {
      ...{ rideId: 3, rideName: 'Pirate’s Manor', parkId: 1, date: '2026-10-07', field: 'operatingMinutes' },
      ...{ ours: '700', theirs: '731', explanation: 'UNEXPLAINED' },
    };
    await visit.page.route('**/api/admin/quality/reconciliation?*', (route) => route.fulfill({ json: report }));
    await visit.page.route('**/reconciliation/differences?*', (route) =>
      route.fulfill({ json: { data: [difference], page } }),
    );
    await visit.page.getByRole('button', { name: '90 days' }).click();
    await visit.page.getByText('30 of 40 ride-days').waitFor();
    const cells = (table: string) =>
      visit.page.getByRole('group', { name: table, exact: true }).locator('tbody td').allTextContents();
    expect(await cells('Agreement of each park')).toEqual(['Everglade Safari', '75 %', '40', '8', '2', '5', '4']);
    expect(await cells('What differs most')).toEqual(['standby.p90', 'Possible: changed between two polls', '7']);
    const [, ...shown] = await cells('Differences');
    expect(shown).toEqual(['Pirate’s Manor', 'operatingMinutes', '700', '731', 'Unexplained']);
    await expectNoBarrier(visit);
    await closeVisit(visit);
  });

  it('revokes an exclusion with its reason, and puts it back', async () => {
    const visit = await dashboard.signedIn(`${PATH}?view=exclusions`);
    const { data } = await dashboard.adminApi<{ data: Json<ExclusionView>[] }>(`${API}/exclusions?active=true`);
    const { exclusionId } = data.find(({ reason }) => reason === 'MANUAL')!;
    await visit.page.getByRole('button', { name: `Revoke exclusion ${exclusionId}` }).click();
    await visit.page.getByLabel('Reason').fill('the feed was right');
    await visit.page.getByRole('button', { name: 'Confirm: revoke' }).click();
    await visit.page.getByText(`Exclusion ${exclusionId} is revoked`).waitFor();
    const one = () => dashboard.adminApi<Json<ExclusionView>>(`${API}/exclusions/${exclusionId}`);
    expect(await one()).toMatchObject({
      isActive: false,
      revokeNote: 'the feed was right',
      revokedBy: 'ADMIN_API_KEY',
    });
    await visit.page.getByRole('button', { name: 'Undo' }).click();
    await visit.page.getByText(`Exclusion ${exclusionId} is in force`).waitFor();
    expect((await one()).isActive).toBe(true);
    await visit.page.getByRole('radio', { name: 'Revoked' }).click();
    await visit.page.getByText('There are no such exclusions').waitFor();
    await closeVisit(visit);
  });

  it('excludes an interval of a ride in the time of its park, and refuses one that ends before it begins', async () => {
    const { name, park } = await dashboard.api<{ name: string; park: { name: string; timezone: string } }>(
      '/api/rides/2',
    );
    // Which park has the ride depends on the order in which the demo has found the parks.
    const utc = (local: string) => DateTime.fromISO(local, { zone: park.timezone }).toJSDate().toISOString();
    const city = park.timezone.split('/').at(-1)!.replaceAll('_', ' ');
    const visit = await dashboard.signedIn(`${PATH}?view=exclusions`, { bypassCSP: true, timezoneId: 'Asia/Tokyo' });
    const { page } = visit;
    const form = page.getByRole('region', { name: 'Exclude data' });
    await form.getByLabel('Park or ride').fill(name);
    // Another park may have a ride of the same name.
    await form.getByRole('button').filter({ hasText: name }).filter({ hasText: park.name }).first().click();
    await form.getByText(`time in ${city}`).waitFor();
    await expectNoBarrier(visit);
    await form.getByLabel('From').fill('2026-11-12T12:00');
    await form.getByLabel('To (empty').fill('2026-11-12T11:00');
    await form.getByRole('button', { name: 'Exclude', exact: true }).click();
    await form.getByRole('alert').waitFor();
    await form.getByLabel('To (empty').fill('2026-11-12T13:30');
    await form.getByLabel('Reason').fill('a stuck feed');
    await form.getByRole('radio', { name: 'Only its waits' }).click();
    await form.getByRole('button', { name: 'Exclude', exact: true }).click();
    const done = await form.getByText(/^Exclusion \d+ is in force/).textContent();
    const exclusionId = Number(/\d+/.exec(done!)![0]);
    expect(await dashboard.adminApi(`${API}/exclusions/${exclusionId}`)).toMatchObject({
      ...{ rideId: 2, from: utc('2026-11-12T12:00'), to: utc('2026-11-12T13:30'), scope: 'WAIT' },
      ...{ note: 'a stuck feed', createdBy: 'ADMIN_API_KEY', isActive: true },
    });
    await page.getByRole('button', { name: `Revoke exclusion ${exclusionId}` }).waitFor();
    await closeVisit(visit);
  });

  it('asks to sign in again if the session has ended before a decision, and decides nothing', async () => {
    const [first] = await issues('?status=OPEN&issueType=MAPPING');
    const visit = await dashboard.signedIn(`${PATH}?type=MAPPING`);
    await choose(visit.page, [first!.logId]);
    await visit.page.context().clearCookies();
    await visit.page.getByRole('button', { name: 'Resolve' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect((await issue(first!.logId)).resolutionStatus).toBe('OPEN');
    await closeVisit(visit);
  });

  it('says that the API is away, and goes on once it is back', async () => {
    const visit = await dashboard.signedIn('/admin/keys');
    await visit.page.route('**/api/admin/quality/issues*', (route) => route.abort());
    await visit.page.getByRole('link', { name: 'Quality' }).click();
    await visit.page.getByText('The server cannot be reached').first().waitFor();
    await visit.page.unroute('**/api/admin/quality/issues*');
    await boxes(visit.page).first().waitFor();
    await closeVisit(visit);
  });
});
