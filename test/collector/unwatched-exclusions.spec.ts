import { FeedHealth } from '../../src/modules/collector/feed-health/feed-health.service.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-04-15T16:00:00Z');
const ago = (hours: number) => new Date(NOW - hours * HOUR_MS);
/** The newest poll. */
const POLLED = ago(0.05);

interface Ended {
  rideId: number | null;
  to: Date | null;
  finding: string;
  note: string | null;
}

describe('an exclusion in progress', () => {
  let database: TestDatabase;
  let app: CollectorApp;
  let rows: LiveRows;
  let exclusions = 0;

  beforeAll(async () => {
    database = await createTestDatabase('unwatched_exclusions');
    app = await CollectorApp.start({
      connection: database.connectionOptions,
      settings: {},
      clock: new SettableClock(NOW),
    });
    rows = new LiveRows((sql, values) => app.query(sql, values));
    await rows.destination(1, 'Resort');
    for (const park of [1, 2, 3]) {
      await rows.park(park, 1, `Park ${park}`);
      await rows.schedule(park, '2026-04-14', ago(32), ago(20));
      await rows.schedule(park, '2026-04-15', ago(8), ago(-4));
    }
    for (let ride = 11; ride <= 19; ride++) await aRide(ride, 1, POLLED);
    await aRide(21, 2, ago(3));
    await aRide(31, 3, ago(3));
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  const aRide = async (rideId: number, park: number, until: Date) => {
    await rows.ride(rideId, park, `Ride ${rideId}`);
    await rows.state(rideId, 'OPERATING', { from: new Date(until.getTime() - HOUR_MS / 4), until, wait: rideId });
  };
  const exclude = async (parkId: number, rideId: number | null, reason: string) => {
    const id = ++exclusions;
    await app.query(
      `INSERT INTO data_quality_log (log_id, issue_type, reason, entity_type, entity_id, park_id, window_start, window_end,
              records_affected, fingerprint, first_seen_at, last_seen_at, description)
       VALUES (?, 'SUSPICIOUS', ?, 'RIDE', ?, ?, ?, ?, 1, SHA2(?, 256), ?, ?, 'repeated')`,
      [id, reason, rideId ?? parkId, parkId, ago(100), ago(1), `${id}`, ago(100), ago(1)],
    );
    await app.query(
      `INSERT INTO data_exclusions (park_id, ride_id, from_at, to_at, scope, reason, origin, log_id, created_at, updated_at)
       VALUES (?, ?, ?, NULL, 'ALL', ?, 'RULE', ?, ?, ?)`,
      [parkId, rideId, ago(100), reason, id, ago(100), ago(100)],
    );
  };
  const look = async (): Promise<Ended[]> => {
    await app.get(FeedHealth).sweep();
    return app.query<Ended>(
      `SELECT e.ride_id AS rideId, e.to_at AS \`to\`, q.resolution_status AS finding, q.resolution_notes AS note
         FROM data_exclusions e JOIN data_quality_log q ON q.log_id = e.log_id ORDER BY e.exclusion_id`,
    );
  };

  it('stays while its ride may come back, or nothing of its park is polled', async () => {
    await rows.state(11, 'OPERATING', { from: ago(30), until: ago(20), wait: 5 });
    await exclude(1, 11, 'STALE_ROW');
    await exclude(2, 21, 'STALE_ROW');
    await exclude(3, null, 'STALE_FEED');
    expect((await look()).map(({ to, finding }) => [to, finding])).toEqual(Array(3).fill([null, 'OPEN']));
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['the source has not reported it for a day', 'The source has not', () => Promise.resolve()],
    [
      'the catalogue has dropped',
      'The catalogue',
      () => app.query('UPDATE rides SET is_active = 0 WHERE ride_id = 13'),
    ],
    ['was linked to another one', 'It was linked', () => rows.link(14, 19)],
    [
      'was left out',
      'It was left out',
      () => app.query("INSERT INTO catalog_decisions (kind, ride_id, decided_at) VALUES ('EXCLUDED', 15, ?)", [ago(1)]),
    ],
    [
      'is a show now',
      'It is not an attraction any more',
      () => app.query("UPDATE rides SET entity_type = 'SHOW' WHERE ride_id = 16"),
    ],
  ])('of a ride ends where it was last observed once it %s, and its finding is resolved', async (_, note, change) => {
    const rideId = 12 + exclusions - 3;
    await rows.state(rideId, 'OPERATING', { from: ago(90), until: ago(26), wait: 5 });
    await exclude(1, rideId, 'STALE_ROW');
    await change();
    const ended = (await look()).at(-1)!;
    expect(ended).toMatchObject({ rideId, finding: 'RESOLVED', note: expect.stringContaining(note) as unknown });
    expect(ended.to).toEqual(new Date(ago(26).getTime() + 1));
  });

  it('of a park ends once the catalogue does not list the park any more', async () => {
    await app.query('UPDATE parks SET is_active = 0 WHERE park_id = 3');
    expect((await look())[2]).toMatchObject({ finding: 'RESOLVED', to: new Date(ago(3).getTime() + 1) });
  });
});

describe('a source that stamps every response days behind', () => {
  it('makes one finding of the ride, however often it is looked at', async () => {
    const database = await createTestDatabase('stamps_behind');
    const clock = new SettableClock(NOW);
    const app = await CollectorApp.start({ connection: database.connectionOptions, settings: {}, clock });
    try {
      const rows = new LiveRows((sql, values) => app.query(sql, values));
      await rows.destination(1, 'Resort');
      await rows.park(1, 1, 'Park');
      for (const [date, day] of [['2026-04-13', 48], ['2026-04-14', 24], ['2026-04-15', 0]] as const) {
        await rows.schedule(1, date, ago(8 + day), ago(day - 4));
      } // prettier-ignore
      for (let ride = 1; ride <= 4; ride++) await rows.ride(ride, 1, `Ride ${ride}`);
      for (const minutes of [0, 30, 60, 90]) {
        clock.nowMs = NOW + minutes * 60_000;
        for (let ride = 1; ride <= 4; ride++) {
          const polled = { from: new Date(clock.nowMs - 600_000), until: new Date(clock.nowMs), wait: ride * 5 };
          await rows.state(ride, 'OPERATING', polled);
        }
        await app.query('UPDATE ride_current SET last_updated_api = ? WHERE ride_id = 1', [
          new Date(clock.nowMs - 50 * HOUR_MS),
        ]);
        await app.get(FeedHealth).sweep();
      }
      expect(await app.query("SELECT occurrences FROM data_quality_log WHERE reason = 'STALE_ROW'")).toEqual([
        { occurrences: 4 },
      ]);
    } finally {
      await app.close();
      await database.drop();
    }
  });
});
