import { FREE_KEY, FREE_PLAN, UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { ScheduleMonthRepository } from '../../src/modules/catalog/schedule/schedule-month.repository.js';
import { ServerDialect } from '../../src/common/database/dialect/server-dialect.js';
import { FindingsService } from '../../src/modules/findings/findings.service.js';
import type { ApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { Damage } from '../../src/tools/api-simulator/damage.js';
import type { SettableClock } from '../support/collector-app.js';
import type { HistoryImportApp } from '../support/history-import-app.js';
import { HistoryWarehouse } from '../support/history-warehouse.js';
import { recordQueries } from '../support/query-hook.js';

const NOON_MS = Date.UTC(2026, 6, 20, 16);
const HOUR_MS = 3_600_000;

interface DayRow {
  date: string;
  state: string;
  hash: string | null;
}

describe('an import of the History API', () => {
  let warehouse: HistoryWarehouse;
  let clock: SettableClock;
  let simulator: ApiSimulator;
  let app: HistoryImportApp;
  let parkId: number;

  beforeEach(async () => {
    warehouse = await HistoryWarehouse.open({
      ...{ label: 'history_import', nowMs: NOON_MS, keys: { [FREE_KEY]: { ...FREE_PLAN, historyPerHour: 4 } } },
    });
    ({ clock, simulator, app, parkId } = warehouse);
  });
  afterEach(() => warehouse.close());

  const days = () =>
    app.query<DayRow>(
      'SELECT local_date AS date, state, response_hash AS hash FROM history_days WHERE park_id = ? ORDER BY local_date',
      [parkId],
    );
  const snapshots = async () => {
    const [row] = await app.query<{ count: number }>(
      "SELECT COUNT(*) AS count FROM ride_status_snapshots WHERE data_source = 'HISTORY_API'",
    );
    return Number(row!.count);
  };

  it('stores each day with its counts and its checkpoint', async () => {
    const { record, result } = await app.import(parkId, '2026-07-14', '2026-07-16');
    expect({ result, error: record.error }).toEqual({ result: 'completed', error: null });
    expect(record).toMatchObject({ filesDone: 3, filesTotal: 3, rejected: 0, resumesAt: null });
    expect(record.read).toBeGreaterThan(100);
    expect(record.read).toBe(record.stored + record.duplicate + record.rejected);
    expect(await snapshots()).toBeGreaterThan(100);
    const stored = await days();
    expect(stored.map(({ date, state }) => `${date} ${state}`)).toEqual([
      '2026-07-14 FINAL',
      '2026-07-15 FINAL',
      '2026-07-16 FINAL',
    ]);
    expect(stored.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash!))).toBe(true);
  });

  it('asks once for each park-day, and once for the coverage', async () => {
    await app.import(parkId, '2026-07-10', '2026-07-16');
    expect(simulator.accountStats(UNMETERED_KEY)).toMatchObject({ historyRequests: 8 });
  });

  it('stores nothing new the second time', async () => {
    await app.import(parkId, '2026-07-15', '2026-07-16');
    const before = await snapshots();
    const { record } = await app.import(parkId, '2026-07-15', '2026-07-16');
    expect(record).toMatchObject({ stored: 0, rejected: 0, duplicate: record.read });
    expect(await snapshots()).toBe(before);
  });

  it('neither loads nor undoes the rows of a day that the archive has', async () => {
    const loads = async (day: string) => {
      const queries = await recordQueries(() => app.import(parkId, day, day));
      return queries.filter(({ sql }) => /^LOAD DATA|^ROLLBACK TO/.test(sql)).length;
    };
    await loads('2026-07-15');
    // The archive of files has the same feed, so the same instants.
    await app.query("UPDATE ride_status_snapshots SET data_source = 'ARCHIVE', last_confirmed_at = NULL");
    await app.query('DELETE FROM import_files');
    expect(await loads('2026-07-15')).toBe(0);
    expect(await app.newest()).toMatchObject({ status: 'COMPLETED', stored: 0, rejected: 0 });
    expect(await snapshots()).toBe(0);
    // A day that nothing has is loaded, if the server allows it.
    expect(await loads('2026-07-11')).toBe(app.get(ServerDialect).canLoadLocalData ? 2 : 0);
  });

  it('confirms each state until the next one or the end of the day', async () => {
    await app.import(parkId, '2026-07-15', '2026-07-16');
    const [ends] = await app.query<{ unconfirmed: number; latest: Date; overlapping: number }>(
      `SELECT SUM(last_confirmed_at IS NULL) AS unconfirmed, MAX(last_confirmed_at) AS latest,
              SUM(last_confirmed_at > next_at) AS overlapping
         FROM (SELECT last_confirmed_at,
                      LEAD(recorded_at) OVER (PARTITION BY ride_id ORDER BY recorded_at) AS next_at
                 FROM ride_status_snapshots) s`,
    );
    expect(Number(ends!.unconfirmed)).toBe(0);
    expect(Number(ends!.overlapping)).toBe(0);
    const { timezone } = simulator.world.destinations[0]!.parks[0]!.clock;
    const local = new Date(ends!.latest).toLocaleString('sv-SE', { timeZone: timezone });
    expect(local).toBe('2026-07-17 00:00:00');
  });

  it('keeps days that the API has not recorded yet as provisional', async () => {
    await app.import(parkId, '2026-07-15', '2026-07-20');
    const states = Object.fromEntries((await days()).map(({ date, state }) => [date, state]));
    expect(states).toMatchObject({ '2026-07-15': 'FINAL', '2026-07-19': 'PROVISIONAL', '2026-07-20': 'PROVISIONAL' });
  });

  it('pauses when the hourly budget is used up, and goes on by itself when it is available again', async () => {
    app = await warehouse.restart(FREE_KEY);
    const paused = await app.import(parkId, '2026-07-09', '2026-07-16');
    expect(paused.result).toBe('paused');
    expect(paused.record).toMatchObject({ status: 'PAUSED', filesDone: 3, filesTotal: 8, error: null });
    const { resumesAt, importId } = paused.record;
    expect(resumesAt!.getTime()).toBeGreaterThan(NOON_MS);
    expect(resumesAt!.getTime()).toBeLessThanOrEqual(NOON_MS + HOUR_MS + 60_000);
    await app.resumeDue();
    expect((await app.run(importId)).result).toBeNull();
    for (let hour = 0; hour < 3; hour++) {
      const { record } = await app.run(importId);
      if (record.status === 'COMPLETED') break;
      clock.nowMs = record.resumesAt!.getTime();
      await app.resumeDue();
      await app.run(importId);
    }
    expect((await app.run(importId)).record).toMatchObject({ status: 'COMPLETED', filesDone: 8, resumesAt: null });
    expect(await days()).toHaveLength(8);
    expect(simulator.accountStats(FREE_KEY)).toMatchObject({ refusedPerHour: 0 });
  });

  it('counts days before the window of the account as refused, and names the first allowed one', async () => {
    simulator.setPlans({ keys: { [FREE_KEY]: { ...FREE_PLAN, historyDays: 7 } } });
    app = await warehouse.restart(FREE_KEY);
    const { record } = await app.import(parkId, '2026-07-10', '2026-07-16');
    expect(record).toMatchObject({ status: 'COMPLETED', filesDone: 7 });
    const states = (await days()).map(({ state }) => state);
    expect(record.errorsEncountered).toBe(states.filter((state) => state === 'REFUSED').length);
    expect(states.indexOf('FINAL')).toBeGreaterThan(0);
    const [finding] = await app.query<{ description: string }>(
      "SELECT description FROM data_quality_log WHERE reason = 'HISTORY_WINDOW_EXCEEDED'",
    );
    const allowed = (await days()).find(({ state }) => state === 'FINAL')!.date;
    expect(finding!.description).toContain(`days from ${allowed} on`);
    // A refused day is one finding, and no unreadable file of the archive.
    const findings = app.get(FindingsService);
    await findings.refreshUnreadDays();
    expect(await findings.unreadDays(record.destinationId)).toEqual([]);
    expect(await app.query("SELECT 1 FROM data_quality_log WHERE reason = 'INVALID_DATA'")).toEqual([]);
  });

  it('keeps one finding of the refused days, until an import with a better plan has read them', async () => {
    simulator.setPlans({ keys: { [FREE_KEY]: { ...FREE_PLAN, historyDays: 3 } } });
    app = await warehouse.restart(FREE_KEY);
    await app.import(parkId, '2026-07-14', '2026-07-16');
    const findings = () =>
      app.query<{ fromAt: Date; untilAt: Date; days: number; description: string; status: string }>(
        `SELECT window_start AS fromAt, window_end AS untilAt, records_affected AS days, description,
                resolution_status AS status FROM data_quality_log WHERE reason = 'HISTORY_WINDOW_EXCEEDED'`,
      );
    const localDay = (date: string) => new Date(`${date}T04:00:00Z`);
    const ofRange = { fromAt: localDay('2026-07-14'), untilAt: localDay('2026-07-17') };
    expect(await findings()).toMatchObject([{ ...ofRange, days: 3, status: 'OPEN' }]);
    // A plan that reaches back further: an earlier day is refused, and its date counts from now on.
    simulator.setPlans({ keys: { [FREE_KEY]: { ...FREE_PLAN, historyDays: 5 } } });
    app = await warehouse.restart(FREE_KEY);
    await app.import(parkId, '2026-07-13', '2026-07-16');
    const [allowed] = (await days()).filter(({ state }) => state === 'FINAL');
    expect(await findings()).toMatchObject([
      {
        fromAt: localDay('2026-07-13'),
        untilAt: localDay(allowed!.date),
        days: (await days()).filter(({ state }) => state === 'REFUSED').length,
        description: expect.stringContaining(`days from ${allowed!.date} on`) as string,
        status: 'OPEN',
      },
    ]);
    simulator.setPlans({ keys: { [FREE_KEY]: FREE_PLAN } });
    app = await warehouse.restart(FREE_KEY);
    await app.import(parkId, '2026-07-13', '2026-07-16');
    expect((await days()).map(({ state }) => state)).toEqual(['FINAL', 'FINAL', 'FINAL', 'FINAL']);
    expect(await findings()).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it('moves the date on which a ride was first observed back to the oldest day with observations of it', async () => {
    await app.import(parkId, '2026-07-16', '2026-07-16');
    await app.query("UPDATE rides SET first_seen_at = '2026-07-19 12:00:00'");
    await app.import(parkId, '2026-07-10', '2026-07-10');
    const rides = await app.query<{ firstSeenAt: Date; isObserved: number }>(
      `SELECT first_seen_at AS firstSeenAt, EXISTS (SELECT 1 FROM ride_status_snapshots s WHERE s.ride_id = r.ride_id
                AND s.recorded_at BETWEEN '2026-07-01' AND '2026-07-11 04:00:00') AS isObserved
         FROM rides r WHERE park_id = ?`,
      [parkId],
    );
    const dates = (isObserved: number) =>
      new Set(
        rides.flatMap((ride) => (Number(ride.isObserved) === isObserved ? [ride.firstSeenAt.toISOString()] : [])),
      );
    expect([...dates(1)]).toEqual(['2026-07-10T04:00:00.000Z']);
    // A ride that the response has no observation of may be newer than the day.
    for (const date of dates(0)) expect(date).toBe('2026-07-19T12:00:00.000Z');
    const [park] = await app.query<{ firstSeenAt: Date }>('SELECT first_seen_at AS firstSeenAt FROM parks WHERE park_id = ?', [parkId]); // prettier-ignore
    expect(park!.firstSeenAt.toISOString()).toBe('2026-07-10T04:00:00.000Z');
    // Past schedules are read back to that month.
    expect(await app.get(ScheduleMonthRepository).findFirstObserved(parkId)).toEqual(park!.firstSeenAt);
  });

  it('does not take a ride that was removed long ago as seen today', async () => {
    const [destination] = simulator.world.destinations;
    const park = destination!.parks[0]!.id;
    const { id } = destination!.descendants.find(
      (entity) => entity.parkId === park && entity.entityType === 'ATTRACTION',
    )!;
    simulator.setFaults({ feed: [{ kind: 'REMOVED_UPSTREAM', entityIds: [id], fromMs: Date.UTC(2026, 6, 12) }] });
    await app.import(parkId, '2026-07-09', '2026-07-10');
    const rides = await app.query<{ uuid: string; lastSeenAt: Date }>(
      `SELECT themeparks_wiki_id AS uuid, last_seen_at AS lastSeenAt FROM rides WHERE park_id = ?`,
      [parkId],
    );
    const seen = new Map(rides.map(({ uuid, lastSeenAt }) => [uuid, lastSeenAt.getTime()]));
    expect(seen.get(id)).toBe(Date.UTC(2026, 6, 10, 4));
    expect(Math.max(...seen.values())).toBe(NOON_MS);
  });

  it('keeps what was polled, and reports the conflicts of a park-day as one finding', async () => {
    await app.import(parkId, '2026-07-15', '2026-07-15');
    const before = await snapshots();
    const [ride] = await app.query<{ rideId: number; rows: number }>(
      `SELECT ride_id AS rideId, COUNT(*) AS \`rows\` FROM ride_status_snapshots
        WHERE wait_time IS NOT NULL GROUP BY ride_id ORDER BY 2 DESC LIMIT 1`,
    );
    const { rideId } = ride!;
    await app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES (?, '2026-07-16 04:00:00', 'REFURBISHMENT', NULL, '2026-07-17 04:00:00', 'LIVE')`,
      [rideId],
    );
    const { record } = await app.import(parkId, '2026-07-16', '2026-07-16');
    expect(record.read).toBe(record.stored + record.duplicate + record.rejected);
    expect(await snapshots()).toBeGreaterThan(before);
    const ofRide = await app.query<{ source: string }>(
      `SELECT data_source AS source FROM ride_status_snapshots
        WHERE ride_id = ? AND recorded_at BETWEEN '2026-07-16 04:00:00' AND '2026-07-17 04:00:00'`,
      [rideId],
    );
    expect(ofRide).toEqual([{ source: 'LIVE' }]);
    const findings = await app.query<{ records: number; sample: { value: string }[] | string }>(
      "SELECT records_affected AS records, sample FROM data_quality_log WHERE reason = 'STORED_VALUE_CONFLICT'",
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]!.records).toBeGreaterThan(0);
    expect(JSON.stringify(findings[0]!.sample)).toContain('polled REFURBISHMENT');
  });

  it('keeps what the archive has, and reports both values of the conflicts of a park-day in one finding', async () => {
    await app.import(parkId, '2026-07-15', '2026-07-15');
    await app.query(
      `UPDATE ride_status_snapshots SET data_source = 'ARCHIVE', last_confirmed_at = NULL, wait_time = wait_time + 7
        WHERE recorded_at BETWEEN '2026-07-15 04:00:00' AND '2026-07-16 03:59:59'`,
    );
    const stored = () => app.query('SELECT * FROM ride_status_snapshots ORDER BY ride_id, recorded_at');
    const before = await stored();
    const { record } = await app.import(parkId, '2026-07-15', '2026-07-15');
    expect(record).toMatchObject({ stored: 0, rejected: 0, duplicate: record.read });
    expect(await stored()).toEqual(before);
    const findings = await app.query<Record<string, unknown>>(
      `SELECT entity_type AS entityType, park_id AS parkId, window_start AS fromAt, records_affected AS records, description, sample
         FROM data_quality_log WHERE reason = 'STORED_VALUE_CONFLICT'`,
    );
    expect(findings).toEqual([
      {
        ...{ entityType: 'PARK', parkId, fromAt: new Date('2026-07-15T04:00:00Z') },
        records: expect.any(Number) as number,
        description: expect.stringMatching(
          /^The History API, 2026-07-15: \d+ rows superseded, STORED_VALUE_CONFLICT/,
        ) as string,
        sample: expect.anything() as unknown,
      },
    ]);
    const [, refused, kept] =
      /"refused\\*":\\*"OPERATING (\d+) min\\*",\\*"kept\\*":\\*"ARCHIVE OPERATING (\d+) min/.exec(
        String(findings[0]!.description),
      )!;
    expect(Number(kept) - Number(refused)).toBe(7);
  });

  it('requests a day again before it stores a degraded opening', async () => {
    simulator.setFaults({
      requests: [{ fault: { kind: 'DEGRADED_OPENING', reason: 'timeout' }, url: 'history?date=', count: 2 }],
    });
    const { record } = await app.import(parkId, '2026-07-15', '2026-07-15');
    expect(record).toMatchObject({ status: 'COMPLETED', filesDone: 1, rejected: 0 });
    expect(simulator.accountStats(UNMETERED_KEY)).toMatchObject({ historyRequests: 4 });
  });

  const damage = (kind: Damage) =>
    simulator.setFaults({
      requests: [{ fault: { kind: 'DAMAGED', damage: kind }, url: 'history?date=2026-07-15' }],
    });

  it.each<[Damage, reason: string, rejects: boolean]>([
    ['BAD_INSTANT', 'INVALID_EVENT_TIME', true],
    ['WAIT_AS_TEXT', 'INVALID_WAIT_TIME', false],
    ['UNKNOWN_STATUS', 'UNKNOWN_STATUS', false],
    ['UNKNOWN_QUEUE', 'UNKNOWN_QUEUE_TYPE', false],
    ['WITHOUT_ID', 'MISSING_ENTITY_ID', true],
  ])('accounts for every row of a response with %s, and stores the rest', async (kind, reason, rejects) => {
    damage(kind);
    const { record } = await app.import(parkId, '2026-07-15', '2026-07-15');
    expect(record).toMatchObject({ status: 'COMPLETED', filesDone: 1 });
    expect(record.read).toBe(record.stored + record.duplicate + record.rejected);
    expect(record.rejected > 0).toBe(rejects);
    expect(record.stored).toBeGreaterThan(50);
    const findings = await app.query<{ reason: string }>(
      "SELECT DISTINCT reason FROM data_quality_log WHERE reason <> 'MISSING_NAME'",
    );
    expect(findings.map((finding) => finding.reason)).toContain(reason);
  });

  it.each<Damage>(['LIST_MISSING', 'LIST_NULL', 'LIST_AS_OBJECT'])(
    'stores nothing of a response with %s, and requests the day again when it is resumed',
    async (kind) => {
      damage(kind);
      const { record } = await app.import(parkId, '2026-07-14', '2026-07-15');
      expect(record).toMatchObject({ status: 'FAILED', filesDone: 1, error: { code: 'LIVE_API_UNAVAILABLE' } });
      simulator.setFaults({});
      await app.resume(record.importId);
      expect((await app.run(record.importId)).record).toMatchObject({ status: 'COMPLETED', filesDone: 2 });
    },
  );

  it('stores no degraded day: it fails, and a resume requests the day again', async () => {
    simulator.setFaults({
      requests: [{ fault: { kind: 'DEGRADED_OPENING', reason: 'capacity' }, url: 'history?date=2026-07-15' }],
    });
    const { record } = await app.import(parkId, '2026-07-14', '2026-07-15');
    expect(record).toMatchObject({ status: 'FAILED', filesDone: 1, error: { code: 'LIVE_API_UNAVAILABLE' } });
    simulator.setFaults({});
    await app.resume(record.importId);
    expect((await app.run(record.importId)).record).toMatchObject({ status: 'COMPLETED', filesDone: 2 });
  });
});
