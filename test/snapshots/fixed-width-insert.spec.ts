import fc from 'fast-check';
import { fixedWidthInsert } from '../../src/modules/snapshots/writing/fixed-width-insert.js';
import type { RideQueueObservation } from '../../src/modules/snapshots/writing/observation-set.js';
import { queueInserts, snapshotInserts } from '../../src/modules/snapshots/writing/observation.sql.js';
import { type RenderedInserts, renderInserts } from '../../src/modules/snapshots/writing/render-inserts.js';
import {
  BOARDING_GROUP_STATUSES,
  QUEUE_TYPES,
  RETURN_STATES,
  RIDE_STATUSES,
} from '../../src/modules/snapshots/observations.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { NOON_MS, queueObservation, setOf } from '../support/observations.js';

const int = (min: number, max: number) => fc.integer({ min, max });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 });
const instant = int(0, 2_000_000_000).map((steps) => NOON_MS + steps);
const amount = maybe(int(-2_147_483_648, 2_147_483_647));
const queue = fc.record({
  queueType: fc.constantFrom(...QUEUE_TYPES),
  waitMinutes: maybe(int(-32_768, 32_767)),
  state: maybe(fc.constantFrom(...RETURN_STATES)),
  returnStartMs: maybe(instant),
  returnEndMs: maybe(instant),
  priceMinor: amount,
  priceCurrency: maybe(fc.constantFrom('USD', 'JPY')),
  boardingGroupStatus: maybe(fc.constantFrom(...BOARDING_GROUP_STATUSES)),
  groupStart: amount,
  groupEnd: amount,
  nextAllocationAtMs: maybe(instant),
  estimatedWaitMinutes: amount,
});
const observation = fc.record({
  rideId: int(1, 4_294_967_295),
  atMs: instant,
  status: maybe(fc.constantFrom(...RIDE_STATUSES)),
  waitMinutes: maybe(int(0, 1440)),
  queues: fc.uniqueArray(queue, { maxLength: 3, selector: ({ queueType }) => queueType }),
});
const observations = fc.uniqueArray(observation, {
  minLength: 1,
  maxLength: 40,
  selector: ({ rideId, atMs }) => `${rideId} ${atMs}`,
});

let open: OpenDatabase;
const TABLES = ['ride_status_snapshots', 'queue_data'];

beforeAll(async () => {
  open = await openMigratedDatabase('fixed_width_insert');
});
afterAll(() => open.close());

/** What the statements store in empty tables. */
async function storedBy({ snapshots, queues }: RenderedInserts): Promise<unknown[]> {
  for (const table of TABLES) await open.dataSource.query(`DELETE FROM ${table}`);
  for (const statement of [...snapshots, ...queues]) await open.dataSource.query(statement);
  return [
    await open.dataSource.query<unknown[]>('SELECT * FROM ride_status_snapshots ORDER BY ride_id, recorded_at'),
    await open.dataSource.query<unknown[]>('SELECT * FROM queue_data ORDER BY ride_id, recorded_at, queue_type'),
  ];
}

describe('INSERTs with fields of fixed width', () => {
  it('store the same as VALUES, whatever the rows are and however many a statement has', async () => {
    await fc.assert(
      fc.asyncProperty(observations, fc.constantFrom(1, 7, 1_000), async (rows, batchSize) => {
        const set = setOf(rows);
        const expected = await storedBy({
          snapshots: snapshotInserts(set, 'ARCHIVE', batchSize),
          queues: queueInserts(set.queues, 'ARCHIVE', batchSize),
        });
        expect(await storedBy(renderInserts(set, 'ARCHIVE', batchSize))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it.each([1, 99, 100, 101, 250, 5_003])('store every one of %i rows', async (count) => {
    const rows = Array.from({ length: count }, (_, row) => ({ atMs: NOON_MS + row, waitMinutes: row % 1440 }));
    const [snapshots] = (await storedBy(renderInserts(setOf(rows), 'ARCHIVE', 50_000))) as [unknown[]];
    expect(snapshots).toHaveLength(count);
  });

  it('fail with a value that the column cannot hold, and with a row that exists, and store nothing', async () => {
    const queues: RideQueueObservation[] = [1, 2 ** 40].map((priceMinor, index) => {
      return { rideId: 1, recordedAtMs: NOON_MS + index, queue: queueObservation({ priceMinor }) };
    });
    const tooLarge = renderInserts({ ...setOf([]), queues }, 'ARCHIVE', 10);
    await expect(storedBy(tooLarge)).rejects.toThrow(/[Oo]ut of range/);
    const rows = setOf([{}, { atMs: NOON_MS + 1 }]);
    const { snapshots } = renderInserts(rows, 'ARCHIVE', 10);
    await expect(storedBy({ snapshots: [...snapshots, ...snapshots], queues: [] })).rejects.toThrow(/Duplicate entry/);
    expect(await open.dataSource.query('SELECT COUNT(*) AS count FROM queue_data')).toEqual([{ count: 0 }]);
  });

  it('name a value once if all rows have it', () => {
    const columns = [
      { name: 'a', text: (row: number) => String(row + 9) },
      { name: 'b', text: () => null },
      { name: 'c', text: () => '2', isEnumNumber: true },
    ];
    const sql = fixedWidthInsert('t', columns, 0, 2);
    expect(sql).toContain("SELECT SUBSTRING(t, n * 2 + 1, 2), NULL, '2' + 0 FROM (SELECT _latin1' 910' AS t)");
  });
});
