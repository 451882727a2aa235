import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { VisibleObservation } from '../../src/tools/api-simulator/truth.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { shownTimeline, storedTimeline } from '../support/live-timeline.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const START = Date.parse('2026-04-15T09:00:00.250Z');
const CYCLES = 288;
const FIVE_MINUTES = 300_000;

describe('a day of live collection', () => {
  const clock = new SettableClock(START);
  const shown: VisibleObservation[] = [];
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let app: CollectorApp;
  let written = 0;
  let extended = 0;

  beforeAll(async () => {
    database = await createTestDatabase('collection_day');
    simulator = await startApiSimulator({
      clock: () => clock.nowMs,
      seed: 11,
      destinations: 1,
      ridesPerDestination: 14,
      limitPerMinute: 100_000,
    });
    app = await CollectorApp.start({
      connection: database.connectionOptions,
      settings: { LIVE_API_BASE_URL: simulator.baseUrl, LIVE_REQUESTS_PER_MINUTE: '100000' },
      clock,
    });
    await app.knowDestinations(simulator.destinationIds);
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      clock.nowMs = START + cycle * FIVE_MINUTES;
      const report = await app.collection.collect();
      expect(report.failures).toEqual([]);
      written += report.rowsWritten;
      extended += report.rowsExtended;
      shown.push(...simulator.truth(simulator.destinationIds[0]!, clock.nowMs));
    }
  }, 180_000);

  afterAll(async () => {
    await app?.close();
    await simulator?.close();
    await database?.drop();
  });

  it('is rebuilt from the tables, observation by observation and field by field, and nothing else', async () => {
    const stored = await storedTimeline(app, simulator.destinationIds[0]!);
    expect(stored).toHaveLength(shown.length);
    expect(stored).toEqual(shownTimeline(shown));
  });

  it('has extended queues of several types, unpublished prices, and standby queues that post nothing', () => {
    const queues = shown.flatMap((observation) => observation.queues);
    expect(new Set(queues.map(({ queueType }) => queueType)).size).toBeGreaterThanOrEqual(3);
    const paid = queues.filter(({ queueType }) => queueType === 'PAID_RETURN_TIME');
    expect(paid.some(({ priceMinor }) => priceMinor !== null)).toBe(true);
    expect(shown.some(({ hasStandby, waitMinutes }) => hasStandby && waitMinutes === null)).toBe(true);
  });

  it('costs rows only where something changed', () => {
    console.log(`${shown.length} observations, ${written} rows written, ${extended} extensions`);
    expect(written).toBeLessThan(shown.length / 3);
    expect(extended).toBeGreaterThan(shown.length / 2);
  });

  it('leaves the newest rows at hand as they are in the history', async () => {
    const differing = await app.query(
      `SELECT c.* FROM ride_current c LEFT JOIN ride_status_snapshots s
           ON s.ride_id = c.ride_id AND s.recorded_at = c.recorded_at AND s.status <=> c.status
          AND s.wait_time <=> c.wait_time AND s.observed_until <=> c.observed_until
          AND s.last_updated_api <=> c.last_updated_api AND s.data_source = c.data_source
        WHERE s.ride_id IS NULL`,
    );
    expect(differing).toEqual([]);
    const differingQueues = await app.query(
      `SELECT c.* FROM queue_current c LEFT JOIN queue_data s
           ON s.ride_id = c.ride_id AND s.queue_type = c.queue_type AND s.recorded_at = c.recorded_at
          AND s.observed_until <=> c.observed_until AND s.price_minor <=> c.price_minor AND s.state <=> c.state
        WHERE s.ride_id IS NULL
        UNION ALL SELECT c.* FROM queue_current c JOIN queue_data s
           ON s.ride_id = c.ride_id AND s.queue_type = c.queue_type AND s.recorded_at > c.recorded_at`,
    );
    expect(differingQueues).toEqual([]);
  });

  it('knows every entity by its name, type and park', async () => {
    const rides = await app.query<{ uuid: string; type: string; parkUuid: string | null }>(
      `SELECT r.themeparks_wiki_id AS uuid, r.entity_type AS type, p.themeparks_wiki_id AS parkUuid
         FROM rides r JOIN parks p ON p.park_id = r.park_id`,
    );
    const known = new Map(rides.map((ride) => [ride.uuid, ride]));
    for (const { entityId, entityType, parkId } of shown) {
      const expected = { uuid: entityId, type: entityType, parkUuid: entityType === 'PARK' ? entityId : parkId };
      expect(known.get(entityId)).toEqual(expected);
    }
    expect(rides).toHaveLength(new Set(shown.map(({ entityId }) => entityId)).size);
  });

  it('keeps show times and forecasts as runs that do not overlap', async () => {
    const [row] = await app.query<{ total: number; types: number }>(
      'SELECT COUNT(*) AS total, COUNT(DISTINCT detail_type) AS types FROM entity_live_details',
    );
    expect(Number(row!.types)).toBeGreaterThan(1);
    const overlapping = await app.query(
      `SELECT 1 FROM entity_live_details a JOIN entity_live_details b
           ON b.ride_id = a.ride_id AND b.detail_type = a.detail_type AND b.observed_from > a.observed_from
          AND b.observed_from <= a.observed_until`,
    );
    expect(overlapping).toEqual([]);
  });

  it('marks the days of its parks for the statistics', async () => {
    const [row] = await app.query<{ days: number }>(
      "SELECT COUNT(DISTINCT local_date) AS days FROM dirty_park_days WHERE reason = 'LIVE'",
    );
    expect(Number(row!.days)).toBeGreaterThanOrEqual(2);
  });
});
