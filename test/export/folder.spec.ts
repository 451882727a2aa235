import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { readParquet } from 'parquet-wasm/node';
import type { QueryRunner } from 'typeorm';
import type { ConsistentView } from '../../src/common/database/consistent-view.js';
import { ExportFolderService, type FolderResult } from '../../src/modules/export/folder/export-folder.service.js';
import { FOLDER_DATASETS } from '../../src/modules/export/folder/folder-dataset.js';
import type { Manifest } from '../../src/modules/export/folder/manifest.js';
import { FolderRowsRepository } from '../../src/modules/export/folder/folder-rows.sql.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { AnalystWarehouse } from './support/analyst-warehouse.js';
import { DuckDb } from './support/duckdb.js';

const JULY = 'snapshots/year=2024/month=07/data.parquet';
let warehouse: AnalystWarehouse;
let service: ExportFolderService;
const parent = temporaryFolder('folder');
const folder = join(parent.path, 'dataset');

beforeAll(async () => {
  warehouse = await AnalystWarehouse.start('folder');
  service = warehouse.api.app.get(ExportFolderService, { strict: false });
});
afterAll(async () => {
  parent.remove();
  await warehouse.close();
});

/** Paths that a run wrote, and its result. */
async function run(into = folder): Promise<FolderResult & { paths: string[] }> {
  const paths: string[] = [];
  const signal = new AbortController().signal;
  const result = await service.write(into, { written: ({ path }) => void paths.push(path) }, signal);
  return { ...result, paths: paths.sort() };
}
const manifest = (of = folder): Manifest => JSON.parse(readFileSync(join(of, 'manifest.json'), 'utf8')) as Manifest;
const sha256 = (path: string): string =>
  createHash('sha256')
    .update(readFileSync(join(folder, path)))
    .digest('hex');
const filesIn = (of: string): string[] =>
  readdirSync(of, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(parquet|part)$/.test(name));

/** Each file that the manifest lists is there, is whole, and has as many rows as it says; and there are no others. */
function expectValid(): void {
  const { files, replacing, datasets, rows } = manifest();
  expect(replacing).toEqual([]);
  expect(files.map(({ path }) => path).sort()).toEqual(filesIn(folder).sort());
  for (const { path, sha256: expected, bytes, rows: count } of files) {
    expect([path, sha256(path), statSync(join(folder, path)).size]).toEqual([path, expected, bytes]);
    const batches = readParquet(readFileSync(join(folder, path))).recordBatches();
    expect([path, batches.reduce((sum, batch) => sum + batch.numRows, 0)]).toEqual([path, count]);
  }
  expect(datasets.reduce((sum, dataset) => sum + dataset.rows, 0)).toBe(rows);
}

