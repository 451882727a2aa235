import { describeInBrowser } from './support/chromium.js';
import { closeVisit, Dashboard, expectFewRequests, expectNoBarrier } from './support/dashboard.js';

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

  it('ask to sign in again once the session has ended elsewhere', async () => {
    const visit = await dashboard.signedIn('/admin');
    await visit.page.context().clearCookies();
    await visit.page.getByRole('link', { name: 'Keys' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await closeVisit(visit);
  });

  it('end with the sign-out', async () => {
    const visit = await dashboard.signedIn('/admin');
    await visit.page.getByRole('button', { name: 'Sign out' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await visit.page.reload({ waitUntil: 'networkidle' });
    await visit.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await closeVisit(visit);
  });
});
