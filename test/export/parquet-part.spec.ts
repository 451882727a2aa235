import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { parquetReadObjects } from 'hyparquet';
import type { Cell, ColumnType, ExportColumn } from '../../src/modules/export/export-table.js';
import { rowColumn } from '../../src/modules/export/export-table.js';
import { ParquetPart, type WrittenPart } from '../../src/modules/export/folder/parquet-part.js';
import { seededRandom } from '../support/archive-event.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { DuckDb, type DuckRow } from './support/duckdb.js';

const folder = temporaryFolder('parquet-part');
let duckDb: DuckDb;
beforeAll(async () => {
  duckDb = await DuckDb.open();
});
afterAll(() => {
  duckDb.close();
  folder.remove();
});

const path = (): string => join(folder.path, 'part.parquet');

async function write(columns: readonly ExportColumn[], rows: readonly (readonly Cell[])[]): Promise<void> {
  const part = await ParquetPart.create(path(), columns, 'test');
  try {
    for (const row of rows) {
      part.add(row);
      if (part.isGroupFull) await part.writeGroup();
    }
    expectWritten(await part.finish(), rows.length);
  } finally {
    await part.close();
  }
}

function expectWritten({ rows, bytes, sha256 }: WrittenPart, count: number): void {
  const file = readFileSync(path());
  expect([rows, bytes, sha256]).toEqual([count, file.length, createHash('sha256').update(file).digest('hex')]);
}

const query = (sql: string): Promise<DuckRow[]> => duckDb.query(sql.replace('FILE', `'${path()}'`));

/** The values of a column as two independent readers find them. */
async function roundTrip(type: ColumnType, values: readonly Cell[]): Promise<[DuckRow[], unknown[]]> {
  const nullable = values.includes(null);
  await write(
    [rowColumn('v', type, { nullable })],
    values.map((value) => [value]),
  );
  const bytes = readFileSync(path());
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return [
    await query('SELECT v FROM FILE'),
    ((await parquetReadObjects({ file })) as { v: unknown }[]).map(({ v }) => v),
  ];
}

const random = seededRandom(7);
const many = (count: number, value: (index: number) => Cell): Cell[] =>
  Array.from({ length: count }, (_, n) => value(n));
/** Distinct numbers, in turn from the lower and from the upper end of a range. */
const alternating = (count: number, least: number, greatest: number): number[] =>
  Array.from({ length: count }, (_, n) => (n % 2 === 0 ? least + n / 2 : greatest - (n - 1) / 2));
const whole = (limit: number): number => Math.floor(random() * limit);

