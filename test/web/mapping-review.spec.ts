import type { AddressInfo } from 'node:net';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';
import { ApiApp } from '../api/support/api-app.js';
import { ADMIN_KEY } from '../http/support/test-http-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { describeInBrowser } from './support/chromium.js';
import { closeVisit, Dashboard, expectNoBarrier, type Page } from './support/dashboard.js';

const START_MS = 120_000;
const PATH = '/admin/imports?view=mappings';
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

describeInBrowser('the mappings to review', () => {
  let database: TestDatabase;
  let api: ApiApp;
  let dashboard: Dashboard;
  beforeAll(async () => {
    database = await createTestDatabase('web_mappings');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' } });
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    dashboard = await Dashboard.at(`http://127.0.0.1:${port}`, ADMIN_KEY);
  }, START_MS);
  afterAll(async () => {
    await dashboard?.close();
    await api?.close();
    await database?.drop();
  }, START_MS);

  /** A ride of 2023, and one with a similar name and another UUID of 2024. */
  async function registerPair(): Promise<void> {
    const registry = api.app.get(EntityRegistry, { strict: false });
    const destinationId = await registry.ensureDestination(uuid(800));
    for (const [number, name, year] of [
      [1, 'Splash River', 2023],
      [2, 'Splash Rivers', 2024],
    ] as const) {
      const [firstSeenMs, lastSeenMs] = [Date.UTC(year, 3, 1), Date.UTC(year, 9, 31)];
      const park = {
        parkId: uuid(900),
        parkSlug: 'testpark',
        timezone: 'America/New_York',
        isShow: false,
        isPark: false,
      };
      const seen = { firstSeenMs, lastSeenMs };
      const entity = { themeparksWikiId: uuid(number), names: [{ name, ...seen }], ...park, ...seen };
      await registry.register({ destinationId, importId: 'imp_aa' }, [entity]);
    }
  }
  const links = () => api.query('SELECT 1 FROM ride_aliases');
  const pair = (page: Page) => page.getByRole('listitem', { name: 'Splash Rivers' });

  it('are none where every ride was identified', async () => {
    const visit = await dashboard.signedIn(PATH);
    await visit.page.getByText('There is nothing to review').waitFor();
    await visit.page.getByRole('radio', { name: 'Decided' }).click();
    await visit.page.getByText('Nothing was decided yet').waitFor();
    await closeVisit(visit);
  });

  it('show both rides side by side; a confirmation links them, and is undone', async () => {
    await registerPair();
    const visit = await dashboard.signedIn(PATH, { bypassCSP: true });
    const { page } = visit;
    const text = await pair(page).textContent();
    for (const part of ['Splash Rivers', 'May be', 'never observed at the same time', uuid(2), '2023', '2024']) {
      expect(text).toContain(part);
    }
    await expectNoBarrier(visit);
    await pair(page)
      .getByRole('button', { name: /^The same ride/ })
      .click();
    await page.getByText('“Splash Rivers” counts as “Splash River” from now on').waitFor();
    await page.getByText('There is nothing to review').waitFor();
    expect(await links()).toHaveLength(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await pair(page).waitFor();
    expect(await links()).toEqual([]);
    expect(visit.errors).toEqual([]);
    await closeVisit(visit);
  });

  it('are kept separate, listed as decided, and can be reopened', async () => {
    const visit = await dashboard.signedIn(PATH);
    const { page } = visit;
    await pair(page)
      .getByRole('button', { name: /^Two different rides/ })
      .click();
    await page.getByText('“Splash Rivers” stays a ride of its own.').waitFor();
    await page.getByRole('radio', { name: 'Decided' }).click();
    await page.waitForURL('**list=decided');
    await page.reload({ waitUntil: 'networkidle' });
    await pair(page).getByText('Decided: two different rides').waitFor();
    await pair(page).getByRole('button', { name: /^Undo/ }).click();
    await page.getByText('“Splash Rivers” is open to review again.').waitFor();
    await page.getByRole('radio', { name: 'To review' }).click();
    await pair(page).waitFor();
    await closeVisit(visit);
  });

  describe('of many rides at once', () => {
    const PROPOSALS = '/admin/imports?view=proposals';

    async function propose(): Promise<void> {
      const rideId = async (number: number) =>
        (await api.query<{ id: number; park: number }>('SELECT ride_id AS id, park_id AS park FROM rides WHERE themeparks_wiki_id = ?', [uuid(number)]))[0]!; // prettier-ignore
      const [former, current] = [await rideId(1), await rideId(2)];
      await api.query(
        "INSERT INTO identity_proposals (proposal_id, kind, park_id, detected_at) VALUES (1, 'RENUMBERED_PARK', ?, UTC_TIMESTAMP())",
        [current.park],
      );
      const evidence = JSON.stringify({ distanceMeters: 3.2, nameLikeness: 'SIMILAR', isSameExternalId: false });
      await api.query(
        `INSERT INTO identity_proposal_pairs (proposal_id, ride_id, target_ride_id, strength, reason, evidence)
         VALUES (1, ?, ?, 'STRONG', 'SAME_PLACE', ?)`,
        [current.id, former.id, evidence],
      );
    }

    it('are none where no park was renumbered', async () => {
      const visit = await dashboard.signedIn(PROPOSALS);
      await visit.page.getByText('There is nothing to decide').waitFor();
      await closeVisit(visit);
    });

    it('show their evidence, and are confirmed pair by pair, undone, and rejected', async () => {
      await propose();
      const visit = await dashboard.signedIn(PROPOSALS, { bypassCSP: true });
      const { page } = visit;
      await page.getByText('Likely: Same place, 3.2 m apart').waitFor();
      await expectNoBarrier(visit);
      await page.getByRole('checkbox', { name: 'Confirm Splash Rivers and Splash River' }).uncheck();
      expect(await page.getByRole('button', { name: 'Confirm 0 pairs' }).isDisabled()).toBe(true);
      await page.getByRole('checkbox', { name: 'Confirm Splash Rivers and Splash River' }).check();
      await page.getByRole('button', { name: 'Confirm 1 pair' }).click();
      await page.getByText('There is nothing to decide').waitFor();
      expect(await links()).toHaveLength(1);
      await page.getByRole('radio', { name: 'Confirmed' }).click();
      await page.waitForURL('**proposals=CONFIRMED');
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('There are no such proposals').waitFor();
      expect(await links()).toEqual([]);
      await page.getByRole('radio', { name: 'To decide' }).click();
      await page.getByRole('button', { name: 'Reject: leave the rides as they are' }).click();
      await page.getByText('There is nothing to decide').waitFor();
      expect(visit.errors).toEqual([]);
      await closeVisit(visit);
    });
  });

  it('say what failed while the API is away, and go on once it is back', async () => {
    const visit = await dashboard.signedIn('/admin/keys');
    const { page } = visit;
    await page.route('**/api/admin/import/**', (route) => route.abort());
    await page.getByRole('link', { name: 'Imports' }).click();
    await page.getByRole('tab', { name: 'Mappings to review' }).click();
    await page.getByText('The server cannot be reached').waitFor();
    await page.unroute('**/api/admin/import/**');
    await pair(page).waitFor();
    await closeVisit(visit);
  });
});
