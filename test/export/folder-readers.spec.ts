import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import pl from 'nodejs-polars';
import { ExportFolderService } from '../../src/modules/export/folder/export-folder.service.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { AnalystWarehouse } from './support/analyst-warehouse.js';
import { DuckDb } from './support/duckdb.js';

interface RideAverage {
  rideId: number;
  average: number;
}

let warehouse: AnalystWarehouse;
let expected: RideAverage[];
const folder = temporaryFolder('readers');
/** The examples of the documentation find the folder under the name `dataset`. */
const beside = temporaryFolder('readers-of');
/** A Python with packages to read Parquet. */
const PYTHON = process.env.PYTHON ?? 'python3';

beforeAll(async () => {
  warehouse = await AnalystWarehouse.start('folder_readers');
  // parks have rides of the same name
  await warehouse.query("UPDATE rides SET name = 'Carousel' WHERE ride_id IN (2, 4)");
  const service = warehouse.api.app.get(ExportFolderService, { strict: false });
  await service.write(folder.path, { written: () => undefined }, new AbortController().signal);
  symlinkSync(folder.path, join(beside.path, 'dataset'));
  const rows = await warehouse.query<{ rideId: number; average: string }>(
    `SELECT ride_id AS rideId, SUM(wait_minutes_ms) / SUM(wait_known_ms) AS average FROM ride_daily_stats
      WHERE stat_date >= '2024-07-01' AND stat_date < '2024-08-01' GROUP BY ride_id ORDER BY ride_id`,
  );
  expected = rows.map(({ rideId, average }) => ({ rideId, average: Math.round(Number(average) * 100) / 100 }));
});
afterAll(async () => {
  folder.remove();
  beside.remove();
  await warehouse.close();
});

const days = (): string => join(folder.path, 'ride-days');

/** What a script of Python prints; null, with a note, where it lacks a package. */
function python(script: string, ...packages: string[]): string | null {
  try {
    execFileSync(PYTHON, ['-c', `import ${packages.join(', ')}`], { stdio: 'ignore' });
  } catch {
    process.stderr.write(`${PYTHON} has no ${packages.join(' or ')}: what they read is not compared\n`);
    return null;
  }
  return execFileSync(PYTHON, ['-c', script], { encoding: 'utf8', cwd: beside.path });
}

/** The code under a heading of docs/exporting.md. */
function example(heading: string): string {
  const section = readFileSync('docs/exporting.md', 'utf8').split(`\n### ${heading}\n`)[1]!;
  return /```\w+\n([^]*?)```/.exec(section)![1]!;
}

const longestFirst = (): number[] =>
  expected
    .map(({ average }) => average)
    .sort((a, b) => b - a)
    .slice(0, 10);

describe('the exported folder', () => {
  it('is read by DuckDB, with years and months as partitions', async () => {
    const duckDb = await DuckDb.open();
    const rows = await duckDb.query(
      `SELECT rideId, round(sum(waitMinutesMs) / sum(waitKnownMs), 2) AS average
         FROM read_parquet('${days()}/**/*.parquet', hive_partitioning = true)
        WHERE year = 2024 AND month = 7 GROUP BY rideId ORDER BY rideId`,
    );
    const types = await duckDb.query(
      `DESCRIBE SELECT recordedAt, waitMinutes, status FROM read_parquet('${folder.path}/snapshots/**/*.parquet')`,
    );
    duckDb.close();
    expect(rows).toEqual(expected);
    expect(types.map((type) => type.column_type)).toEqual(['TIMESTAMP WITH TIME ZONE', 'INTEGER', 'VARCHAR']);
  });

  it('is read by the documented example of DuckDB', async () => {
    const duckDb = await DuckDb.open();
    const rows = await duckDb.query(example('DuckDB').replaceAll("'dataset/", `'${folder.path}/`));
    duckDb.close();
    expect(rows.map((row) => row.average_wait_minutes)).toEqual(longestFirst());
  });

  it('is read by Polars', () => {
    const rows = pl
      .scanParquet(`${days()}/**/*.parquet`, { hivePartitioning: true })
      .filter(pl.col('year').eq(2024).and(pl.col('month').eq(7)))
      .groupBy('rideId')
      .agg(pl.col('waitMinutesMs').sum().alias('waits'), pl.col('waitKnownMs').sum().alias('known'))
      .sort('rideId')
      .collectSync()
      .toRecords() as { rideId: number; waits: number; known: number }[];
    const averages = rows.map(({ rideId, waits, known }) => ({
      rideId,
      average: Math.round((Number(waits) / Number(known)) * 100) / 100,
    }));
    expect(averages).toEqual(expected);
  });

  it('is read by pandas, where it is installed', () => {
    const printed = python(
      `
import pandas as pd
days = pd.read_parquet(${JSON.stringify(days())}, filters=[("year", "==", 2024), ("month", "==", 7)])
sums = days.groupby("rideId")[["waitMinutesMs", "waitKnownMs"]].sum()
average = (sums.waitMinutesMs / sums.waitKnownMs).round(2)
print(average.reset_index(name="average").to_json(orient="records"))
`,
      'pandas',
      'pyarrow',
    );
    if (printed !== null) expect(JSON.parse(printed)).toEqual(expected);
  });

  it.each([
    ['DuckDB', ['duckdb'], (sql: string) => `import duckdb\nprint(duckdb.sql('''${sql}'''))`],
    ['pandas', ['pandas', 'pyarrow'], (script: string) => script],
    ['Polars', ['polars'], (script: string) => script],
  ] as const)('is read by the documented example of %s, where Python has it', (heading, packages, scriptOf) => {
    const printed = python(scriptOf(example(heading)), ...packages);
    if (printed === null) return;
    const numbers = [...printed.matchAll(/\d+\.\d+/g)].map(Number);
    expect(numbers).toEqual(longestFirst());
  });
});