describe('the folder of an export', () => {
  it('has a file for each dataset and month with rows, and a manifest that describes them', async () => {
    const { written, unchanged, rows } = await run();
    expectValid();
    const { files, datasets, schemaVersion } = manifest();
    expect([written, unchanged, rows]).toEqual([files.length, 0, manifest().rows]);
    expect(schemaVersion).toMatch(/^[A-Z]\w+\d{13}$/);
    expect(datasets.map(({ name }) => name)).toEqual(FOLDER_DATASETS.map(({ name }) => name));
    const months = files.filter(({ dataset }) => dataset === 'snapshots').map(({ year, month }) => [year, month]);
    expect(months).toEqual([
      [2023, 6],
      [2023, 7],
      [2024, 6],
      [2024, 7],
    ]);
    const [{ count } = { count: 0 }] = await warehouse.query<{ count: number }>(
      'SELECT COUNT(*) AS count FROM ride_status_snapshots',
    );
    expect(datasets.find(({ name }) => name === 'snapshots')!.rows).toBe(Number(count));
  });

  it('has the rows of single files of the same datasets', async () => {
    const duckDb = await DuckDb.open();
    for (const { name, columns } of FOLDER_DATASETS.slice(2)) {
      const file = join(parent.path, `${name}.ndjson`);
      writeFileSync(file, await warehouse.download(`/api/export/${name}`));
      const names = columns.map((column) => `"${column.name}"`).join(', ');
      const inFolder = `SELECT ${names} FROM read_parquet('${folder}/${name}/**/*.parquet')`;
      const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      if (lines.length === 0) {
        expect([name, filesIn(folder).filter((path) => path.startsWith(`${name}/year`))]).toEqual([name, []]);
        continue;
      }
      const [row] = await duckDb.query(`SELECT count(*) AS rows FROM (${inFolder})`);
      expect([name, row!.rows]).toEqual([name, lines.length]);
    }
    duckDb.close();
  });

  it('is not written again if nothing has changed', async () => {
    const before = manifest().files;
    const { written, unchanged, removed } = await run();
    expect([written, unchanged, removed]).toEqual([0, before.length, 0]);
    expect(manifest().files).toEqual(before);
  });

  it.each([
    [
      'an observation that is added',
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES (1, '2024-07-05 07:01:00', 1, 15, 2)`,
      [JULY],
    ],
    [
      'a value that changes',
      "UPDATE ride_status_snapshots SET wait_time = 35 WHERE ride_id = 1 AND recorded_at = '2024-07-05 07:01:00'",
      [JULY],
    ],
    [
      'a live row that is confirmed again',
      "UPDATE ride_status_snapshots SET last_confirmed_at = '2024-07-05 07:06:00' WHERE ride_id = 1 AND recorded_at = '2024-07-05 07:01:00'",
      [JULY],
    ],
    [
      'an observation that is taken back',
      "DELETE FROM ride_status_snapshots WHERE ride_id = 1 AND recorded_at = '2024-07-05 07:01:00'",
      [JULY],
    ],
    [
      'a queue of a month without one',
      `INSERT INTO queue_data (ride_id, recorded_at, queue_type, data_source) VALUES (2, '2023-07-01', 'SINGLE_RIDER', 'ARCHIVE')`,
      ['queues/year=2023/month=07/data.parquet'],
    ],
    [
      'a new name, which is in the catalogue only',
      "UPDATE rides SET name = 'Renamed' WHERE ride_id = 3",
      ['rides/data.parquet'],
    ],
    [
      'a backfill outside of all partitions',
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES (1, '2009-12-31 23:59:59.999', 1, 15, 2)`,
      ['snapshots/year=2009/month=12/data.parquet'],
    ],
  ])('is written again for %s', async (_, sql, paths) => {
    await warehouse.query(sql);
    expect((await run()).paths).toEqual(paths);
    expectValid();
  });

  it('loses the file of a month whose rows are gone', async () => {
    await warehouse.query("DELETE FROM ride_status_snapshots WHERE recorded_at < '2010-01-01'");
    expect(await run()).toMatchObject({ written: 0, removed: 1 });
    expect(existsSync(join(folder, 'snapshots/year=2009'))).toBe(false);
    expectValid();
  });

  it('is written again for recomputed statistics, those of the months that changed', async () => {
    await warehouse.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES (4, '2024-07-15 10:07:00', 1, 180, 2)`,
    );
    await run();
    await warehouse.recompute(2, '2024-07-15', '2024-07-15');
    const { paths } = await run();
    const ofJuly = (name: string): string => `${name}/year=2024/month=07/data.parquet`;
    expect(paths).toEqual(
      ['park-days', 'park-hours', 'park-months', 'ride-days', 'ride-hours', 'ride-months'].map(ofJuly),
    );
    expectValid();
  });
});

describe('a data set that was damaged', () => {
  const path = (name: string): string => join(folder, name);

  it.each([
    ['a file is missing', () => rmSync(path(JULY))],
    [
      'a byte of a file is wrong',
      () => {
        const bytes = readFileSync(path(JULY));
        bytes[100] = bytes[100]! ^ 1;
        writeFileSync(path(JULY), bytes);
      },
    ],
    ['a file is cut off', () => writeFileSync(path(JULY), readFileSync(path(JULY)).subarray(0, 99))],
    [
      'a folder has the place of a file',
      () => {
        rmSync(path(JULY));
        mkdirSync(path(JULY));
      },
    ],
  ])('is repaired: %s', async (_, damage) => {
    damage();
    expect((await run()).paths).toEqual([JULY]);
    expectValid();
  });

  it('is written as a whole if its manifest is lost or cut off', async () => {
    const { files } = manifest();
    rmSync(path('manifest.json'));
    expect((await run()).written).toBe(files.length);
    writeFileSync(path('manifest.json'), readFileSync(path('manifest.json')).subarray(0, 500));
    expect((await run()).written).toBe(files.length);
    expectValid();
  });

  it('loses drafts, and files of months that the manifest does not know', async () => {
    mkdirSync(path('snapshots/year=1999/month=01'), { recursive: true });
    writeFileSync(path('snapshots/year=1999/month=01/data.parquet'), 'stray');
    writeFileSync(path(`${JULY}.part`), 'half');
    await run();
    expectValid();
  });

  it.each([
    ['before the new file has its place', false],
    ['after it', true],
  ])('is whole if the process was killed while it replaced a file, %s', async (_, isRenamed) => {
    const [old] = manifest().files.filter((file) => file.path === JULY);
    await warehouse.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES (1, '2024-07-06 07:0${Number(isRenamed)}:00', 1, 15, 2)`,
    );
    renameSync(path(JULY), path('kept'));
    await run(join(parent.path, 'other'));
    const other = manifest(join(parent.path, 'other')).files.find((file) => file.path === JULY)!;
    if (isRenamed) writeFileSync(path(JULY), readFileSync(join(parent.path, 'other', JULY)));
    else {
      renameSync(path('kept'), path(JULY));
      writeFileSync(path(`${JULY}.part`), readFileSync(join(parent.path, 'other', JULY)));
    }
    rmSync(path('kept'), { force: true });
    writeFileSync(path('manifest.json'), JSON.stringify({ ...manifest(), replacing: [{ path: JULY, after: other }] }));
    expect([old!.sha256, other.sha256]).toContain(sha256(JULY));
    expect((await run()).paths).toEqual(isRenamed ? [] : [JULY]);
    expectValid();
  });
});

