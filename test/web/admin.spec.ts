import { describeInBrowser } from './support/chromium.js';
import { closeVisit, Dashboard, expectCount, expectFewRequests, expectNoBarrier } from './support/dashboard.js';

const START_MS = 240_000;
const PAGES = [
  '/admin',
  '/admin/imports',
  '/admin/imports?view=mappings',
  '/admin/imports?view=proposals',
  '/admin/collector',
  '/admin/keys',
  '/admin/audit',
];

describeInBrowser('the pages for operators', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  }, START_MS);
  afterAll(() => dashboard?.close(), START_MS);

  it('show the sign-in to whoever has no session, without a barrier', async () => {
    const visit = await dashboard.visit('/admin/keys', { bypassCSP: true });
    await visit.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await expectNoBarrier(visit);
    await closeVisit(visit);
  });

  it('ask the server nothing on the first visit, so that the browser reports no failed request', async () => {
    const visit = await dashboard.visit('/nowhere');
    const reported: string[] = [];
    visit.page.on('console', (message) => reported.push(message.text()));
    await visit.page.getByRole('link', { name: 'Admin' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await visit.page.waitForLoadState('networkidle');
    expect([visit.apiRequests, reported]).toEqual([[], []]);
    await closeVisit(visit);
  });

  it('refuse a wrong key with the reason, and keep the page', async () => {
    const visit = await dashboard.visit('/admin');
    await visit.page.getByLabel('Admin key').fill('wrong');
    await visit.page.getByRole('button', { name: 'Sign in' }).click();
    const text = await visit.page.getByRole('alert').textContent();
    expect(text).toContain('This key does not exist. Check that it is complete.');
    expect(text).not.toContain('Bearer');
    await closeVisit(visit);
  });

  it.each(PAGES)('%s has no barrier in both themes, wide and at 360 pixels, and needs few requests', async (path) => {
    const visit = await dashboard.signedIn(path, { bypassCSP: true });
    await expectNoBarrier(visit);
    await expectFewRequests(visit);
    await closeVisit(visit);
  });

  it('keep the key nowhere in the browser', async () => {
    const visit = await dashboard.signedIn('/admin');
    const stored = await visit.page.evaluate(() => {
      const { localStorage, sessionStorage, document } = globalThis as unknown as Record<string, { cookie: string }>;
      return JSON.stringify([localStorage, sessionStorage, document!.cookie]);
    });
    expect(stored).not.toContain(dashboard.adminKey);
    expect(stored).not.toContain('warehouse_session');
    await closeVisit(visit);
  });

  it('create a key, show it once, and revoke it after a confirmation', async () => {
    const visit = await dashboard.signedIn('/admin/keys');
    const { page } = visit;
    await page.getByLabel('Name').fill('from the page');
    await page.getByRole('button', { name: 'Create the key' }).click();
    expect(await page.locator('.key-text').textContent()).toMatch(/^wh_[0-9a-f]{12}_[\w-]{43}$/);
    await page.getByRole('button', { name: 'Revoke from the page' }).click();
    await page.getByRole('button', { name: 'Confirm: revoke from the page' }).click();
    await page.getByRole('cell', { name: 'Revoked', exact: true }).waitFor();
    await closeVisit(visit);
  });

  it('create a public key with its rate limit, and refuse one that exceeds the limit', async () => {
    const visit = await dashboard.signedIn('/admin/keys', { bypassCSP: true });
    const { page } = visit;
    await page.getByRole('radio', { name: 'Public' }).click();
    await expectNoBarrier(visit);
    await page.getByLabel('Name').fill('a public one');
    const limit = page.getByLabel('Requests a minute');
    await limit.fill('0');
    await page.getByRole('button', { name: 'Create the key' }).click();
    expect(await page.locator('.key-text').count()).toBe(0);
    await limit.fill('600');
    await page.getByRole('button', { name: 'Create the key' }).click();
    await page.locator('.key-text').waitFor();
    await page.getByRole('cell', { name: 'public, 600 requests a minute' }).waitFor();
    await closeVisit(visit);
  });

  it('say which scope a key lacks, without asking for what would be refused', async () => {
    const body = JSON.stringify({ name: 'keys only', scopes: ['keys'] });
    const { key } = await dashboard.adminApi<{ key: string }>('/api/admin/keys', { method: 'POST', body });
    const visit = await dashboard.visit('/admin');
    const { page } = visit;
    const refused: string[] = [];
    page.on('response', (response) => void (response.status() === 403 && refused.push(response.url())));
    await page.getByLabel('Admin key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Your key does not have the scope read').waitFor();
    // While the file of the next page loads, the page that is shown must remain refused.
    await page.route(/KeysPage.*\.js$/, (route) => setTimeout(() => void route.continue(), 1500));
    await page.getByRole('link', { name: 'Keys' }).click();
    await page.getByRole('cell', { name: 'keys only', exact: true }).waitFor();
    expect(refused).toEqual([]);
    await closeVisit(visit);
  });

  it('lead from the health to the open issues of high severity, which are not called good', async () => {
    const path = '/api/admin/quality/issues?status=OPEN&severity=HIGH&limit=1';
    const { page: of } = await dashboard.adminApi<{ page: { total: number } }>(path);
    expect(of.total).toBeGreaterThan(0);
    const visit = await dashboard.signedIn('/admin');
    const verdict = visit.page.getByRole('listitem').filter({ hasText: /data quality/i });
    await verdict.getByText(`${of.total} open issue`).waitFor();
    expect(await verdict.textContent()).not.toMatch(/Good$/);
    await visit.page.getByText(/^(Yes, but .*data quality.* attention|No: .*)\.$/).waitFor();
    await verdict.getByRole('link', { name: 'Data quality' }).click();
    await visit.page.waitForURL(/\/admin\/quality\?severity=HIGH$/);
    await closeVisit(visit);
  });

  it('ask to sign in again once the session has ended elsewhere', async () => {
    const visit = await dashboard.signedIn('/admin');
    await visit.page.context().clearCookies();
    await visit.page.getByRole('link', { name: 'Keys' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await visit.page.getByText('Your session has ended').waitFor();
    await closeVisit(visit);
  });

  it('say so too when the page is loaded again after the end of the session', async () => {
    const visit = await dashboard.signedIn('/admin', { bypassCSP: true });
    await visit.page.context().clearCookies();
    await visit.page.reload({ waitUntil: 'networkidle' });
    await visit.page.getByText('Your session has ended').waitFor();
    await expectNoBarrier(visit);
    await closeVisit(visit);
  });

  it('do nothing in the name of another key that was signed in elsewhere, and show its name', async () => {
    const body = JSON.stringify({ name: 'the other', scopes: ['read', 'keys'] });
    const { key } = await dashboard.adminApi<{ key: string }>('/api/admin/keys', { method: 'POST', body });
    const visit = await dashboard.signedIn('/admin/keys');
    const { page } = visit;
    await page.context().request.post(`${dashboard.url}/api/admin/session`, { data: { key } });
    await page.getByLabel('Name').fill('of whom');
    await page.keyboard.press('Enter');
    await page.getByText('Another session was begun in this browser').waitFor();
    await page.getByText('Signed in as the other').waitFor();
    await expectCount(page.locator('.key-text'), 0);
    // Now the reader knows in whose name it is done.
    await page.getByLabel('Name').press('Enter');
    await page.locator('.key-text').waitFor();
    await closeVisit(visit);
  });

  it('take a double click for one', async () => {
    const visit = await dashboard.signedIn('/admin/quality');
    const { page } = visit;
    const started: string[] = [];
    page.on('request', (request) => void (request.method() === 'POST' && started.push(request.url())));
    await page.getByRole('button', { name: 'Check all parks now' }).dblclick();
    await page.getByText(/Checking .* UTC\./).waitFor();
    expect(started).toHaveLength(1);
    await expectCount(page.getByRole('alert'), 0);
    await closeVisit(visit);
  });

  it('do not claim a sign-out that did not reach the server', async () => {
    const visit = await dashboard.signedIn('/admin/keys');
    const { page } = visit;
    const session = /api\/admin\/session$/;
    await page.route(session, (route) => route.abort());
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('The server cannot be reached').waitFor();
    await expectCount(page.getByText('by itself'), 0);
    await page.getByText('Signed in as').waitFor();
    await page.unroute(session);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await closeVisit(visit);
  });

  it('go on after the same key was signed in anew in another tab', async () => {
    const visit = await dashboard.signedIn('/admin');
    const { page } = visit;
    const data = { key: dashboard.adminKey };
    const begun = await page.context().request.post(`${dashboard.url}/api/admin/session`, { data });
    expect(begun.ok()).toBe(true);
    const codes: number[] = [];
    page.on('response', (response) => {
      if (response.request().method() === 'DELETE') codes.push(response.status());
    });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(codes[0]).toBe(403);
    await closeVisit(visit);
  });

  it('end with the sign-out', async () => {
    const visit = await dashboard.signedIn('/admin');
    await visit.page.getByRole('button', { name: 'Sign out' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await expectCount(visit.page.getByText('Your session has ended'), 0);
    await visit.page.reload({ waitUntil: 'networkidle' });
    await visit.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await closeVisit(visit);
  });
});
