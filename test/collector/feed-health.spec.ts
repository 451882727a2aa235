import { FeedHealth } from '../../src/modules/collector/feed-health/feed-health.service.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { CatalogApp } from '../support/catalog-app.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const START = Date.parse('2026-04-15T00:00:00Z');
/** Noon in Paris: an hour at which its parks are open. */
const FROZEN_FROM = Date.parse('2026-04-15T12:10:00Z');
const BETWEEN_POLLS_MS = 3_600_000;
const POLLS = 32;
const HOUR_MS = 3_600_000;
const THREE_HOURS_MS = 3 * HOUR_MS;

interface Found {
  reason: string;
  destination: string;
  park: string;
  windowStart: Date;
  windowEnd: Date;
  firstSeenAt: Date;
  occurrences: number;
  records: number;
  sample: string | { name: string; waitMinutes: number; lastUpdated: string }[];
}

describe('a day of feeds, some of them stale', () => {
  const clock = new SettableClock(START);
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let app: CollectorApp;
  let found: Found[];
  /** By what is wrong with them, and whether their schedule is known. */
  let of: Record<
    'frozen' | 'frozenUnscheduled' | 'churned' | 'churnedUnscheduled' | 'well' | 'wellUnscheduled',
    string
  >;
  let churnedNames: Map<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase('feed_health');
    simulator = await startApiSimulator({
      clock: () => clock.nowMs,
      seed: 11,
      destinations: 6,
      ridesPerDestination: 9,
    });
    const [frozen, frozenUnscheduled, churned, churnedUnscheduled, well, wellUnscheduled] =
      simulator.destinationIds as [string, string, string, string, string, string];
    of = { frozen, frozenUnscheduled, churned, churnedUnscheduled, well, wellUnscheduled };
    const standbys = [churned, churnedUnscheduled].map((id) =>
      simulator.truth(id, START).find(({ hasStandby }) => hasStandby)!,
    );
    churnedNames = new Map([
      [churned, standbys[0]!.name],
      [churnedUnscheduled, standbys[1]!.name],
    ]);
    simulator.setFaults({
      feed: [
        { kind: 'FROZEN', destinationId: frozen, fromMs: FROZEN_FROM },
        { kind: 'FROZEN', destinationId: frozenUnscheduled, fromMs: FROZEN_FROM },
        { kind: 'TIMESTAMP_CHURN', entityIds: standbys.map(({ entityId }) => entityId), waitMinutes: 5 },
      ],
    });
    const connection = database.connectionOptions;
    const settings = { LIVE_API_BASE_URL: simulator.baseUrl, LIVE_MAX_CARRY_FORWARD_MINUTES: '60' };
    app = await CollectorApp.start({ connection, settings, clock });
    const catalog = await CatalogApp.start({ connection, baseUrl: simulator.baseUrl, clock });
    for (const destination of [frozen, churned, well]) await catalog.sync({ destination });
    await catalog.close();
    await app.knowDestinations(simulator.destinationIds);
    for (let poll = 0; poll < POLLS; poll++) {
      await app.collection.collect();
      await app.get(FeedHealth).sweep();
      clock.nowMs += BETWEEN_POLLS_MS;
    }
    found = await app.query<Found>(
      `SELECT q.reason, d.themeparks_wiki_id AS destination, p.name AS park, q.window_start AS windowStart,
              q.window_end AS windowEnd, q.first_seen_at AS firstSeenAt, q.occurrences, q.records_affected AS records,
              q.sample
         FROM data_quality_log q JOIN parks p ON p.park_id = q.park_id
         JOIN destinations d ON d.destination_id = p.destination_id
        WHERE q.issue_type = 'SUSPICIOUS' AND q.entity_type = 'PARK' AND q.reason IN ('STALE_FEED', 'TIMESTAMP_CHURN') ORDER BY q.log_id`,
    );
  });
  afterAll(async () => {
    await app?.close();
    await simulator?.close();
    await database?.drop();
  });

  const foundOf = (destination: string, reason: string) =>
    found.filter((one) => one.destination === destination && one.reason === reason);

  it('finds nothing in healthy feeds, by day or night, with or without a schedule', () => {
    const dead = [of.frozen, of.frozenUnscheduled, of.churned, of.churnedUnscheduled];
    expect(found.filter(({ destination }) => !dead.includes(destination))).toEqual([]);
    const early = found.filter(({ firstSeenAt }) => firstSeenAt.getTime() < FROZEN_FROM);
    expect(early.filter(({ reason }) => reason === 'STALE_FEED')).toEqual([]);
  });

  it.each(['frozen', 'frozenUnscheduled'] as const)(
    'finds a feed that stands still inside opening hours (%s)',
    (kind) => {
      const parks = foundOf(of[kind], 'STALE_FEED');
      expect(parks).not.toEqual([]);
      expect(foundOf(of[kind], 'TIMESTAMP_CHURN')).toEqual([]);
      for (const { windowStart, windowEnd, firstSeenAt, occurrences, sample } of parks) {
        const rides = typeof sample === 'string' ? (JSON.parse(sample) as { lastUpdated: string }[]) : sample;
        const newestStampMs = Math.max(...rides.map(({ lastUpdated }) => Date.parse(lastUpdated)));
        // It begins with the poll that saw the last thing that was new.
        const firstPollMs = Math.ceil((newestStampMs - START) / BETWEEN_POLLS_MS) * BETWEEN_POLLS_MS + START;
        expect(windowStart).toEqual(new Date(firstPollMs));
        expect(windowStart.getTime()).toBeLessThan(FROZEN_FROM + BETWEEN_POLLS_MS);
        expect(firstSeenAt.getTime() - windowStart.getTime()).toBeGreaterThanOrEqual(THREE_HOURS_MS);
        expect(windowEnd).toEqual(new Date(clock.nowMs - BETWEEN_POLLS_MS));
        expect(occurrences).toBeGreaterThan(1);
      }
    },
  );

  it.each(['churned', 'churnedUnscheduled'] as const)(
    'finds the ride that claims, ever anew, to operate in a closed park (%s)',
    (kind) => {
      const nights = foundOf(of[kind], 'TIMESTAMP_CHURN');
      expect(nights.map(({ records }) => records)).toEqual([1]);
      const [{ sample, windowStart, firstSeenAt }] = nights as [Found];
      const [ride] =
        typeof sample === 'string' ? (JSON.parse(sample) as { name: string; waitMinutes: number }[]) : sample;
      expect(ride).toMatchObject({ name: churnedNames.get(of[kind]), waitMinutes: 5 });
      expect(firstSeenAt.getTime() - windowStart.getTime()).toBeGreaterThanOrEqual(4 * HOUR_MS);
      expect(foundOf(of[kind], 'STALE_FEED')).toEqual([]);
    },
  );
});