describe('a column of a Parquet file', () => {
  it.each<[string, ColumnType, Cell[]]>([
    ['one number', 'count', [-5]],
    ['few numbers of 32 bits and their limits', 'count', many(1_000, (n) => [2 ** 31 - 1, -(2 ** 31), 0, n][n % 4]!)],
    ['numbers of 32 bits and their limits', 'count', alternating(5_000, -(2 ** 31), 2 ** 31 - 1)],
    ['numbers whose differences have 32 bits', 'count', alternating(5_000, -(2 ** 30), 2 ** 30 - 1)],
    ['few distinct numbers', 'count', many(5_000, () => 5 * whole(20))],
    ['only nulls', 'count', many(300, () => null)],
    ['nulls between numbers', 'count', many(5_000, (n) => (n % 3 === 0 ? null : n % 7))],
    ['more distinct numbers than a dictionary has', 'id', many(20_000, (n) => n)],
    ['integers of 64 bits', 'integer', many(1_000, (n) => (n % 2 === 0 ? -1 : 1) * whole(2 ** 51))],
    ['the largest integers whose differences are exact', 'integer', alternating(300, -(2 ** 51), 2 ** 51)],
    ['the same in the other order', 'integer', alternating(300, -(2 ** 51), 2 ** 51).reverse()],
    ['integers beyond them', 'integer', alternating(300, -(2 ** 51), 2 ** 51 + 1)],
    ['integers beyond them, below 0', 'integer', alternating(300, -(2 ** 51) - 1, 2 ** 51).reverse()],
    ['integers of 53 bits', 'integer', [-(2 ** 52), 2 ** 52 - 1, -(2 ** 52) + 1]],
    ['the largest exact integers', 'integer', alternating(300, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)],
    ['a block of differences and one more', 'integer', many(130, (n) => n * n)],
    ['a block without differences', 'integer', many(129, (n) => 1_000_000 * n)],
    ['fractions', 'real', many(5_000, () => random() - 0.5)],
    ['few distinct fractions', 'real', many(500, (n) => [0.1, -0.5, 1e300][n % 3]!)],
  ])('has its values again: %s', async (_, type, values) => {
    const [duck, own] = await roundTrip(type, values);
    expect(duck.map(({ v }) => v)).toEqual(values);
    expect(own.map((value) => (typeof value === 'bigint' ? Number(value) : value))).toEqual(values);
    const [range] = await query('SELECT min(v) AS least, max(v) AS greatest, count(*) - count(v) AS nulls FROM FILE');
    const known = values.filter((value) => value !== null).map(Number);
    const nulls = values.length - known.length;
    const ends = known.length === 0 ? [null, null] : [Math.min(...known), Math.max(...known)];
    expect([range!.least, range!.greatest, range!.nulls]).toEqual([...ends, nulls]);
  });

  it.each<[string, ColumnType, Cell[], unknown[]]>([
    ['flags as the server sends them', 'flag', [1, 0, '1', null, 0, 1, 1, 0, 1, 1], [true, false, true, null, false, true, true, false, true, true]], // prettier-ignore
    ['texts', 'name', ['Fury', '', 'Éclair ☃', '😀', null, 'Fury'], ['Fury', '', 'Éclair ☃', '😀', null, 'Fury']],
    ['distinct texts', 'name', many(3_000, (n) => `Ride ${n}`), many(3_000, (n) => `Ride ${n}`)],
    ['one text', 'code', many(100, () => 'DOWN'), many(100, () => 'DOWN')],
  ])('has its values again: %s', async (_, type, values, expected) => {
    const [duck, own] = await roundTrip(type, values);
    expect(duck.map(({ v }) => v)).toEqual(expected);
    expect(own).toEqual(expected);
  });

  it.each<[string, ColumnType, number, number, string]>([
    ['32 bits', 'count', -(2 ** 30), 2 ** 30 - 1, 'DELTA_BINARY_PACKED'],
    ['more than the 32 bits that the format allows', 'count', -(2 ** 30), 2 ** 30, 'PLAIN'],
    ['54 bits', 'integer', -(2 ** 51), 2 ** 51, 'DELTA_BINARY_PACKED'],
    ['more than 54 bits', 'integer', -(2 ** 51), 2 ** 51 + 1, 'PLAIN'],
  ])(
    'has differences of numbers only if the format and a double allow them: %s',
    async (_, type, least, greatest, encoding) => {
      await roundTrip(type, alternating(300, least, greatest));
      expect(await query('SELECT encodings AS encoding FROM parquet_metadata(FILE)')).toEqual([{ encoding }]);
    },
  );

  it.each<[string, ColumnType, Cell]>([
    ['a count above 32 bits', 'count', 3e9],
    ['a count below 32 bits', 'count', '-2147483649'],
    ['an id above 32 bits', 'id', 2 ** 31],
    ['an integer that is no exact number', 'integer', '9007199254740993'],
    ['a negative integer that is no exact number', 'integer', '-9007199254740993'],
    ['a date that does not exist', 'date', '0000-00-00'],
    ['a fraction that is infinite', 'real', Infinity],
    ['a fraction that is no number', 'real', NaN],
  ])('is refused with %s', async (_, type, value) => {
    const column = rowColumn('wrong', type, { nullable: false });
    await expect(write([column], [[value]])).rejects.toThrow('column wrong');
    const right = type === 'date' ? '2024-07-01' : 1;
    await expect(write([column], [[right], [value], [right]])).rejects.toThrow('column wrong');
  });

  it('has instants and dates, before 1970 too', async () => {
    const instants = [-86_400_001, 0, Date.UTC(2024, 6, 1, 7, 1, 0, 250), null, Date.UTC(2155, 0)];
    const [, own] = await roundTrip('instant', instants);
    expect((own as (Date | null)[]).map((at) => at?.getTime() ?? null)).toEqual(instants);
    expect(await query('SELECT epoch_ms(v) AS v FROM FILE')).toEqual(instants.map((v) => ({ v })));
    const dates = ['1969-12-31', '2024-02-29', '2024-02-29', '2024-03-01'];
    const [duck] = await roundTrip('date', dates);
    expect(duck.map(({ v }) => v)).toEqual(dates);
  });

  it('has statistics by which readers pass over groups', async () => {
    await roundTrip('name', ['b', 'é', 'a', '😀', '\uFFFD', null]);
    const [texts] = await query(
      'SELECT stats_min_value AS least, stats_max_value AS greatest FROM parquet_metadata(FILE)',
    );
    // in the order of bytes
    expect(texts).toEqual({ least: 'a', greatest: '😀' });
    await roundTrip('instant', [Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 1)]);
    expect(await query("SELECT count(*) AS found FROM FILE WHERE v < TIMESTAMPTZ '2024-01-01 12:00:00+00'")).toEqual([
      { found: 1 },
    ]);
  });
});

