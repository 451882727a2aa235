import type { Locator, Page } from 'playwright-core';
import type { Json } from '../api/support/api-app.js';
import type { ParkLiveView } from '../../src/modules/live/live.dto.js';
import type { ParkShowtimesView } from '../../src/modules/shows/shows.dto.js';
import type { StatusSummaryView } from '../../src/modules/live/status-summary.dto.js';
import { describeInBrowser } from './support/chromium.js';
import {
  closeVisit,
  Dashboard,
  daysAgo,
  expectCount,
  expectNoBarrier,
  overflowPixels,
  rowsTouchedUntil,
  THEMES,
  violationsOf,
  WIDTHS,
} from './support/dashboard.js';

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

  const RIDE_VIEWS = ['patterns', 'history', 'years', 'queues', 'about'].map((view) => `/rides/1?view=${view}`);
  const PARK_VIEWS = ['downtimes', 'ranking', 'calendar'].map((view) => `/parks/1?view=${view}`);
  const PAGES = [
    ...['/', '/parks/1', '/parks/5', ...PARK_VIEWS, '/rides/1', ...RIDE_VIEWS, '/compare?rides=1,2,3', '/compare'],
    ...['/rankings', '/rankings?by=downtime&scope=parks', '/trends', '/explore?ride=1', '/explore', '/nowhere'],
  ];

  describe('every page', () => {
    it.each(PAGES)(
      '%s needs six requests at most, has no barrier and fits the screen, in both themes, wide and at 360 pixels',
      async (path) => {
        const visit = await dashboard.visit(path, { bypassCSP: true });
        // Live data may be requested again meanwhile.
        expect(new Set(visit.apiRequests).size).toBeLessThanOrEqual(MAX_REQUESTS);
        for (const colorScheme of THEMES) {
          await visit.page.emulateMedia({ colorScheme });
          for (const width of WIDTHS) {
            await visit.page.setViewportSize({ width, height: 900 });
            const found = { violations: await violationsOf(visit.page), overflow: await overflowPixels(visit.page) };
            expect({ colorScheme, width, ...found }).toEqual({ colorScheme, width, violations: [], overflow: 0 });
          }
        }
        expect(visit.errors).toEqual([]);
        await closeVisit(visit);
      },
    );
  });

  describe('the overview', () => {
    it('shows each park with its state and its waits as the API reports them', async () => {
      const visit = await dashboard.visit('/nowhere');
      // Parks open and close while the tests run.
      const answered = visit.page.waitForResponse(/status-summary/);
      await visit.page.goto(dashboard.url);
      const { parks } = (await (await answered).json()) as Json<StatusSummaryView>;
      const open = parks.filter(({ isOpen }) => isOpen);
      await visit.page.locator('.figures', { hasText: `${open.length} of ${parks.length}` }).waitFor();
      await visit.page
        .locator('article')
        .nth(parks.length - 1)
        .waitFor({ state: 'attached' });
      await expectCount(visit.page.locator('article'), parks.length);
      await closeVisit(visit);
    });

    it('shows beside the average wait what is usual at this hour, where it is known', async () => {
      const [first, second] = summary.parks;
      const waits = { rides: 9, averageMinutes: 40.4, longest: null };
      const parks = [
        { ...first!, waits: { ...waits, typicalWaitMinutes: 35.2 } },
        { ...second!, waits: { ...waits, typicalWaitMinutes: null } },
      ];
      const visit = await dashboard.visit('/nowhere');
      await visit.page.route('**/api/live/status-summary', (route) => route.fulfill({ json: { ...summary, parks } }));
      await visit.page.goto(dashboard.url, { waitUntil: 'networkidle' });
      await cardOf(visit.page, first!).getByText('usually 35 min now').waitFor();
      const other = await cardOf(visit.page, second!).textContent();
      expect(other).toContain('40 min');
      expect(other).not.toContain('usually');
      await closeVisit(visit);
    });

    it('requests its data once, which the browser has loaded beside the scripts', async () => {
      const visit = await dashboard.visit('/');
      expect(visit.apiRequests.filter((path) => path.includes('status-summary'))).toHaveLength(1);
      await closeVisit(visit);
    });

    it('names the newest of many rides that are down, and all of them on demand', async () => {
      const [first] = summary.parks;
      const downRides = Array.from({ length: 30 }, (_, at) => ({
        ...{ rideId: 1_000 + at, name: `Coaster ${at}` },
        ...{ since: summary.asOf, lastConfirmedAt: summary.asOf },
      }));
      const visit = await dashboard.visit('/nowhere');
      const parks = [{ ...first!, downRides }];
      await visit.page.route('**/api/live/status-summary', (route) => route.fulfill({ json: { ...summary, parks } }));
      await visit.page.goto(dashboard.url, { waitUntil: 'networkidle' });
      const ticker = visit.page.getByRole('region', { name: 'Down now' });
      await expectCount(ticker.getByRole('link'), 10);
      await ticker.getByRole('button', { name: 'Show 20 more' }).click();
      await expectCount(ticker.getByRole('link'), 30);
      await closeVisit(visit);
    });

    it('shows times in the zone of the park, in a browser of another zone', async () => {
      const [park] = summary.parks;
      const closesAt = new Date(Date.parse(summary.asOf) + 7_200_000);
      const clock = { hour: '2-digit', minute: '2-digit', timeZone: park!.timezone! } as const;
      const closing = new Intl.DateTimeFormat('en-GB', clock).format(closesAt);
      const use = { ...park!.use, closesAt: closesAt.toISOString() };
      const visit = await dashboard.visit('/nowhere', { timezoneId: 'Pacific/Kiritimati' });
      const parks = [{ ...park!, isOpen: true, use }];
      await visit.page.route('**/api/live/status-summary', (route) => route.fulfill({ json: { ...summary, parks } }));
      await visit.page.goto(dashboard.url, { waitUntil: 'networkidle' });
      await cardOf(visit.page, park!).getByText(`Open until ${closing}`, { exact: true }).waitFor();
      await closeVisit(visit);
    });

    it('keeps the chosen destination in its address', async () => {
      const visit = await dashboard.visit('/');
      await visit.page.getByLabel('Destination').selectOption({ index: 1 });
      await visit.page.waitForURL(/destination=\d+/);
      const destinationId = Number(new URL(visit.page.url()).searchParams.get('destination'));
      const shown = summary.parks.filter((park) => park.destinationId === destinationId).length;
      expect(shown).toBeLessThan(summary.parks.length);
      await expectCount(visit.page.locator('article'), shown);
      await visit.page.reload({ waitUntil: 'networkidle' });
      await expectCount(visit.page.locator('article'), shown);
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

    it('shows when its shows are', async () => {
      // Performances are published when the park opens: some park of the world has them at any hour.
      const hasPerformances = async ({ parkId, timezone }: (typeof summary.parks)[number]) => {
        const date = new Intl.DateTimeFormat('en-CA', { timeZone: timezone ?? 'UTC' }).format(new Date(summary.asOf));
        const path = `/api/parks/${parkId}/showtimes?date=${date}`;
        const { data } = await dashboard.api<Json<ParkShowtimesView>>(path);
        return data.some(({ performances }) => performances.some(({ withdrawnAt }) => withdrawnAt === null));
      };
      const found = await Promise.all(summary.parks.map(hasPerformances));
      const visit = await dashboard.visit(`/parks/${summary.parks[found.indexOf(true)]!.parkId}`);
      const shows = visit.page.getByRole('region', { name: 'Shows now' });
      await shows.getByRole('columnheader', { name: 'Next performances' }).waitFor();
      expect(await shows.textContent()).toMatch(/Next performances.*(\d\d:\d\d|none left today)/);
      await closeVisit(visit);
    });

    it('says how many of the places on its map are rides', async () => {
      const visit = await dashboard.visit('/parks/1');
      await visit.page.getByText(/^\d+ rides and \d+ other places? over [\d.]+ km\.$/).waitFor();
      await closeVisit(visit);
    });

    it('shows today against the typical day', async () => {
      const visit = await dashboard.visit('/parks/1');
      const day = visit.page.getByRole('region', { name: 'Today against the typical day' });
      expect(await day.textContent()).toMatch(/Usually calmest from \d\d:\d\d/);
      await closeVisit(visit);
    });

    it('renders only the rows with new values after a poll', async () => {
      const live = await dashboard.api<Json<ParkLiveView>>('/api/parks/1/live');
      const today = await dashboard.api<object>('/api/parks/1/today');
      const visit = await dashboard.visit('/nowhere');
      let polls = 0;
      // a new hour would change what is typical of every ride
      await visit.page.route('**/api/parks/1/today*', (route) => route.fulfill({ json: today }));
      await visit.page.route('**/api/parks/1/live', (route) => {
        // confirmed just now, whenever it is asked: the ages do not change
        const lastConfirmedAt = new Date(Date.now() + 120_000).toISOString();
        const rides = live.rides.map(({ current, ...ride }, at) => ({
          ...ride,
          ...(at === 0 ? { name: `${ride.name} ${polls}` } : {}),
          current: current && { ...current, lastConfirmedAt },
        }));
        polls += 1;
        return route.fulfill({ json: { ...live, rides } });
      });
      await visit.page.clock.install();
      await visit.page.goto(`${dashboard.url}/parks/1`);
      await visit.page.getByText(`${live.rides[0]!.name} 0`).first().waitFor();
      await visit.page.clock.runFor(2_000);
      const before = polls;
      const touched = await rowsTouchedUntil(visit.page, async () => {
        await visit.page.clock.runFor(61_000);
        // An event of the server may cause further requests, so the name may have any later number.
        await visit.page
          .getByText(new RegExp(`^${live.rides[0]!.name} (?!${before - 1}$)\\d+$`))
          .first()
          .waitFor();
      });
      expect(polls).toBeGreaterThan(before);
      expect(live.rides.length).toBeGreaterThan(10);
      // that row, and perhaps a show whose next performance has begun meanwhile
      expect(touched).toBeLessThanOrEqual(3);
      await closeVisit(visit);
    });

    it('lists each downtime of a period, as many as the API counts', async () => {
      const { entity } = await dashboard.api<{ entity: { timezone: string } }>('/api/parks/1/downtimes');
      const to = new Intl.DateTimeFormat('sv-SE', { timeZone: entity.timezone }).format(
        new Date(Date.now() - 86_400_000),
      );
      const from = new Date(Date.parse(to) - 9 * 86_400_000).toISOString().slice(0, 10);
      const known = await dashboard.api<{ data: unknown[] }>(`/api/parks/1/downtimes?from=${from}&to=${to}&limit=1000`);
      const visit = await dashboard.visit(`/parks/1?view=downtimes&from=${from}&to=${to}`);
      expect(known.data.length).toBeGreaterThan(0);
      await expectCount(visit.page.locator('tbody tr'), known.data.length);
      await closeVisit(visit);
    });

    it('keeps a view with its choices in its address', async () => {
      const visit = await dashboard.visit('/parks/1');
      await visit.page.getByRole('tab', { name: 'Ranking' }).click();
      await visit.page.getByLabel('Ranked by').selectOption('peak');
      await visit.page.getByRole('radio', { name: 'Smallest first' }).click();
      await visit.page.waitForURL(/view=ranking.*by=peak.*order=asc/);
      await visit.page.reload({ waitUntil: 'networkidle' });
      await visit.page.getByRole('heading', { name: 'Lowest highest waits' }).waitFor();
      await closeVisit(visit);
    });

    it('answers in one look which ride is unusually long now, and when it is usually shortest', async () => {
      const visit = await dashboard.visit('/');
      const { name } = summary.parks.at(-1)!;
      await visit.page.getByRole('link', { name, exact: true }).click();
      const board = visit.page.getByRole('group', { name: 'Rides now' });
      await board.getByRole('columnheader', { name: 'Usually shortest' }).waitFor();
      expect(await board.getByRole('columnheader').allTextContents()).toEqual(
        expect.arrayContaining(['Wait', 'Typical now', 'Usually shortest']),
      );
      expect(await board.locator('tbody').textContent()).toMatch(/\d\d:00 \(\d+ min\)/);
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

    it.each(['/parks/no-such-park', '/rides/0'])('%s is no page, and asks the API nothing', async (path) => {
      const visit = await dashboard.visit(path);
      await visit.page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
      expect(visit.apiRequests).toEqual([]);
      await expectCount(visit.page.getByRole('link', { name: 'Rankings' }), 1);
      await closeVisit(visit);
    });

    it.each(['/rankings', '/trends', '/parks/1'])(
      '%s shows the last days for dates of choice without days',
      async (path) => {
        const visit = await dashboard.visit(`${path}?period=custom&view=ranking`);
        await visit.page.locator('tbody tr, .state').first().waitFor();
        expect(await visit.page.getByLabel('Period', { exact: true }).inputValue()).toBe('last_7d');
        await closeVisit(visit);
      },
    );
  });

  describe('a ride', () => {
    it('keeps its view and period in its address', async () => {
      const visit = await dashboard.visit('/rides/1');
      await visit.page.getByRole('tab', { name: 'History' }).click();
      await visit.page.getByRole('button', { name: '7 days' }).click();
      await visit.page.waitForURL(/view=history.*from=\d{4}-\d{2}-\d{2}/);
      const title = await visit.page.locator('.card h2').first().textContent();
      await visit.page.reload({ waitUntil: 'networkidle' });
      expect(await visit.page.locator('.card h2').first().textContent()).toBe(title);
      await closeVisit(visit);
    });

    it('shows every chart as a table too', async () => {
      const visit = await dashboard.visit('/rides/1?view=history');
      await visit.page.getByRole('switch').first().click();
      expect(await visit.page.locator('.chart-table tbody tr').count()).toBeGreaterThan(10);
      expect(visit.errors).toEqual([]);
      await closeVisit(visit);
    });

    describe('its history', () => {
      const DAYS = `/rides/1?view=history&detail=raw&from=${daysAgo(20)}&to=${daysAgo(17)}`;
      const daysOf = (visit: { page: { url(): string } }) => {
        const { searchParams } = new URL(visit.page.url());
        return [searchParams.get('from'), searchParams.get('to')];
      };

      it('is moved and zoomed by the keys of the focused chart', async () => {
        const visit = await dashboard.visit(DAYS);
        await visit.page.locator('[role=img]').first().focus();
        await visit.page.keyboard.press('ArrowLeft');
        await visit.page.waitForURL(`**from=${daysAgo(22)}**`);
        expect(daysOf(visit)).toEqual([daysAgo(22), daysAgo(19)]);
        await visit.page.keyboard.press('+');
        await visit.page.waitForURL(`**from=${daysAgo(21)}**`);
        expect(daysOf(visit)).toEqual([daysAgo(21), daysAgo(20)]);
        await closeVisit(visit);
      });

      it('is moved by dragging the chart, without a request for what is loaded', async () => {
        const visit = await dashboard.visit(DAYS);
        const box = (await visit.page.locator('canvas').first().boundingBox())!;
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const before = visit.apiRequests.length;
        await visit.page.mouse.move(x, y);
        await visit.page.mouse.down();
        await visit.page.mouse.move(x + box.width / 4, y, { steps: 5 });
        await visit.page.mouse.up();
        await visit.page.waitForURL(`**from=${daysAgo(21)}**`);
        expect(daysOf(visit)).toEqual([daysAgo(21), daysAgo(18)]);
        expect(visit.apiRequests.length).toBe(before);
        await closeVisit(visit);
      });

      it('keeps the values that were chosen in its address', async () => {
        const visit = await dashboard.visit(`/rides/1?view=history&from=${daysAgo(29)}&to=${daysAgo(10)}`);
        await visit.page.getByText('Averages by hour').waitFor();
        await visit.page.getByRole('radio', { name: 'Every observation' }).click();
        await visit.page.waitForURL(/detail=raw/);
        await visit.page.reload({ waitUntil: 'networkidle' });
        await visit.page.locator('.card .note', { hasText: 'Every observation' }).waitFor();
        await closeVisit(visit);
      });
    });

    it('tells hours that were not observed from hours when it was closed, and shows neither as zero', async () => {
      const visit = await dashboard.visit('/rides/1?view=patterns');
      const cells = await visit.page.locator('.heat tbody td').allTextContents();
      expect(cells.length).toBeGreaterThan(50);
      expect(cells.filter((text) => text === '0' || text === '')).toEqual([]);
      await closeVisit(visit);
    });

    it('shows the days of the park, in a browser of a zone in which another day has begun', async () => {
      const { park } = await dashboard.api<{ park: { timezone: string } }>('/api/rides/1');
      const visit = await dashboard.visit('/rides/1', { timezoneId: 'Pacific/Kiritimati', locale: 'en-US' });
      const format = { timeZone: park.timezone, weekday: 'short', month: 'short', day: 'numeric' } as const;
      const today = new Intl.DateTimeFormat('en-US', format).format(new Date());
      await visit.page.getByRole('heading', { name: `Today, ${today}` }).waitFor();
      await closeVisit(visit);
    });
  });

  describe('the comparison', () => {
    it('grows by a search, and is shared by its address', async () => {
      const visit = await dashboard.visit('/compare');
      await visit.page.getByLabel('Add a ride or park').fill('Midnight Spinners');
      await visit.page.locator('.picker-hits button').first().click();
      await visit.page.waitForURL(/rides=/);
      await visit.page.getByText('Average over the period: Midnight Spinners').waitFor();
      await visit.page.getByRole('button', { name: 'Against a second period' }).click();
      await visit.page.getByText('Midnight Spinners, second period').first().waitFor();
      await closeVisit(visit);
    });

    it('does not offer again what is chosen, and lets the reader type on', async () => {
      const visit = await dashboard.visit('/compare');
      const { page } = visit;
      const field = page.getByLabel('Add a ride or park');
      const hits = page.locator('.picker-hits button');
      await field.fill('Midnight Spinners');
      await hits.first().waitFor();
      const offered = await hits.allTextContents();
      await field.press('Enter');
      await page.waitForURL(/rides=/);
      await expectCount(page.locator('main input[type=search]:focus'), 1);
      await field.fill('Midnight Spinners');
      await expectCount(hits, offered.length - 1);
      expect(await hits.allTextContents()).toEqual(offered.slice(1));
      await field.press('Enter');
      await page.waitForURL(/rides=\d+%2C\d+/);
      await closeVisit(visit);
    });

    it('keeps the first period if the second one cannot be read', async () => {
      const visit = await dashboard.visit('/compare?rides=1,2');
      const { page } = visit;
      const rows = page.getByRole('group', { name: 'Totals of each entry' }).locator('tbody tr');
      await expectCount(rows, 2);
      const body = { error: { code: 'INTERNAL_ERROR', message: 'no', details: {} }, requestId: 'the-request' };
      await page.route(/year-over-year\/several/, (route) => route.fulfill({ status: 500, json: body }));
      await page.getByRole('button', { name: 'Against a second period' }).click();
      await page.getByText('The server failed').waitFor();
      await expectCount(rows, 2);
      await page.getByText('Average over the period').waitFor();
      await closeVisit(visit);
    });

    it('shows no figures of a second period before they have arrived', async () => {
      const visit = await dashboard.visit('/compare?rides=1,2');
      const { page } = visit;
      const rows = page.getByRole('group', { name: 'Totals of each entry' }).locator('tbody tr');
      await expectCount(rows, 2);
      const goOn: (() => void)[] = [];
      const requested = new Promise<void>((resolve) => {
        void page.route(/year-over-year\/several/, async (route) => {
          resolve();
          await new Promise<void>((release) => goOn.push(release));
          await route.continue();
        });
      });
      await page.getByRole('button', { name: 'Against a second period' }).click();
      await requested;
      await page.getByRole('button', { name: 'One period' }).waitFor();
      await expectCount(rows, 2);
      await expectCount(page.getByText(', second period'), 0);
      goOn.forEach((release) => release());
      await expectCount(rows, 4);
      await closeVisit(visit);
    });

    it('adds nothing by an Enter after which the reader has gone on', async () => {
      const visit = await dashboard.visit('/compare');
      const { page } = visit;
      const goOn: (() => void)[] = [];
      await page.route(/api\/search/, async (route) => {
        await new Promise<void>((release) => goOn.push(release));
        await route.continue();
      });
      const asked = page.waitForRequest(/api\/search/);
      const field = page.getByLabel('Add a ride or park');
      await field.fill('Midnight Spinners');
      await asked;
      await field.press('Enter');
      await page.getByRole('button', { name: 'Against a second period' }).focus();
      goOn.forEach((release) => release());
      await page.locator('.picker-hits button').first().waitFor();
      expect(await field.inputValue()).toBe('Midnight Spinners');
      expect(page.url()).not.toContain('rides=');
      await closeVisit(visit);
    });

    it('has six rides over two periods, and takes one of them out', async () => {
      const days = `from=${daysAgo(28)}&to=${daysAgo(22)}&from2=${daysAgo(35)}&to2=${daysAgo(29)}`;
      const visit = await dashboard.visit(`/compare?rides=1,2,3,4,5,6&${days}`, { bypassCSP: true });
      const { page } = visit;
      const rows = page.getByRole('group', { name: 'Totals of each entry' }).locator('tbody tr');
      await rows.nth(11).waitFor();
      await expectCount(rows, 12);
      await page.getByText('6 rides are compared, which is the most').waitFor();
      expect(new Set(visit.apiRequests).size).toBeLessThanOrEqual(MAX_REQUESTS);
      await expectNoBarrier(visit);
      await page
        .getByRole('button', { name: /^Remove .*, first period$/ })
        .nth(1)
        .click();
      await page.waitForURL(/rides=1%2C3%2C4%2C5%2C6/);
      await rows.nth(10).waitFor({ state: 'detached' });
      await closeVisit(visit);
    });

    it('says which of the rides does not exist, and can go on without it', async () => {
      const visit = await dashboard.visit('/compare?rides=1,99999');
      await visit.page.getByText('There is no such entry').waitFor();
      await visit.page.getByRole('button', { name: 'Leave out ride 99999' }).click();
      // A number as text has quotation marks in an address.
      await visit.page.waitForURL(/rides=(%22)?1(%22)?$/);
      await visit.page.getByText('Average over the period').waitFor();
      await closeVisit(visit);
    });

    it('tells rides of the same name apart by their parks', async () => {
      const { data } = await dashboard.api<{ data: { kind: string; id: number; name: string; parkName: string }[] }>(
        '/api/search?q=Dragon%20Mountain',
      );
      const [one, other] = data.filter(({ kind, name }) => kind === 'RIDE' && name === 'Dragon Mountain');
      const visit = await dashboard.visit(`/compare?rides=${one!.id},${other!.id}`);
      for (const { parkName } of [one!, other!]) {
        await visit.page.getByRole('link', { name: `Dragon Mountain (${parkName})`, exact: true }).waitFor();
      }
      await closeVisit(visit);
    });

    it('takes out the ride whose button was pressed while the rest is being loaded', async () => {
      const visit = await dashboard.visit('/compare?rides=1,2,3');
      const { page } = visit;
      const removes = page.getByRole('button', { name: /^Remove / });
      await expectCount(removes, 3);
      await page.route(/year-over-year\/several/, (route) => setTimeout(() => void route.continue(), 1_500));
      await removes.nth(0).click();
      await page.waitForURL(/rides=2%2C3/);
      await removes.nth(1).click();
      await page.waitForURL(/rides=(%22)?3(%22)?$/);
      await expectCount(removes, 1);
      await closeVisit(visit);
    });
  });

  describe('rankings', () => {
    it('name who is not ranked and why', async () => {
      const visit = await dashboard.visit('/rankings?by=downtime&scope=parks&period=last_30d');
      const text = await visit.page.getByRole('region', { name: 'Not ranked' }).textContent();
      expect(text).toContain('whose feed does not report when rides are down');
      await closeVisit(visit);
    });

    it('of changes show waits to the tenth of a minute, as small changes are seen only there', async () => {
      const visit = await dashboard.visit('/trends?period=last_30d');
      await visit.page
        .getByRole('cell', { name: /^\d+\.\d min$/ })
        .first()
        .waitFor();
      await closeVisit(visit);
    });

    it('are limited to a destination or park by choice', async () => {
      const visit = await dashboard.visit('/rankings?period=last_30d');
      const { name } = summary.parks.find(({ parkId }) => parkId === 1)!;
      const answered = visit.page.waitForResponse(/rankings\?.*parkId=1/);
      await visit.page.getByLabel('Park', { exact: true }).selectOption('1');
      await (await answered).finished();
      await visit.page.waitForURL(/park=1/);
      const notes = await visit.page.locator('.target .note').allTextContents();
      expect(new Set(notes)).toEqual(new Set([name]));
      await closeVisit(visit);
    });
  });

  describe('the explorer', () => {
    it('downloads what it shows', async () => {
      const visit = await dashboard.visit('/explore?ride=1&format=csv');
      const waiting = visit.page.waitForEvent('download');
      await visit.page.getByRole('link', { name: 'Download CSV' }).click();
      const download = await waiting;
      const file = download.suggestedFilename();
      expect(file).toMatch(/ride-1-.*\.csv$/);
      // The commands beside the button are about this file.
      for (const command of ['curl -o', 'SELECT'])
        await visit.page.locator('pre', { hasText: command }).getByText(file).waitFor();
      await expectCount(visit.page.locator('tbody tr'), 20);
      await closeVisit(visit);
    });
  });

  describe('a period', () => {
    it('is a month by one choice, or days as they are typed', async () => {
      const visit = await dashboard.visit('/explore?ride=1', { locale: 'en-US' });
      const { page } = visit;
      const month = page.getByRole('combobox', { name: 'Month', exact: true });
      expect(await month.inputValue()).toBe('');
      await month.selectOption('2024-02');
      await page.waitForURL(/from=2024-02-01&to=2024-02-29/);
      // A day before the first one takes that along; the years 2, 20 and 202 on the way are none.
      await page.getByLabel('To', { exact: true }).focus();
      await page.keyboard.type('06152023');
      await page.waitForURL(/from=2023-06-15&to=2023-06-15/);
      await page.getByLabel('From', { exact: true }).focus();
      await page.keyboard.type('06102023');
      await page.waitForURL(/from=2023-06-10&to=2023-06-15/);
      // The day 2 on the way to 28 is before the first one, which stays all the same.
      await page.getByLabel('To', { exact: true }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type('28');
      await page.waitForURL(/from=2023-06-10&to=2023-06-28/);
      // All keys together are one step, and the field shows what the page does.
      await page.goBack();
      await page.waitForURL(/from=2023-06-10&to=2023-06-15/);
      await page.locator('input[type=date][value="2023-06-15"]').waitFor();
      expect(visit.errors).toEqual([]);
      await closeVisit(visit);
    });
  });

  describe('days that are typed', () => {
    it.each(['/parks/1?view=downtimes', '/rankings?period=custom', '/parks/1?view=ranking&period=custom'])(
      'are one step of the history: %s',
      async (path) => {
        const first = '2026-11-02';
        const address = `${path}&from=${first}&to=2026-11-20`;
        const visit = await dashboard.visit(address, { locale: 'en-US' });
        await visit.page.getByLabel('From', { exact: true }).focus();
        await visit.page.keyboard.type('10152026');
        await visit.page.waitForURL(/from=2026-10-15/);
        await visit.page.goBack();
        await visit.page.waitForURL(/from=2026-11-02/);
        await visit.page.locator(`input[type=date][value="${first}"]`).waitFor();
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

    it('opens at Enter what was typed, not what an earlier text has found', async () => {
      const visit = await dashboard.visit('/');
      const field = visit.page.getByRole('combobox', { name: /Search/ });
      await field.fill('Dragon Mountain');
      await visit.page.getByRole('option').first().waitFor();
      await visit.page.route(/api\/search/, (route) => setTimeout(() => void route.continue(), 1_000));
      await field.fill('Midnight Spinners');
      await field.press('Enter');
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

  describe('an address that cannot be shown as it is', () => {
    it('with values that are not valid shows the page without them', async () => {
      const visit = await dashboard.visit('/rides/1?view=nonsense&detail=all&from=2026-02-31&to=yesterday');
      await visit.page.getByRole('tab', { name: 'Today', selected: true }).waitFor();
      expect(visit.errors).toEqual([]);
      await closeVisit(visit);
    });

    it.each(['/rides/1?view=history&from=9999-12-31&to=9999-12-31', '/explore?park=1&from=0000-01-01&to=0000-01-02'])(
      'with days of which no data can be shows the usual ones: %s',
      async (path) => {
        const visit = await dashboard.visit(path);
        expect(await visit.page.getByLabel('From', { exact: true }).inputValue()).toMatch(/^202\d-/);
        await expectCount(visit.page.getByRole('alert'), 0);
        expect(visit.errors).toEqual([]);
        await closeVisit(visit);
      },
    );

    it.each(['/rides/1?view=history', '/rides/1?view=queues', '/explore?park=1&dataset=raw'])(
      'that ends before it begins says so in words, without a request: %s',
      async (path) => {
        const visit = await dashboard.visit('/nowhere');
        const { page } = visit;
        const requests: string[] = [];
        page.on('request', (request) => void requests.push(request.url()));
        await page.goto(`${dashboard.url}${path}&from=2025-11-29&to=2020-01-02`);
        const message = page.getByRole('alert');
        await message.waitFor();
        expect(await message.textContent()).toMatch(/^The period ends before it begins.*2025 is after To .*2020\./);
        await page.waitForLoadState('networkidle');
        expect(requests.filter((url) => /\/1\/(history|queues)/.test(url))).toEqual([]);
        expect(visit.errors).toEqual([]);
        await closeVisit(visit);
      },
    );

    it('with a park that does not exist says so where it is chosen', async () => {
      const visit = await dashboard.visit('/rankings?destination=99999&park=88888');
      await visit.page.getByText('Nothing can be ranked').waitFor();
      const chosen = (label: string) =>
        visit.page.getByLabel(label, { exact: true }).locator('option:checked').textContent();
      expect(await chosen('Destination')).toBe('Destination 99999, which does not exist');
      expect(await chosen('Park')).toBe('Park 88888, which does not exist');
      await closeVisit(visit);
    });

    it('of a longer period than the API gives says so, and what to do', async () => {
      const visit = await dashboard.visit('/rides/1?view=patterns&from=2010-01-01&to=2026-11-01');
      const text = await visit.page.getByRole('alert').first().textContent();
      expect(text).toMatch(/The request is not valid.*Change the selection above/);
      await closeVisit(visit);
    });
  });

  it('says of a warehouse without parks how they come', async () => {
    const visit = await dashboard.visit('/nowhere');
    const empty = { ...summary, parks: [] };
    await visit.page.route('**/api/live/status-summary', (route) => route.fulfill({ json: empty }));
    await visit.page.getByRole('link', { name: 'Overview', exact: true }).click();
    await visit.page.getByText('The warehouse has no parks yet').waitFor();
    await closeVisit(visit);
  });

  describe('while the API is away', () => {
    it('says so, keeps saying so, and goes on by itself once it is back', async () => {
      const visit = await dashboard.visit('/nowhere');
      const { page } = visit;
      await page.route('**/api/**', (route) => route.abort());
      await page.getByRole('link', { name: 'Overview', exact: true }).click();
      const message = page.getByText('The server cannot be reached');
      await message.waitFor();
      await page.waitForRequest('**/api/health/live');
      expect(await message.isVisible()).toBe(true);
      await page.unroute('**/api/**');
      await page.locator('article').first().waitFor();
      await closeVisit(visit);
    });

    it('goes on if the reader tries again', async () => {
      const visit = await dashboard.visit('/nowhere');
      // whether the server responds stays unknown
      await visit.page.route('**/api/health/live', (route) => route.abort());
      await visit.page.route('**/api/live/**', (route) => route.abort());
      await visit.page.getByRole('link', { name: 'Overview', exact: true }).click();
      await visit.page.getByText('The server cannot be reached').waitFor();
      await visit.page.unroute('**/api/live/**');
      await visit.page.getByRole('button', { name: 'Try again' }).click();
      await visit.page.locator('article').first().waitFor();
      await closeVisit(visit);
    });

    it('stays when the file of the next page is out of reach, and opens that page once it is back', async () => {
      const visit = await dashboard.visit('/nowhere');
      const { page } = visit;
      await page.route('**', (route) => route.abort('connectionrefused'));
      await page.getByRole('link', { name: 'Rankings', exact: true }).click();
      await page.getByText('The server cannot be reached').waitFor();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('link', { name: 'Overview', exact: true }).waitFor();
      await page.unroute('**');
      await page.getByRole('heading', { level: 1, name: 'Rankings' }).waitFor();
      await closeVisit(visit);
    });

    it('keeps what it shows when a refresh fails', async () => {
      const visit = await dashboard.visit('/');
      const body = { error: { code: 'DATABASE_UNAVAILABLE', message: 'away', details: {} }, requestId: 'the-request' };
      await visit.page.route('**/api/live/**', (route) => route.fulfill({ status: 503, json: body }));
      await visit.page.clock.install();
      await visit.page.clock.fastForward(120_000);
      await expectCount(visit.page.locator('article'), summary.parks.length);
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

  it('lets a screen reader go on at the next page once it is shown', async () => {
    const visit = await dashboard.visit('/compare');
    await visit.page.route(/RankingsPage.*\.js$/, (route) => setTimeout(() => void route.continue(), 500));
    await visit.page.getByRole('link', { name: 'Rankings', exact: true }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Rankings' }).waitFor();
    await visit.page.locator('main:focus').waitFor();
    await closeVisit(visit);
  });

  it('lets a keyboard user skip to the content', async () => {
    const visit = await dashboard.visit('/');
    await visit.page.keyboard.press('Tab');
    expect(await visit.page.locator(':focus').textContent()).toBe('Skip to the content');
    await closeVisit(visit);
  });
});

/** The card of a park on the overview. The name of a park may be part of the name of its destination, which stands there as well. */
function cardOf(page: Page, { name }: { name: string }): Locator {
  return page.locator('article').filter({ has: page.getByRole('link', { name, exact: true }) });
}
