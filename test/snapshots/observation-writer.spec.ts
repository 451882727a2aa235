import { jest } from '@jest/globals';
import { DataSource as TypeOrmDataSource, type EntityManager } from 'typeorm';
import { dialectOf } from '../../src/common/database/dialect/dialect.js';
import { withDatabaseRetry } from '../../src/common/database/retry.js';
import { renderLoadableRows } from '../../src/modules/snapshots/writing/load-rows.js';
import {
  type ConflictPolicy,
  diffQueues,
  diffSnapshots,
} from '../../src/modules/snapshots/writing/observation-diff.js';
import { type ObservationSet, orderObservations } from '../../src/modules/snapshots/writing/observation-set.js';
import { type WriteOutcome, ObservationWriter } from '../../src/modules/snapshots/writing/observation-writer.js';
import { snapshotInserts } from '../../src/modules/snapshots/writing/observation.sql.js';
import { ObservationRepository } from '../../src/modules/snapshots/writing/observation.repository.sql.js';
import { renderInserts } from '../../src/modules/snapshots/writing/render-inserts.js';
import {
  BOARDING_GROUP_STATUSES,
  type DataSource,
  QUEUE_TYPES,
  type QueueObservation,
  RETURN_STATES,
  RIDE_STATUSES,
} from '../../src/modules/snapshots/observations.js';
import { recordQueries } from '../support/query-hook.js';
import { SeededRandom } from '../support/seeded-random.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { NOON_MS, type ObservationRow, queueObservation, setOf, unordered } from '../support/observations.js';

const POLICY: ConflictPolicy = { onConflict: 'archive', replaceOwn: false };
const LIVE_WINS: ConflictPolicy = { onConflict: 'live', replaceOwn: false };
const CHANGED_FILE: ConflictPolicy = { onConflict: 'archive', replaceOwn: true };
const DAY = { parkId: 3, localDate: '2024-07-01' };
const NOW_MS = Date.UTC(2024, 7, 1);
const HOUR_MS = 3_600_000;

interface Given {
  source?: DataSource;
  policy?: ConflictPolicy;
  manager?: EntityManager;
}

const repository = new ObservationRepository();
const writer = new ObservationWriter(repository);
let open: OpenDatabase;
const query = <Row>(sql: string): Promise<Row[]> => open.dataSource.query<Row[]>(sql);

beforeAll(async () => {
  open = await openMigratedDatabase('observations');
});
afterAll(() => open.close());
beforeEach(async () => {
  for (const table of [
    'ride_status_snapshots',
    'queue_data',
    'ride_current',
    'queue_current',
    'invalidated_park_days',
  ]) {
    await query(`DELETE FROM ${table}`);
  }
});