describe('a Parquet file', () => {
  it('has several groups, each with all columns', async () => {
    const columns = [rowColumn('n', 'integer', { nullable: false }), rowColumn('text', 'code', { nullable: true })];
    const rows = many(150_000, (n) => n).map((n): Cell[] => [n, Number(n) % 5 === 0 ? null : `T${Number(n) % 3}`]);
    await write(columns, rows);
    const found = await query(
      `SELECT count(*) AS rows, sum(n) AS sum, count(text) AS texts, count(DISTINCT text) AS distinct_texts FROM FILE`,
    );
    expect(found).toEqual([{ rows: 150_000, sum: (150_000 * 149_999) / 2, texts: 120_000, distinct_texts: 3 }]);
    const [groups] = await query('SELECT count(DISTINCT row_group_id) AS groups FROM parquet_metadata(FILE)');
    expect(groups).toEqual({ groups: 3 });
  });

  it('has no rows, and is a file nevertheless', async () => {
    await write([rowColumn('n', 'count', { nullable: false })], []);
    expect(await query('SELECT count(*) AS rows FROM FILE')).toEqual([{ rows: 0 }]);
  });

  it('is not begun if there is no memory for its columns', async () => {
    const columns = [rowColumn('n', 'count', { nullable: false })];
    const allocation = jest.spyOn(globalThis, 'Float64Array').mockImplementation(() => {
      throw new RangeError('Array buffer allocation failed');
    });
    const begun = join(folder.path, 'begun.parquet');
    try {
      await expect(ParquetPart.create(begun, columns, 'test')).rejects.toThrow('allocation failed');
    } finally {
      allocation.mockRestore();
    }
    expect(existsSync(begun)).toBe(false);
  });

  it('has no rows that were added to an earlier file after it was closed', async () => {
    const columns = [rowColumn('n', 'count', { nullable: false })];
    const closed = await ParquetPart.create(path(), columns, 'test');
    await closed.close();
    closed.add([1]);
    await write(columns, [[2]]);
    expect(await query('SELECT n FROM FILE')).toEqual([{ n: 2 }]);
  });

  it('is refused if a column that has values in all rows lacks one', async () => {
    await expect(write([rowColumn('n', 'count', { nullable: false })], [[1], [null]])).rejects.toThrow('column n');
  });
});
