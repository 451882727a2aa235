import { sqlInstant, sqlSeconds } from '../../../common/database/sql-helpers.js';
import { SeededRandom } from '../../../../test/support/seeded-random.js';
import { queueObservation, setOf } from '../../../../test/support/observations.js';
import { queueInserts, snapshotInserts } from './observation.sql.js';

const AT_MS = Date.UTC(2024, 11, 25, 0, 5, 10, 644);

describe('instants in SQL', () => {
  it.each([
    ['2024-02-29T23:59:59.999Z', '2024-02-29 23:59:59.999'],
    ['2024-03-01T00:00:00.000Z', '2024-03-01 00:00:00.000'],
    ['1970-01-01T00:00:00.001Z', '1970-01-01 00:00:00.001'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31 23:59:59.999'],
    ['1900-03-01T12:34:56.007Z', '1900-03-01 12:34:56.007'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31 23:59:59.999'],
  ])('%s is %s, in UTC', (instant, sql) => {
    expect(sqlInstant(Date.parse(instant))).toBe(sql);
  });

  it('truncates the fraction and never rounds into the next second or day', () => {
    expect(sqlSeconds(Date.parse('2024-12-31T23:59:59.999Z'))).toBe('2024-12-31 23:59:59');
    expect(sqlSeconds(Date.parse('1969-12-31T23:59:59.999Z'))).toBe('1969-12-31 23:59:59');
  });

  it('equals the ISO form, for any instant in any order', () => {
    const random = new SeededRandom(11);
    for (let i = 0; i < 5_000; i++) {
      const instantMs = random.between(-50, 50) * 86_400_000 * 400 + random.below(86_400_000);
      const iso = new Date(instantMs).toISOString().replace('T', ' ').slice(0, 23);
      expect(sqlInstant(instantMs)).toBe(iso);
      expect(sqlSeconds(instantMs)).toBe(iso.slice(0, 19));
    }
  });

  it('rejects an invalid instant', () => {
    expect(() => sqlInstant(Number.NaN)).toThrow(RangeError);
  });
});

describe('INSERT text', () => {
  const set = setOf([
    { rideId: 1, atMs: AT_MS },
    { rideId: 1, atMs: AT_MS + 1, status: null, waitMinutes: null },
    { rideId: 2, atMs: AT_MS, status: 'REFURBISHMENT', waitMinutes: 0 },
  ]);
  const HEAD = 'INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES ';
  const ROWS = [
    "(1,'2024-12-25 00:05:10.644',1,10,2)",
    "(1,'2024-12-25 00:05:10.645',NULL,NULL,2)",
    "(2,'2024-12-25 00:05:10.644',4,0,2)",
  ];

  it('writes words as ENUM numbers, and unknown values as NULL', () => {
    expect(snapshotInserts(set, 'ARCHIVE', 10)).toEqual([HEAD + ROWS.join(',')]);
    expect(snapshotInserts(set, 'LIVE', 10, [0])).toEqual([`${HEAD}${ROWS[0]!.replace(',2)', ',1)')}`]);
  });

  it('limits the rows of a statement to a batch', () => {
    expect(snapshotInserts(set, 'ARCHIVE', 2)).toEqual([HEAD + ROWS.slice(0, 2).join(','), HEAD + ROWS[2]]);
    expect(snapshotInserts(set, 'ARCHIVE', 3)).toHaveLength(1);
    expect(snapshotInserts(set, 'ARCHIVE', 1)).toEqual(ROWS.map((row) => HEAD + row));
  });

  it('writes the requested rows in order', () => {
    expect(snapshotInserts(set, 'ARCHIVE', 10, [2, 0])).toEqual([`${HEAD}${ROWS[2]},${ROWS[0]}`]);
    expect(snapshotInserts(set, 'ARCHIVE', 10, [])).toEqual([]);
  });

  it('writes the confirmation of a set that has one', () => {
    const confirmedUntilMs = Float64Array.of(AT_MS + 60_000, NaN, AT_MS);
    const [sql] = snapshotInserts(
      { ...set, snapshots: { ...set.snapshots, confirmedUntilMs } },
      'HISTORY_API',
      10,
      [0, 1],
    );
    const rows = ["1,10,3,'2024-12-25 00:06:10.644')", 'NULL,NULL,3,NULL)'];
    expect(sql).toMatch(/data_source, last_confirmed_at\) VALUES /);
    for (const row of rows) expect(sql).toContain(row);
  });

  it('is empty without rows', () => {
    expect(snapshotInserts(setOf([]), 'ARCHIVE', 10)).toEqual([]);
    expect(queueInserts([], 'ARCHIVE', 10)).toEqual([]);
  });

  it('writes every field of a queue, times to the second', () => {
    const queue = queueObservation({
      queueType: 'BOARDING_GROUP',
      waitMinutes: 1,
      state: 'FINISHED',
      returnStartMs: AT_MS,
      returnEndMs: AT_MS + 60_000,
      priceMinor: 0,
      priceCurrency: 'JPY',
      boardingGroupStatus: 'PAUSED',
      groupStart: 2,
      groupEnd: 3,
      nextAllocationAtMs: AT_MS,
      estimatedWaitMinutes: 4,
    });
    const [sql] = queueInserts([{ rideId: 7, recordedAtMs: AT_MS, queue }], 'ARCHIVE', 10);
    expect(sql).toContain(
      "VALUES (7,'2024-12-25 00:05:10.644',5,1,3,'2024-12-25 00:05:10','2024-12-25 00:06:10',0,'JPY',2,2,3," +
        "'2024-12-25 00:05:10',4,2)",
    );
  });

  it('writes NULL for every missing field of a queue', () => {
    const row = { rideId: 7, recordedAtMs: AT_MS, queue: queueObservation() };
    const [sql] = queueInserts([row], 'LIVE', 10);
    expect(sql).toContain(`VALUES (7,'2024-12-25 00:05:10.644',2,${Array(11).fill('NULL').join(',')},1)`);
  });

  it('splits queue rows into batches', () => {
    const row = { rideId: 7, recordedAtMs: AT_MS, queue: queueObservation() };
    expect(queueInserts([row, row, row], 'LIVE', 2)).toHaveLength(2);
  });
});
