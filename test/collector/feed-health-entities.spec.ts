import { FeedHealth } from '../../src/modules/collector/feed-health/feed-health.service.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-04-15T16:00:00Z');
const ago = (hours: number) => new Date(NOW - hours * HOUR_MS);

/** Four rides of an open park stand still for five hours; junk and a queue have news, a second id of a ride has none for long. */
describe('the check of the feeds', () => {
  let database: TestDatabase;
  let app: CollectorApp;

  beforeAll(async () => {
    database = await createTestDatabase('feed_health_entities');
    app = await CollectorApp.start({
      connection: database.connectionOptions,
      settings: {},
      clock: new SettableClock(NOW),
    });
    const rows = new LiveRows((sql, values) => app.query(sql, values));
    await rows.destination(1, 'Resort');
    for (const park of [1, 2]) {
      await rows.park(park, 1, `Park ${park}`);
      await rows.schedule(park, '2026-04-14', ago(32), ago(20));
      await rows.schedule(park, '2026-04-15', ago(8), ago(-4));
      for (let ride = 1; ride <= 4; ride++) await rows.ride(park * 10 + ride, park, `Ride ${park}${ride}`);
    }
    const decide = (kind: string, rideId: number, targetRideId: number | null, queueType: string | null) =>
      app.query(
        `INSERT INTO catalog_decisions (kind, ride_id, target_ride_id, queue_type, decided_at) VALUES (?, ?, ?, ?, ?)`,
        [kind, rideId, targetRideId, queueType, ago(100)],
      );
    const stateOf = (rideId: number, from: Date, wait: number) =>
      rows.state(rideId, 'OPERATING', { from, until: ago(0.05), wait });
    for (const ride of [11, 12, 13, 14]) await stateOf(ride, ago(5), 20);
    for (const [ride, name] of [
      [15, 'Restroom'],
      [16, 'Ride 11 Express'],
    ] as const) {
      await rows.ride(ride, 1, name);
      await stateOf(ride, ago(0.1), 5);
    }
    await decide('EXCLUDED', 15, null, null);
    await decide('QUEUE_OF', 16, 11, 'PAID_STANDBY');
    for (const ride of [21, 22, 23, 24]) await stateOf(ride, ago(0.1), 20);
    // Listed twice: the other id repeats what was posted two days ago.
    await rows.ride(25, 2, 'Ride 21, listed twice');
    await rows.link(25, 21);
    await rows.state(25, 'OPERATING', { from: ago(60), until: ago(0.1), wait: 30 });
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  it('ignores excluded rides, queues, and duplicates of a ride', async () => {
    await app.get(FeedHealth).sweep();
    const found = await app.query(
      'SELECT reason, park_id AS parkId, ride_id AS rideId FROM data_exclusions ORDER BY park_id, ride_id',
    );
    expect(found).toEqual([{ reason: 'STALE_FEED', parkId: 1, rideId: null }]);
  });
});
