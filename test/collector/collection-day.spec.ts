import { QUEUE_TYPES } from '../../src/modules/snapshots/observations.js';
import type { CollectorApp } from '../support/collector-app.js';
import { type CollectedDays, collectDays, lostRows, snapshotRows } from '../support/collected-days.js';
import { shownTimeline, storedTimeline } from '../support/live-timeline.js';

const CYCLES = 288;

describe('a day of live collection', () => {
  let day: CollectedDays;
  let app: CollectorApp;
  let shown: CollectedDays['shown'];

  beforeAll(async () => {
    day = await collectDays({
      label: 'collection_day',
      startMs: Date.parse('2026-04-15T09:00:00.250Z'),
      cycles: CYCLES,
      seed: 11,
      ridesPerDestination: 14,
    });
    ({ app, shown } = day);
  }, 180_000);

  afterAll(() => day?.close());

  it('is rebuilt from the tables, observation by observation and field by field, and nothing else', async () => {
    const stored = await storedTimeline(app, day.destinationId);
    expect(new Set(stored.map(({ observedAtMs }) => observedAtMs)).size).toBe(CYCLES);
    expect(stored).toHaveLength(shown.length);
    expect(stored).toEqual(shownTimeline(shown));
  });

  it('changes only the last confirmation of written rows', async () => {
    expect(day.atHalf.length).toBeGreaterThan(300);
    expect(lostRows(day.atHalf, await snapshotRows(app))).toEqual([]);
  });

  it('has all six queue types, unpublished prices, and standby queues that post nothing', () => {
    const queues = shown.flatMap((observation) => observation.queues);
    const standby = shown.filter(({ hasStandby }) => hasStandby);
    const types = new Set([...queues.map(({ queueType }) => queueType), ...(standby.length > 0 ? ['STANDBY'] : [])]);
    expect(types).toEqual(new Set(QUEUE_TYPES));
    const paid = queues.filter(({ queueType }) => queueType === 'PAID_RETURN_TIME');
    expect(new Set(paid.map(({ priceMinor }) => (priceMinor ?? 0) > 0))).toEqual(new Set([true, false]));
    expect(paid.some(({ priceMinor }) => priceMinor === null)).toBe(true);
    expect(paid.some(({ priceMinor }) => priceMinor === 0)).toBe(true);
    expect(standby.some(({ waitMinutes }) => waitMinutes === null)).toBe(true);
  });

  it('has show times, hours, tables and forecasts', async () => {
    const types = await app.query<{ type: string }>('SELECT DISTINCT detail_type AS type FROM entity_live_details');
    expect(new Set(types.map(({ type }) => type))).toEqual(
      new Set(['SHOWTIMES', 'OPERATING_HOURS', 'DINING_AVAILABILITY', 'FORECAST']),
    );
  });

  it('costs rows only where something changed', () => {
    const { rowsWritten, rowsExtended } = day;
    console.log(`${shown.length} observations, ${rowsWritten} rows written, ${rowsExtended} extensions`);
    expect(rowsWritten).toBeLessThan(shown.length / 3);
    expect(rowsExtended).toBeGreaterThan(shown.length / 2);
  });

  it('keeps the current state equal to the newest rows of the history', async () => {
    const differing = await app.query(
      `SELECT c.* FROM ride_current c LEFT JOIN ride_status_snapshots s
           ON s.ride_id = c.ride_id AND s.recorded_at = c.recorded_at AND s.status <=> c.status
          AND s.wait_time <=> c.wait_time AND s.last_confirmed_at <=> c.last_confirmed_at
          AND s.last_updated_api <=> c.last_updated_api AND s.data_source = c.data_source
        WHERE s.ride_id IS NULL`,
    );
    expect(differing).toEqual([]);
    const differingQueues = await app.query(
      `SELECT c.* FROM queue_current c LEFT JOIN queue_data s
           ON s.ride_id = c.ride_id AND s.queue_type = c.queue_type AND s.recorded_at = c.recorded_at
          AND s.last_confirmed_at <=> c.last_confirmed_at AND s.price_minor <=> c.price_minor AND s.state <=> c.state
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

  it('invalidates the days of its parks for the statistics', async () => {
    const [row] = await app.query<{ days: number }>(
      "SELECT COUNT(DISTINCT local_date) AS days FROM invalidated_park_days WHERE reason = 'LIVE'",
    );
    expect(Number(row!.days)).toBeGreaterThanOrEqual(2);
  });
});