describe('a folder that cannot be written', () => {
  it('is refused if it holds something else', async () => {
    const foreign = join(parent.path, 'foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'letter.txt'), 'mine');
    await expect(run(foreign)).rejects.toThrow('it is not a data set: it holds letter.txt');
    writeFileSync(join(foreign, 'manifest.json'), '{"name":"a browser extension"}');
    await expect(run(foreign)).rejects.toThrow('belongs to something else');
    expect(readdirSync(foreign).sort()).toEqual(['letter.txt', 'manifest.json']);
  });

  it('is refused if a newer version wrote it, or if it is a file', async () => {
    const newer = join(parent.path, 'newer');
    mkdirSync(newer);
    writeFileSync(join(newer, 'manifest.json'), JSON.stringify({ ...manifest(), formatVersion: 99 }));
    await expect(run(newer)).rejects.toThrow('a newer version');
    await expect(run(join(newer, 'manifest.json'))).rejects.toThrow('a file, not a folder');
    await expect(run('/proc/none/folder')).rejects.toThrow('is missing and cannot be made');
  });

  it('is refused while another run writes it', async () => {
    const locks = warehouse.api.app.get(FolderRowsRepository, { strict: false });
    const held = await locks.withLock(folder, () => run().catch((error: Error) => error.message));
    expect(held?.result).toContain('another run is writing it');
    expectValid();
  });

  it('stops at a signal, and leaves a data set', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(service.write(folder, { written: () => undefined }, stopped)).rejects.toThrow('stopped');
    expectValid();
  });

  it('fails if the connection is lost, and the next run goes on', async () => {
    const rows = warehouse.api.app.get(FolderRowsRepository, { strict: false });
    const readRows = jest.spyOn(rows, 'readRows').mockImplementationOnce((view, dataset, part, take) =>
      rows.readRows(view, dataset, part, (row) => {
        void take(row);
        return killConnectionOf(view);
      }),
    );
    rmSync(join(folder, JULY));
    await expect(run()).rejects.toThrow(/lost|closed|killed|interrupted/i);
    readRows.mockRestore();
    expect((await run()).paths).toEqual([JULY]);
    expectValid();
  });
});

/** Of a view that is reading. */
async function killConnectionOf(view: ConsistentView): Promise<void> {
  const { runner } = view as unknown as { runner: QueryRunner };
  const { threadId } = (await runner.connect()) as { threadId: number };
  await warehouse.query(`KILL ${threadId}`).catch(() => undefined);
}
