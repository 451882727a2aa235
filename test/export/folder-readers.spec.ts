import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
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

beforeAll(async () => {
  warehouse = await AnalystWarehouse.start('folder_readers');
  const service = warehouse.api.app.get(ExportFolderService, { strict: false });
  await service.write(folder.path, { written: () => undefined }, new AbortController().signal);
  const rows = await warehouse.query<{ rideId: number; average: string }>(
    `SELECT ride_id AS rideId, SUM(wait_minutes_ms) / SUM(wait_known_ms) AS average FROM ride_daily_stats
      WHERE stat_date >= '2024-07-01' AND stat_date < '2024-08-01' GROUP BY ride_id ORDER BY ride_id`,
  );
  expected = rows.map(({ rideId, average }) => ({ rideId, average: Math.round(Number(average) * 100) / 100 }));
});
afterAll(async () => {
  folder.remove();
  await warehouse.close();
});

const days = (): string => join(folder.path, 'ride-days');

/** A script of Python, where pandas and pyarrow are installed; null, with a note, where they are not. */
function python(script: string): string | null {
  try {
    execFileSync('python3', ['-c', 'import pandas, pyarrow'], { stdio: 'ignore' });
  } catch {
    process.stderr.write('pandas and pyarrow are not installed here: what they read is not compared\n');
    return null;
  }
  const file = join(folder.path, '..', `readers-${process.pid}.py`);
  writeFileSync(file, script);
  return execFileSync('python3', [file], { encoding: 'utf8' });
}

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
    const printed = python(`
import pandas as pd
days = pd.read_parquet(${JSON.stringify(days())}, filters=[("year", "==", 2024), ("month", "==", 7)])
sums = days.groupby("rideId")[["waitMinutesMs", "waitKnownMs"]].sum()
average = (sums.waitMinutesMs / sums.waitKnownMs).round(2)
print(average.reset_index(name="average").to_json(orient="records"))
`);
    if (printed !== null) expect(JSON.parse(printed)).toEqual(expected);
  });
});
