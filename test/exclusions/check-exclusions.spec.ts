import { SettableClock } from '../support/collector-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import { QualityApp } from '../quality/quality-app.js';

const HOUR_MS = 3_600_000;
/** Hours of 13 April 2026 and later, of a park in Paris that is open from 09:00 to 19:00 UTC. */
const at = (hour: number): Date => new Date(Date.parse('2026-04-13T00:00:00Z') + hour * HOUR_MS);

interface Stored {
  reason: string;
  scope: string;
  from: Date;
  to: Date | null;
  revoked: string | null;
  finding: string | null;
}

describe('a quality check', () => {
  const clock = new SettableClock(at(96).getTime());
  let database: TestDatabase;
  let app: QualityApp;

  beforeAll(async () => {
    database = await createTestDatabase('check_exclusions');
    app = await QualityApp.start({ connection: database.connectionOptions, clock });
    const rows = new LiveRows((sql, values) => app.query(sql, values));
    await rows.destination(1, 'Resort');
    for (const parkId of [1, 2, 3, 4, 5, 6, 7]) {
      await rows.park(parkId, 1, `Park ${parkId}`);
      for (let ride = 1; ride <= 5; ride++) await rows.ride(parkId * 10 + ride, parkId, `Ride ${parkId}${ride}`);
    }
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  const observe = (rideId: number, from: Date, until: Date | null, status: string, wait: number | null) =>
    app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [rideId, from, status, wait, until, until === null ? 'ARCHIVE' : 'LIVE'],
    );
  const check = (fromHour: number, toHour: number) =>
    app.checks.check({ fromMs: at(fromHour).getTime(), toMs: at(toHour).getTime() });
  const exclusions = (parkId: number) =>
    app.query<Stored>(
      `SELECT e.reason, e.scope, e.from_at AS \`from\`, e.to_at AS \`to\`, e.revoked_origin AS revoked,
              q.reason AS finding
         FROM data_exclusions e LEFT JOIN data_quality_log q ON q.log_id = e.log_id
        WHERE e.park_id = ? ORDER BY e.from_at`,
      [parkId],
    );

  it('excludes the waits of a park whose archive has only zeros, and extends the exclusion over later ranges', async () => {
    for (let day = 0; day < 4; day++) {
      for (let ride = 11; ride <= 15; ride++) {
        await observe(ride, at(day * 24 + 9), null, 'OPERATING', 0);
        await observe(ride, at(day * 24 + 19), null, 'CLOSED', null);
      }
      // Sentinels and placeholders do not show that the source knows the waits.
      await observe(11, at(day * 24 + 12), null, 'OPERATING', [999, 300, 1000, 601][day]!);
      await observe(11, at(day * 24 + 12.5), null, 'OPERATING', 0);
    }
    await check(0, 72);
    const [first, ...others] = await exclusions(1);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ reason: 'ZERO_WAITS', scope: 'WAIT', revoked: null, finding: 'ZERO_WAITS' });
    expect([first!.from, first!.to]).toEqual([at(-2), at(70)]);
    await check(24, 96);
    await check(24, 96);
    expect(await exclusions(1)).toMatchObject([{ reason: 'ZERO_WAITS', from: at(-2), to: at(94) }]);
    expect(await app.found("reason = 'ZERO_WAITS'")).toHaveLength(1);
  });

  it('ends only after the statistics reflect its exclusions', async () => {
    const waits = () =>
      app.query<{ day: number; known: string }>(
        `SELECT DAY(stat_date) AS day, wait_known_ms AS known FROM park_daily_stats
          WHERE park_id = 1 AND stat_date BETWEEN '2026-04-13' AND '2026-04-16' ORDER BY stat_date`,
      );
    expect((await waits()).map(({ day, known }) => [day, Number(known)])).toEqual([
      [13, 0],
      [14, 0],
      [15, 0],
      [16, 0],
    ]);
    expect(await app.query('SELECT * FROM invalidated_park_days WHERE park_id = 1')).toEqual([]);
  });

  it('revokes the exclusion when a later import adds real waits, and resolves the finding', async () => {
    const brought = [at(34), at(58), at(82)];
    for (const instant of brought) await observe(11, instant, null, 'OPERATING', 25);
    // The first day alone has only zeros.
    await check(24, 48);
    expect(await exclusions(1)).toMatchObject([{ reason: 'ZERO_WAITS', revoked: 'RULE' }]);
    expect(await app.found("reason = 'ZERO_WAITS'")).toMatchObject([{ status: 'RESOLVED' }]);
    const known = `SELECT SUM(wait_known_ms) / 3600000 AS hours FROM park_daily_stats
                    WHERE park_id = 1 AND stat_date BETWEEN '2026-04-13' AND '2026-04-16'`;
    expect(Number((await app.query<{ hours: string }>(known))[0]!.hours)).toBeGreaterThan(0);
    await app.query('DELETE FROM ride_status_snapshots WHERE ride_id = 11 AND wait_time = 25');
    await check(0, 96);
    expect(await exclusions(1)).toMatchObject([{ reason: 'ZERO_WAITS', from: at(-2), to: at(94), revoked: null }]);
    expect(await app.found("reason = 'ZERO_WAITS'")).toMatchObject([{ status: 'OPEN' }]);
  });

  it('keeps an exclusion that a person restored even if it is not found again', async () => {
    const decide = (action: string) =>
      app.query(
        `INSERT INTO data_exclusion_history (exclusion_id, action, origin, from_at, to_at, changed_at)
         SELECT exclusion_id, ?, 'PERSON', from_at, to_at, NOW(3) FROM data_exclusions WHERE park_id = 1`,
        [action],
      );
    await decide('REVOKED');
    await decide('RESTORED');
    await observe(11, at(34), null, 'OPERATING', 25);
    await check(0, 96);
    expect(await exclusions(1)).toMatchObject([{ reason: 'ZERO_WAITS', from: at(-2), to: at(94), revoked: null }]);
    await app.query('DELETE FROM ride_status_snapshots WHERE ride_id = 11 AND wait_time = 25');
  });

  it('excludes an interval in which a whole park was frozen across its closing, until it is not found again', async () => {
    await app.query(
      `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, reported_from, reported_until)
       VALUES (2, '2026-04-13', 'OPERATING', ?, ?, ?, ?)`,
      [at(9), at(19), at(0), at(0)],
    );
    for (let ride = 21; ride <= 24; ride++) {
      for (const hour of [9, 11, 13]) await observe(ride, at(hour), at(hour + 2), 'OPERATING', hour + ride);
      await observe(ride, at(15), at(22), 'OPERATING', 40);
      await observe(ride, at(22), at(23), 'CLOSED', null);
    }
    await check(0, 24);
    const frozen = { reason: 'FROZEN_PARK', scope: 'ALL', from: at(15), to: at(22), finding: 'FROZEN_PARK' };
    expect(await exclusions(2)).toMatchObject([{ ...frozen, revoked: null }]);
    await observe(21, at(17), null, 'DOWN', null);
    await check(0, 24);
    expect(await exclusions(2)).toMatchObject([{ ...frozen, revoked: 'RULE' }]);
    await app.query("DELETE FROM ride_status_snapshots WHERE ride_id = 21 AND data_source = 'ARCHIVE'");
    await check(0, 24);
    expect(await exclusions(2)).toMatchObject([{ ...frozen, revoked: null }]);
  });

  it.each([
    ['of polls', 'polls', 0.1],
    ['of an archive of changes', 'archive', 1],
  ])('excludes the last observation of a park that stood still too, %s', async (_, source, step) => {
    await app.query('DELETE FROM data_exclusion_history');
    await app.query('DELETE FROM data_exclusions');
    await app.query('DELETE FROM ride_status_snapshots WHERE ride_id BETWEEN 21 AND 25');
    for (let ride = 21; ride <= 24; ride++) {
      await observe(ride, at(9), source === 'polls' ? at(15 - step) : null, 'OPERATING', ride);
      // The last frozen observation is at 22:00; the next one is a step later.
      if (source === 'polls') await observe(ride, at(15), at(22), 'OPERATING', 40);
      else for (let hour = 15; hour <= 22; hour++) await observe(ride, at(hour), null, 'OPERATING', 40);
      await observe(ride, at(22 + step), source === 'polls' ? at(23.5) : null, 'CLOSED', null);
    }
    await check(0, 24);
    expect(await exclusions(2)).toMatchObject([{ reason: 'FROZEN_PARK', from: at(15), to: at(22 + step) }]);
    await app.query('DELETE FROM data_exclusion_history');
    await app.query('DELETE FROM data_exclusions');
    await app.query('DELETE FROM ride_status_snapshots WHERE ride_id BETWEEN 21 AND 25');
    for (let ride = 21; ride <= 24; ride++) {
      for (const hour of [9, 11, 13]) await observe(ride, at(hour), at(hour + 2), 'OPERATING', hour + ride);
      await observe(ride, at(15), at(22), 'OPERATING', 40);
      await observe(ride, at(22), at(23), 'CLOSED', null);
    }
    await check(0, 24);
  });

  it('revokes an exclusion in progress when a later import shows changes', async () => {
    await app.query(
      `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, reported_from, reported_until)
       VALUES (3, '2026-04-16', 'OPERATING', ?, ?, ?, ?)`,
      [at(72 + 9), at(72 + 19), at(0), at(0)],
    );
    for (let ride = 31; ride <= 34; ride++) {
      await observe(ride, at(72 + 12), at(72 + 13), 'OPERATING', ride);
      await observe(ride, at(72 + 13), at(96), 'OPERATING', 40);
    }
    await check(72, 96);
    const frozen = { reason: 'FROZEN_PARK', from: at(72 + 13), to: null };
    expect(await exclusions(3)).toMatchObject([{ ...frozen, revoked: null }]);
    for (const hour of [15, 17, 19, 20, 21, 22, 23]) await observe(31, at(72 + hour), null, 'OPERATING', 40 + hour);
    await check(72, 96);
    expect(await exclusions(3)).toMatchObject([{ ...frozen, revoked: 'RULE' }]);
  });

  it('revokes exclusions of the live feed that the archive contradicts', async () => {
    const excluded = (reason: string, from: Date, to: Date | null) =>
      app.query(
        `INSERT INTO data_exclusions (park_id, from_at, to_at, scope, reason, origin, created_at, updated_at)
         VALUES (2, ?, ?, 'ALL', ?, 'RULE', NOW(3), NOW(3))`,
        [from, to, reason],
      );
    await excluded('STALE_FEED', at(64), at(66));
    await excluded('NEVER_OPERATING', at(60), null);
    const states = async () =>
      (await exclusions(2)).flatMap(({ reason, revoked }) => (reason === 'FROZEN_PARK' ? [] : [[reason, revoked]]));
    await check(48, 72);
    expect(await states()).toEqual([
      ['NEVER_OPERATING', null],
      ['STALE_FEED', null],
    ]);
    for (const hour of [61, 65]) await observe(25, at(hour), null, hour === 65 ? 'CLOSED' : 'OPERATING', null);
    await check(48, 72);
    expect(await states()).toEqual([
      ['NEVER_OPERATING', 'RULE'],
      ['STALE_FEED', 'RULE'],
    ]);
    await app.query('DELETE FROM ride_status_snapshots WHERE ride_id = 25');
  });

  it('reports but does not exclude frozen queues within one opening', async () => {
    for (let ride = 21; ride <= 24; ride++) {
      await observe(ride, at(33), at(34), 'OPERATING', 20 + ride);
      await observe(ride, at(34), at(42), 'OPERATING', 40);
      await observe(ride, at(42), at(43), 'CLOSED', null);
    }
    await check(24, 48);
    expect(await app.found(`reason = 'FROZEN_PARK' AND window_start = '2026-04-14 10:00:00'`)).toHaveLength(1);
    const frozen = (await exclusions(2)).filter(({ reason }) => reason === 'FROZEN_PARK');
    expect(frozen).toMatchObject([{ from: at(15), to: at(22) }]);
  });

  it('reports but does not exclude a calm park with short queues', async () => {
    await app.query('DELETE FROM data_exclusion_history');
    await app.query('DELETE FROM data_exclusions');
    await app.query('UPDATE ride_status_snapshots SET wait_time = 5 WHERE wait_time = 40');
    await check(0, 24);
    const ofDay = "window_start < '2026-04-14' AND resolution_status = 'OPEN'";
    expect(await app.found(`reason = 'FROZEN_PARK' AND ${ofDay}`)).toHaveLength(1);
    expect(await exclusions(2)).toEqual([]);
  });

  type Observed = [from: number, until: number | null, status: string, wait: number | null];
  it.each<[string, number, (ride: number) => Observed[]]>([
    [
      'of three rides without archive data after the last wait of the day',
      4,
      () => [9, 12, 15, 18].map((hour): Observed => [hour, null, 'OPERATING', 20]),
    ],
    [
      'of three rides that are observed closing',
      5,
      () => [
        [9, 19.2, 'OPERATING', 20],
        [19.2, 23, 'CLOSED', null],
      ],
    ],
    [
      'whose waits are all 5 while rides go down and come back',
      6,
      (ride) => [
        [8, 10 + ride, 'OPERATING', 5],
        [10 + ride, 11 + ride, 'DOWN', null],
        [11 + ride, 23.5, 'OPERATING', 5],
      ],
    ],
    [
      'that is polled until an hour after its closing, day after day',
      7,
      () => [
        [-15, -4, 'OPERATING', 20],
        [9, 20, 'OPERATING', 20],
        [33, 44, 'OPERATING', 20],
      ],
    ],
  ])('excludes nothing of a park %s', async (_, park, observedOf) => {
    for (const day of [-1, 0, 1]) {
      await app.query(
        `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, reported_from, reported_until)
         VALUES (?, ?, 'OPERATING', ?, ?, ?, ?)`,
        [
          park,
          at(day * 24 + 12)
            .toISOString()
            .slice(0, 10),
          at(day * 24 + 9),
          at(day * 24 + 19),
          at(-48),
          at(-48),
        ],
      );
    }
    for (const ride of [1, 2, 3]) {
      for (const [from, until, status, wait] of observedOf(ride)) {
        await observe(park * 10 + ride, at(from), until === null ? null : at(until), status, wait);
      }
    }
    await app.checks.check({ parkId: park, fromMs: at(-24).getTime(), toMs: at(48).getTime() });
    expect(await exclusions(park)).toEqual([]);
  });
});
