import type { Json } from '../api/support/api-app.js';
import type { StatusSummaryView } from '../../src/modules/live/live.dto.js';
import { describeInBrowser } from './support/chromium.js';
import { closeVisit, Dashboard, overflowPixels, THEMES, violationsOf, WIDTHS } from './support/dashboard.js';

const START_MS = 240_000;
const MAX_REQUESTS = 6;

describeInBrowser('the dashboard in a browser', () => {
  let dashboard: Dashboard;
  let summary: Json<StatusSummaryView>;

  beforeAll(async () => {
    dashboard = await Dashboard.start();
    summary = await dashboard.api('/api/live/status-summary');
  }, START_MS);
  afterAll(() => dashboard?.close(), START_MS);

  const PAGES = ['/', '/parks/1', '/parks/5', '/rides/1', '/nowhere'];

  describe('on every page', () => {
    const cases = PAGES.flatMap((path) =>
      THEMES.flatMap((theme) => WIDTHS.map((width) => [path, theme, width] as const)),
    );

    it.each(cases)(
      '%s in the %s theme at %d pixels, has no barrier and fits the screen',
      async (path, theme, width) => {
        const visit = await dashboard.visit(path, { width, colorScheme: theme, bypassCSP: true });
        expect(await violationsOf(visit.page)).toEqual([]);
        expect(await overflowPixels(visit.page)).toBe(0);
        expect(visit.errors).toEqual([]);
        await closeVisit(visit);
      },
    );

    it.each(PAGES)('%s needs at most six requests', async (path) => {
      const visit = await dashboard.visit(path);
      expect(visit.apiRequests.length).toBeLessThanOrEqual(MAX_REQUESTS);
      await closeVisit(visit);
    });
  });

  describe('the overview', () => {
    it('shows each park with its state and its waits as the API reports them', async () => {
      const visit = await dashboard.visit('/');
      const cards = visit.page.locator('article');
      expect(await cards.count()).toBe(summary.parks.length);
      const open = summary.parks.filter(({ isOpen }) => isOpen);
      const text = await visit.page.locator('.figures').textContent();
      expect(text).toContain(`${open.length} of ${summary.parks.length}`);
      await closeVisit(visit);
    });

    it('shows times in the zone of the park, in a browser of another zone', async () => {
      const visit = await dashboard.visit('/', { timezoneId: 'Pacific/Kiritimati' });
      const open = summary.parks.find(({ isOpen, use }) => isOpen && use.closesAtLocal !== null)!;
      const card = visit.page.locator('article', { hasText: open.name });
      expect(await card.textContent()).toContain(`Open until ${open.use.closesAtLocal!.slice(11, 16)}`);
      await closeVisit(visit);
    });

    it('keeps the chosen destination in its address', async () => {
      const visit = await dashboard.visit('/');
      await visit.page.getByLabel('Destination').selectOption({ index: 1 });
      await visit.page.waitForURL(/destination=\d+/);
      const shown = await visit.page.locator('article').count();
      expect(shown).toBeLessThan(summary.parks.length);
      await visit.page.reload({ waitUntil: 'networkidle' });
      expect(await visit.page.locator('article').count()).toBe(shown);
      await closeVisit(visit);
    });
  });

  describe('a park', () => {
    it('lists its rides now, and leads to each of them', async () => {
      const visit = await dashboard.visit('/parks/1');
      const first = visit.page.locator('tbody a').first();
      const name = await first.textContent();
      await first.click();
      await visit.page.waitForURL(/\/rides\/\d+/);
      await visit.page.getByRole('heading', { level: 1, name: name! }).waitFor();
      await closeVisit(visit);
    });

    it.each(['/parks/99999', '/rides/99999'])(
      '%s says that there is no such entry, with the id of the request',
      async (path) => {
        const visit = await dashboard.visit(path);
        const alert = visit.page.getByRole('alert').first();
        await alert.waitFor();
        expect(await alert.textContent()).toMatch(/There is no such entry.*Request [0-9a-f-]{36}/);
        await closeVisit(visit);
      },
    );
  });

  describe('the search', () => {
    it('finds a ride despite a typing error, by keyboard alone', async () => {
      const visit = await dashboard.visit('/');
      await visit.page.keyboard.press('Control+k');
      await visit.page.keyboard.type('Midnigth Spiners');
      await visit.page.getByRole('option').first().waitFor();
      await visit.page.keyboard.press('Enter');
      await visit.page.getByRole('heading', { level: 1, name: /Midnight Spinners/ }).waitFor();
      await closeVisit(visit);
    });

    it('says when nothing has such a name', async () => {
      const visit = await dashboard.visit('/');
      await visit.page.getByRole('combobox', { name: /Search/ }).fill('qqqqqqqq');
      await visit.page.getByText('Nothing is called “qqqqqqqq”.').waitFor();
      await closeVisit(visit);
    });
  });

  describe('while the API is away', () => {
    it('says so, and goes on once it is back and the reader tries again', async () => {
      const visit = await dashboard.visit('/nowhere');
      await visit.page.route('**/api/**', (route) => route.abort());
      await visit.page.getByRole('link', { name: 'Overview', exact: true }).click();
      await visit.page.getByText('The server cannot be reached').waitFor();
      await visit.page.unroute('**/api/**');
      await visit.page.getByRole('button', { name: 'Try again' }).click();
      await visit.page.locator('article').first().waitFor();
      await closeVisit(visit);
    });

    it('keeps what it shows when a refresh fails', async () => {
      const visit = await dashboard.visit('/');
      const body = { error: { code: 'DATABASE_UNAVAILABLE', message: 'away', details: {} }, requestId: 'the-request' };
      await visit.page.route('**/api/live/**', (route) => route.fulfill({ status: 503, json: body }));
      await visit.page.clock.install();
      await visit.page.clock.fastForward(120_000);
      expect(await visit.page.locator('article').count()).toBe(summary.parks.length);
      await closeVisit(visit);
    });
  });

  it('remembers the theme that a reader chose', async () => {
    const visit = await dashboard.visit('/', { colorScheme: 'light' });
    await visit.page.getByLabel('Theme').selectOption('dark');
    await visit.page.reload({ waitUntil: 'networkidle' });
    expect(await visit.page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await visit.page.getByLabel('Theme').inputValue()).toBe('dark');
    await closeVisit(visit);
  });

  it('lets a keyboard user skip to the content', async () => {
    const visit = await dashboard.visit('/');
    await visit.page.keyboard.press('Tab');
    expect(await visit.page.locator(':focus').textContent()).toBe('Skip to the content');
    await closeVisit(visit);
  });
});