describe('ObservationWriter', () => {
  const write = (
    set: ObservationSet,
    { source = 'ARCHIVE', policy = POLICY, manager }: Given = {},
  ): Promise<WriteOutcome> =>
    writer.write(manager ?? open.dataSource.manager, {
      set,
      source,
      policy,
      batchSize: 7,
      invalidatedDays: [DAY],
      reason: 'IMPORT',
      nowMs: NOW_MS,
    });
  const writeRows = (rows: ObservationRow[], given?: Given) => write(setOf(rows), given);
  const stored = async (table = 'ride_status_snapshots') => {
    const rows = await query<{ line: string }>(
      `SELECT CONCAT_WS(' ', ride_id, DATE_FORMAT(recorded_at, '%H:%i'), COALESCE(status, '-'), COALESCE(wait_time, '-'),
              data_source, COALESCE(DATE_FORMAT(last_confirmed_at, 'until %H:%i'), '')) AS line
         FROM ${table} ORDER BY ride_id, recorded_at`,
    );
    return rows.map(({ line }) => line.trim());
  };
  /** The partitions of snapshots that the statements of some work read, by the server's own plans. */
  const partitionsReadBy = async (work: () => Promise<unknown>): Promise<string[]> => {
    const reads = (await recordQueries(work)).filter(({ sql }) =>
      /^\s*SELECT[^;]*\bFROM ride_status_snapshots\b/i.test(sql),
    );
    expect(reads.length).toBeGreaterThan(0);
    const plans = await Promise.all(
      reads.map(({ sql }) => query<{ partitions: string | null }>(dialectOf(open.dataSource).explain(sql))),
    );
    return [...new Set(plans.flat().flatMap(({ partitions }) => partitions?.split(',') ?? []))].sort();
  };
  const invalidated = () =>
    query(
      `SELECT park_id AS parkId, DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate, reason FROM invalidated_park_days`,
    );

  it('stores rows, the newest state of each ride, and the invalidated park-days', async () => {
    const outcome = await writeRows([
      { waitMinutes: null },
      { atMs: NOON_MS + HOUR_MS, status: 'DOWN', waitMinutes: 5 },
      { rideId: 2, status: null, waitMinutes: 0 },
    ]);
    expect(outcome).toEqual({ stored: 3, duplicates: 0, conflicts: [], queueRowsStored: 0 });
    expect(await stored()).toEqual(['1 12:00 OPERATING - ARCHIVE', '1 13:00 DOWN 5 ARCHIVE', '2 12:00 - 0 ARCHIVE']);
    expect(await stored('ride_current')).toEqual(['1 13:00 DOWN 5 ARCHIVE', '2 12:00 - 0 ARCHIVE']);
    expect(await invalidated()).toEqual([{ ...DAY, reason: 'IMPORT' }]);
  });

  it.each([false, true])(
    'stores a queue that changed alone, without a snapshot (assumed to be new: %s)',
    async (isExpectedNew) => {
      const queues = [{ rideId: 1, recordedAtMs: NOON_MS, queue: queueObservation({ waitMinutes: 5 }) }];
      const request = {
        set: { ...setOf([]), queues },
        source: 'ARCHIVE' as const,
        policy: POLICY,
        batchSize: 7,
        invalidatedDays: [DAY],
        reason: 'IMPORT',
        nowMs: NOW_MS,
        isExpectedNew,
      };
      const outcomes = [];
      for (let times = 0; times < 2; times++) {
        outcomes.push(await open.dataSource.transaction((manager) => writer.write(manager, request)));
      }
      const nothing = { stored: 0, duplicates: 0, conflicts: [], queueRowsStored: 0 };
      expect(outcomes).toEqual([{ ...nothing, queueRowsStored: 1 }, nothing]);
      expect(await stored()).toEqual([]);
      expect(await query('SELECT ride_id AS rideId, wait_time_minutes AS waitMinutes FROM queue_current')).toEqual([
        { rideId: 1, waitMinutes: 5 },
      ]);
      expect(await invalidated()).toEqual([{ ...DAY, reason: 'IMPORT' }]);
    },
  );

  it.each(['nothing', 'the first row', 'the last row', 'one queue row', 'all of it'])(
    'reports and stores the same for a set assumed to be new if %s exists already',
    async (there) => {
      const queues = [queueObservation({ waitMinutes: 5 })];
      const rows: ObservationRow[] = Array.from({ length: 20 }, (_, row) => {
        return { rideId: 1 + Math.floor(row / 10), atMs: NOON_MS + (row % 10) * 60_000, waitMinutes: row, queues };
      });
      const set = setOf(rows);
      const before = {
        nothing: [],
        'the first row': rows.slice(0, 1),
        'the last row': [{ ...rows[19]!, waitMinutes: 99, queues: [] }],
        'one queue row': [{ ...rows[12]!, queues: [queueObservation({ waitMinutes: 7 })] }],
        'all of it': rows,
      }[there]!;
      const outcomes: unknown[] = [];
      for (const isExpectedNew of [false, true]) {
        for (const table of ['ride_status_snapshots', 'queue_data', 'ride_current', 'queue_current']) {
          await query(`DELETE FROM ${table}`);
        }
        await writeRows(before);
        const request = { set, source: 'ARCHIVE' as const, policy: POLICY, batchSize: 7, invalidatedDays: [DAY] };
        const outcome = await open.dataSource.transaction((manager) =>
          writer.write(manager, { ...request, isExpectedNew, reason: 'IMPORT', nowMs: NOW_MS }),
        );
        const queuesStored = await query(
          'SELECT ride_id, recorded_at, wait_time_minutes FROM queue_data ORDER BY 1, 2',
        );
        const current = await query('SELECT ride_id, recorded_at, wait_time_minutes FROM queue_current ORDER BY 1');
        outcomes.push([outcome, await stored(), await stored('ride_current'), queuesStored, current]);
      }
      expect(outcomes[1]).toEqual(outcomes[0]);
    },
  );

  it('stores nothing for an empty set, and invalidates nothing', async () => {
    expect(await writeRows([])).toMatchObject({ stored: 0, duplicates: 0 });
    expect(await invalidated()).toEqual([]);
  });

  it('writes nothing the second time, and invalidates nothing', async () => {
    const rows = [{ queues: [queueObservation({ waitMinutes: 5 })] }, { rideId: 2 }];
    await writeRows(rows);
    await query('DELETE FROM invalidated_park_days');
    expect(await writeRows(rows)).toEqual({ stored: 0, duplicates: 2, conflicts: [], queueRowsStored: 0 });
    expect(await invalidated()).toEqual([]);
  });

  it('adds missing rows between existing ones', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({ atMs: NOON_MS + index }));
    await writeRows(rows.filter((_, index) => index % 3 === 0));
    expect(await writeRows(rows)).toMatchObject({ stored: 13, duplicates: 7 });
    expect(await stored()).toHaveLength(20);
  });

  it.each([
    ['few rows', 2],
    ['many rows', 300],
  ])('reads only around the days of a set of %s, not the years up to a single absurd event', async (_, more) => {
    const YEARS_AGO_MS = Date.UTC(2021, 2, 5);
    const between = Array.from({ length: 50 }, (_, index) => ({ atMs: Date.UTC(2023, 0, 1) + index * HOUR_MS }));
    await writeRows([...between, { waitMinutes: 5 }]);
    const others = Array.from({ length: more }, (_, index) => ({ rideId: 2 + (index % 2), atMs: NOON_MS + index }));
    let outcome: WriteOutcome | null = null;
    const partitions = await partitionsReadBy(async () => {
      outcome = await writeRows([{ atMs: YEARS_AGO_MS }, {}, ...others]);
    });
    expect(outcome).toMatchObject({ stored: more + 1, duplicates: 1, conflicts: [1] });
    expect(partitions).toEqual(['p202103', 'p202407']);
    expect(await stored()).toHaveLength(52 + more);
  });

  it('sends prepared statements if no rows exist, in any months', async () => {
    const set = setOf([{ atMs: Date.UTC(2024, 5, 30, 23, 59) }, { atMs: Date.UTC(2024, 6, 1) }]);
    const sent = jest.spyOn(repository, 'insert');
    const snapshots = snapshotInserts(set, 'ARCHIVE', 100);
    await writer.write(open.dataSource.manager, {
      set,
      source: 'ARCHIVE',
      policy: POLICY,
      batchSize: 7,
      rendered: { snapshots, queues: [] },
      invalidatedDays: [DAY],
      reason: 'IMPORT',
      nowMs: NOW_MS,
    });
    expect(sent.mock.calls[0]![1]).toBe(snapshots);
    expect(await stored()).toHaveLength(2);
    sent.mockRestore();
  });

  it('fails if the server stores fewer rows than it was given', async () => {
    const set = setOf([{}, { atMs: NOON_MS + 1 }]);
    const fewer = renderInserts(setOf([{}]), 'ARCHIVE', 7);
    const request = { set, source: 'ARCHIVE' as const, policy: POLICY, batchSize: 7, rendered: fewer };
    const rest = { invalidatedDays: [DAY], reason: 'IMPORT', nowMs: NOW_MS };
    for (const isExpectedNew of [true, false]) {
      const written = open.dataSource.transaction((manager) =>
        writer.write(manager, { ...request, ...rest, isExpectedNew }),
      );
      await expect(written).rejects.toThrow('stored 1 rows instead of 2');
    }
    expect(await stored()).toEqual([]);
  });

  describe('with rows for LOAD DATA, where the server allows it', () => {
    const load = (
      set: ObservationSet,
      dataSource = open.dataSource,
      isAllowed = dialectOf(dataSource).canLoadLocalData,
    ) =>
      dataSource.transaction((manager) =>
        writer.write(manager, {
          set,
          source: 'ARCHIVE',
          policy: POLICY,
          batchSize: 7,
          loadable: isAllowed ? renderLoadableRows(set, 'ARCHIVE') : null,
          isExpectedNew: true,
          invalidatedDays: [DAY],
          reason: 'IMPORT',
          nowMs: NOW_MS,
        }),
      );
    const everything = async () => [
      await query('SELECT * FROM ride_status_snapshots ORDER BY ride_id, recorded_at'),
      await query('SELECT * FROM queue_data ORDER BY ride_id, recorded_at, queue_type'),
      await query('SELECT * FROM ride_current ORDER BY ride_id'),
      await query('SELECT * FROM queue_current ORDER BY ride_id, queue_type'),
    ];

    it('stores the same as INSERTs, whatever the rows are', async () => {
      const random = new SeededRandom(5);
      const { set } = orderObservations(unordered(randomRows(random)));
      const inserted = await write(set);
      const expected = await everything();
      for (const table of ['ride_status_snapshots', 'queue_data', 'ride_current', 'queue_current']) {
        await query(`DELETE FROM ${table}`);
      }
      expect(await load(set)).toEqual(inserted);
      expect(await everything()).toEqual(expected);
    });

    it('stores the same where the server has stopped allowing it, as after a restart', async () => {
      const { options } = open.dataSource;
      const extra = { ...(options.extra as object), flags: ['-LOCAL_FILES'] };
      const refusing = await new TypeOrmDataSource({ ...options, extra }).initialize();
      const queues = [queueObservation({ waitMinutes: 3 })];
      const set = setOf([{ waitMinutes: 6, queues }, { atMs: NOON_MS + 1 }]);
      const inserted = await write(set);
      const expected = await everything();
      for (const table of ['ride_status_snapshots', 'queue_data', 'ride_current', 'queue_current']) {
        await query(`DELETE FROM ${table}`);
      }
      expect(await load(set, refusing, true)).toEqual(inserted);
      expect(await everything()).toEqual(expected);
      await refusing.destroy();
    });

    it('stores what is missing if a row exists, and counts the others', async () => {
      await writeRows([{ waitMinutes: 5 }]);
      const queues = [queueObservation({ waitMinutes: 3 })];
      const set = setOf([{ waitMinutes: 6, queues }, { atMs: NOON_MS + 1 }]);
      expect(await load(set)).toEqual({ stored: 1, duplicates: 1, conflicts: [0], queueRowsStored: 1 });
      expect(await load(set)).toEqual({ stored: 0, duplicates: 2, conflicts: [0], queueRowsStored: 0 });
    });

    it('fails on a value that the column cannot hold, and stores nothing', async () => {
      const set = setOf([{}, { atMs: NOON_MS + 1, queues: [queueObservation({ priceMinor: 2 ** 40 })] }]);
      await expect(load(set)).rejects.toThrow(/[Oo]ut of range/);
      expect(await stored()).toEqual([]);
    });
  });

  it('keeps a stored archive row that another file contradicts, and reports it', async () => {
    await writeRows([{ waitMinutes: 5 }, { rideId: 2 }]);
    expect(await writeRows([{ waitMinutes: 6 }, { rideId: 2 }])).toMatchObject({ duplicates: 2, conflicts: [0] });
    expect(await stored()).toEqual(['1 12:00 OPERATING 5 ARCHIVE', '2 12:00 OPERATING 10 ARCHIVE']);
  });

  it('replaces an archive row whose file has changed', async () => {
    const queues = [queueObservation({ waitMinutes: 1 })];
    await writeRows([{ waitMinutes: 5, queues }, { rideId: 2 }]);
    const changed = [{ waitMinutes: 6, queues: [queueObservation({ waitMinutes: 2 })] }, { rideId: 2 }];
    expect(await writeRows(changed, { policy: CHANGED_FILE })).toMatchObject({
      stored: 1,
      duplicates: 1,
      queueRowsStored: 1,
    });
    expect(await stored()).toEqual(['1 12:00 OPERATING 6 ARCHIVE', '2 12:00 OPERATING 10 ARCHIVE']);
    expect(await stored('ride_current')).toContain('1 12:00 OPERATING 6 ARCHIVE');
    expect(await query('SELECT wait_time_minutes AS wait FROM queue_data')).toEqual([{ wait: 2 }]);
  });

  it('replaces a LIVE row of the same instant by the archive row, and keeps the confirmation only for equal values', async () => {
    await writeRows([{}, { rideId: 2 }, { rideId: 3 }], { source: 'LIVE' });
    await query(`UPDATE ride_status_snapshots SET last_confirmed_at = '2024-07-01 12:10:00'`);
    expect(await writeRows([{}, { rideId: 2, waitMinutes: 15 }])).toMatchObject({ stored: 2 });
    expect(await stored()).toEqual([
      '1 12:00 OPERATING 10 ARCHIVE until 12:10',
      '2 12:00 OPERATING 15 ARCHIVE',
      '3 12:00 OPERATING 10 LIVE until 12:10',
    ]);
  });

  it('keeps a LIVE row with the policy that prefers live data', async () => {
    await writeRows([{}], { source: 'LIVE' });
    const outcome = await writeRows([{ waitMinutes: 99 }, { rideId: 2 }], { policy: LIVE_WINS });
    expect(outcome).toMatchObject({ stored: 1, duplicates: 1, conflicts: [] });
    expect(await stored()).toEqual(['1 12:00 OPERATING 10 LIVE', '2 12:00 OPERATING 10 ARCHIVE']);
    expect(await stored('ride_current')).toEqual(['1 12:00 OPERATING 10 LIVE', '2 12:00 OPERATING 10 ARCHIVE']);
  });

  it('keeps the newest observation of a ride if older ones are imported later', async () => {
    await writeRows([{ atMs: NOON_MS + HOUR_MS, status: 'CLOSED' }], { source: 'LIVE' });
    await writeRows([{ atMs: NOON_MS }]);
    expect(await stored('ride_current')).toEqual(['1 13:00 CLOSED 10 LIVE']);
  });

  it('stores the newest row of each queue separately, equal to the newest of all rows', async () => {
    const queue = (priceMinor: number | null) => queueObservation({ queueType: 'PAID_RETURN_TIME', priceMinor });
    const single = queueObservation({ waitMinutes: 5 });
    await writeRows([{ queues: [single, queue(1500)] }, { atMs: NOON_MS + HOUR_MS, queues: [queue(null)] }]);
    await writeRows([{ atMs: NOON_MS - HOUR_MS, queues: [queue(0)] }]);
    const current = () =>
      query(
        `SELECT queue_type AS type, DATE_FORMAT(recorded_at, '%H:%i') AS at, wait_time_minutes AS wait, price_minor AS price
           FROM queue_current ORDER BY queue_type`,
      );
    expect(await current()).toEqual([
      { type: 'SINGLE_RIDER', at: '12:00', wait: 5, price: null },
      { type: 'PAID_RETURN_TIME', at: '13:00', wait: null, price: null },
    ]);
    await writeRows([{ atMs: NOON_MS + HOUR_MS, queues: [queue(0)] }], { policy: CHANGED_FILE });
    expect((await current())[1]).toMatchObject({ at: '13:00', price: 0 });
  });

  describe('with a source that knows how long states lasted', () => {
    const OF_HISTORY = { onConflict: 'live', replaceOwn: false, source: 'HISTORY_API' } as const;
    const CHANGED_DAY = { ...OF_HISTORY, replaceOwn: true };
    type LastingRow = ObservationRow & { untilMs?: number };
    const writeLasting = (rows: readonly LastingRow[], policy: ConflictPolicy = OF_HISTORY) => {
      const { snapshots, queues } = setOf(rows);
      const confirmedUntilMs = Float64Array.from(rows, ({ untilMs = NaN }) => untilMs);
      const set = { snapshots: { ...snapshots, confirmedUntilMs }, queues };
      const request = { set, policy, batchSize: 7, invalidatedDays: [DAY], reason: 'IMPORT', nowMs: NOW_MS };
      return writer.writeAndList(open.dataSource.manager, { ...request, source: 'HISTORY_API' });
    };
    const after = (hours: number) => NOON_MS + hours * HOUR_MS;

    it('stores new rows with their confirmation, in the newest rows too', async () => {
      const rows = [
        { untilMs: after(1) },
        { atMs: after(1), status: 'DOWN', untilMs: after(2) },
        { rideId: 2 },
      ] as const;
      expect(await writeLasting(rows)).toMatchObject({ stored: 3, confirmed: 0 });
      const last = ['1 13:00 DOWN 10 HISTORY_API until 14:00', '2 12:00 OPERATING 10 HISTORY_API'];
      expect(await stored()).toEqual(['1 12:00 OPERATING 10 HISTORY_API until 13:00', ...last]);
      expect(await stored('ride_current')).toEqual(last);
    });

    it('only extends the confirmation of a stored row', async () => {
      await writeLasting([{ untilMs: after(2) }, { rideId: 2, untilMs: after(2) }, { rideId: 3 }]);
      const again = [{ untilMs: after(1) }, { rideId: 2, untilMs: after(3) }, { rideId: 3, untilMs: after(1) }];
      expect(await writeLasting(again)).toMatchObject({ stored: 0, duplicates: 3, confirmed: 2 });
      const extended = [
        '1 12:00 OPERATING 10 HISTORY_API until 14:00',
        '2 12:00 OPERATING 10 HISTORY_API until 15:00',
        '3 12:00 OPERATING 10 HISTORY_API until 13:00',
      ];
      expect(await stored()).toEqual(extended);
      expect(await stored('ride_current')).toEqual(extended);
      expect(await writeLasting(again)).toMatchObject({ stored: 0, confirmed: 0 });
    });

    it('confirms neither another value nor a row of another source', async () => {
      await writeRows([{}, { rideId: 2 }], { source: 'LIVE' });
      await writeRows([{ rideId: 3 }]);
      await writeLasting([{ rideId: 4, untilMs: after(1) }]);
      const rows = [{}, { rideId: 2, waitMinutes: 5 }, { rideId: 3 }, { rideId: 4, waitMinutes: 5 }];
      const outcome = await writeLasting(rows.map((row) => ({ ...row, untilMs: after(2) })));
      expect(outcome).toMatchObject({ stored: 0, confirmed: 0, conflicts: [3] });
      expect(await stored()).toEqual([
        '1 12:00 OPERATING 10 LIVE',
        '2 12:00 OPERATING 10 LIVE',
        '3 12:00 OPERATING 10 ARCHIVE',
        '4 12:00 OPERATING 10 HISTORY_API until 13:00',
      ]);
    });

    it('gives a replaced row the confirmation of its new value', async () => {
      await writeLasting([{ untilMs: after(3) }]);
      const outcome = await writeLasting([{ waitMinutes: 5, untilMs: after(1) }], CHANGED_DAY);
      expect(outcome).toMatchObject({ stored: 1, confirmed: 0 });
      expect(await stored()).toEqual(['1 12:00 OPERATING 5 HISTORY_API until 13:00']);
      expect(await stored('ride_current')).toEqual(['1 12:00 OPERATING 5 HISTORY_API until 13:00']);
    });

    it('writes more rows than a batch in any order of new and stored ones', async () => {
      const rows = Array.from({ length: 20 }, (_, hour) => ({
        atMs: after(hour / 4),
        untilMs: after(hour / 4 + 0.25),
      }));
      await writeLasting(rows.filter((_, index) => index % 3 > 0).map(({ atMs }) => ({ atMs })));
      expect(await writeLasting(rows)).toMatchObject({ stored: 7, confirmed: 13 });
      const [missing] = await query<{ count: number }>(
        `SELECT COUNT(*) AS count FROM ride_status_snapshots
          WHERE last_confirmed_at IS NULL OR last_confirmed_at <> recorded_at + INTERVAL 15 MINUTE`,
      );
      expect(Number(missing!.count)).toBe(0);
    });
  });

  it('never stores a rejected value as the newest', async () => {
    await writeRows([{ waitMinutes: 5 }]);
    await writeRows([{ waitMinutes: 6 }, { rideId: 2 }]);
    expect(await stored('ride_current')).toContain('1 12:00 OPERATING 5 ARCHIVE');
  });

  it('is rolled back with its transaction', async () => {
    const failed = open.dataSource.transaction(async (manager) => {
      await write(setOf([{ queues: [queueObservation()] }]), { manager });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect([await stored(), await stored('ride_current'), await invalidated()]).toEqual([[], [], []]);
  });

  it('stores every row once if two processes write the same rows concurrently', async () => {
    const others = await Promise.all([open.connect(), open.connect()]);
    const set = setOf(
      Array.from({ length: 500 }, (_, index) => ({ atMs: NOON_MS + index, queues: [queueObservation()] })),
    );
    const outcomes = await Promise.all(
      others.map((other) =>
        withDatabaseRetry(() => other.transaction((manager) => write(set, { manager })), {
          nowMs: () => performance.now(),
        }),
      ),
    );
    expect(outcomes.reduce((sum, { stored: rows }) => sum + rows, 0)).toBe(500);
    expect(outcomes.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(500);
    expect(await stored()).toHaveLength(500);
  });

  it.each(Array.from({ length: 6 }, (_, seed) => seed))('returns exactly the written rows (seed %i)', async (seed) => {
    const { set } = orderObservations(unordered(randomRows(new SeededRandom(seed))));
    const outcome = await write(set);
    expect(outcome).toMatchObject({ stored: set.snapshots.length, queueRowsStored: set.queues.length });
    const range = { rideIds: [1, 2, 3], fromMs: START_MS, toMs: START_MS + SPAN_MS };
    const { manager } = open.dataSource;
    const snapshots = await repository.findSnapshotsWithin(manager, range);
    expect(diffSnapshots(set, snapshots, POLICY)).toEqual({
      insert: [],
      replace: [],
      duplicates: set.snapshots.length,
      conflicts: [],
    });
    const queues = await repository.findQueuesWithin(manager, range);
    expect(diffQueues(set.queues, queues, POLICY)).toEqual({
      insert: [],
      replace: [],
      duplicates: set.queues.length,
      conflicts: [],
    });
    expect(queues.map(({ rideId, recordedAtMs, queue }) => ({ rideId, recordedAtMs, queue: { ...queue } }))).toEqual(
      set.queues.map(({ queue, ...key }) => ({ ...key, queue: toTheSecond(queue) })),
    );
  });
});

describe('removing LIVE observations', () => {
  const WINDOW = { startMs: NOON_MS, endMs: NOON_MS + HOUR_MS };

  const write = (rows: ObservationRow[], source: DataSource) =>
    writer.write(open.dataSource.manager, {
      set: setOf(rows),
      source,
      policy: POLICY,
      batchSize: 100,
      invalidatedDays: [],
      reason: 'TEST',
      nowMs: NOW_MS,
    });
  const remove = () => writer.removeLive(open.dataSource.manager, [1, 2], WINDOW, [DAY], NOW_MS);
  const left = async (table = 'ride_status_snapshots') => {
    const rows = await query<{ line: string }>(
      `SELECT CONCAT_WS(' ', ride_id, DATE_FORMAT(recorded_at, '%H:%i:%s.%f'), data_source) AS line FROM ${table} ORDER BY 1`,
    );
    return rows.map(({ line }) => line.replace('000 ', ' '));
  };

  it('removes only rows of the given rides in the half-open window', async () => {
    const at = (atMs: number, rideId = 1) => ({ rideId, atMs, queues: [queueObservation()] });
    await write(
      [at(NOON_MS - 1), at(NOON_MS), at(NOON_MS + HOUR_MS - 1), at(NOON_MS + HOUR_MS), at(NOON_MS, 3)],
      'LIVE',
    );
    await write([at(NOON_MS + 5, 2)], 'ARCHIVE');
    expect(await remove()).toBe(2);
    const expected = ['1 11:59:59.999 LIVE', '1 13:00:00.000 LIVE', '2 12:00:00.005 ARCHIVE', '3 12:00:00.000 LIVE'];
    expect(await left()).toEqual(expected);
    expect(await left('queue_data')).toEqual(expected);
    expect(await query('SELECT reason FROM invalidated_park_days')).toEqual([{ reason: 'REPLACE_LIVE' }]);
  });

  it('removes nothing if the archive has no rows of the rides in the window', async () => {
    await write([{ rideId: 1 }], 'LIVE');
    await write([{ rideId: 1, atMs: NOON_MS - 1 }, { rideId: 3 }], 'ARCHIVE');
    expect(await remove()).toBe(0);
    expect(await left()).toHaveLength(3);
    expect(await query('SELECT reason FROM invalidated_park_days')).toEqual([]);
  });

  it('stores the newest remaining row if the newest of a ride was removed', async () => {
    await write(
      [
        { rideId: 1, atMs: NOON_MS + 1 },
        { rideId: 2, atMs: NOON_MS + 9 },
      ],
      'ARCHIVE',
    );
    await write(
      [
        { rideId: 1, atMs: NOON_MS + 2 },
        { rideId: 2, atMs: NOON_MS + 3 },
      ],
      'LIVE',
    );
    expect(await remove()).toBe(2);
    expect(await left('ride_current')).toEqual(['1 12:00:00.001 ARCHIVE', '2 12:00:00.009 ARCHIVE']);
  });

  it('removes the newest state of a ride without remaining rows', async () => {
    await write([{ rideId: 1 }], 'LIVE');
    await write([{ rideId: 2 }], 'ARCHIVE');
    expect(await remove()).toBe(1);
    expect(await left('ride_current')).toEqual(['2 12:00:00.000 ARCHIVE']);
  });
});

/** Two years from before the first partition to after the last: rows lie in many of them. */
const START_MS = Date.UTC(2020, 11, 1);
const SPAN_MS = 730 * 24 * HOUR_MS;

function randomRows(random: SeededRandom): ObservationRow[] {
  const maybe = <T>(value: T): T | null => (random.below(3) === 0 ? null : value);
  const instant = () => START_MS + random.below(SPAN_MS);
  const queue = (queueType: QueueObservation['queueType']): QueueObservation => ({
    queueType,
    waitMinutes: maybe(random.between(0, 1440)),
    state: maybe(random.pick(RETURN_STATES)),
    returnStartMs: maybe(instant()),
    returnEndMs: maybe(instant()),
    priceMinor: maybe(random.pick([0, 1500, 2_147_483_647])),
    priceCurrency: maybe(random.pick(['USD', 'JPY'])),
    boardingGroupStatus: maybe(random.pick(BOARDING_GROUP_STATUSES)),
    groupStart: maybe(random.between(0, 32_767)),
    groupEnd: maybe(random.between(0, 32_767)),
    nextAllocationAtMs: maybe(instant()),
    estimatedWaitMinutes: maybe(random.between(0, 1440)),
  });
  return Array.from({ length: random.between(20, 80) }, () => ({
    rideId: random.between(1, 3),
    atMs: instant(),
    status: maybe(random.pick(RIDE_STATUSES)),
    waitMinutes: maybe(random.between(0, 1440)),
    queues: QUEUE_TYPES.filter(() => random.below(4) === 0).map(queue),
  }));
}

const cut = (instantMs: number | null): number | null =>
  instantMs === null ? null : Math.floor(instantMs / 1000) * 1000;

const toTheSecond = (queue: QueueObservation): QueueObservation => ({
  ...queue,
  returnStartMs: cut(queue.returnStartMs),
  returnEndMs: cut(queue.returnEndMs),
  nextAllocationAtMs: cut(queue.nextAllocationAtMs),
});
