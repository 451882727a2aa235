import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { plural } from '../../src/common/text.js';
import { LiveRows } from '../support/live-rows.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, runProgram } from '../support/program.js';
import { runHere } from '../support/program-here.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const RANGE = ['--from', '2024-06-01', '--to', '2024-07-01'];

describe('the export by command line', () => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await openMigratedDatabase('cli_export');
    const rows = new LiveRows(open.dataSource.query.bind(open.dataSource));
    await rows.destination(1, 'Resort');
    await rows.park(1, 1, 'Park');
    await rows.ride(1, 1, 'Ride');
    await open.dataSource.query(
      "INSERT INTO ride_status_snapshots VALUES (1, '2024-06-15 10:00:00', 'DOWN', NULL, NULL, NULL, 'ARCHIVE')",
    );
  });
  afterAll(() => open.close());
  const run = (...args: string[]) =>
    runProgram('export', args, { DATABASE_URL: databaseUrl(open.database.connectionOptions) });

  it('writes to stdout and nothing else there', async () => {
    const { code, stdout } = await run('--park-id', '1', ...RANGE);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rideId: 1, recordedAt: '2024-06-15T10:00:00.000Z', status: 'DOWN' });
  });

  it('ends quietly when the reader of stdout has seen enough, and not quietly when it cannot write', async () => {
    const url = databaseUrl(open.database.connectionOptions);
    const into = (code: string) => {
      const broken = new Writable({ write: (_chunk, _, done) => done(Object.assign(new Error(code), { code })) });
      return runHere(['export', '--park-id', '1', ...RANGE], { DATABASE_URL: url }, { stdout: broken });
    };
    expect(await into('EPIPE')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await into('ENOSPC')).toMatchObject({ code: 1, stderr: 'ENOSPC\n' });
  });

  it('writes a file under its name only when it is complete', async () => {
    const folder = temporaryFolder('export');
    const file = join(folder.path, 'june.csv');
    const { code, stdout } = await run('--ride-id', '1', ...RANGE, '--format', 'csv', '--output', file);
    const content = readFileSync(file, 'utf8');
    expect([code, stdout]).toEqual([0, `1 row, ${Buffer.byteLength(content)} bytes written to ${file}\n`]);
    expect(content.split('\r\n')).toHaveLength(3);
    expect(existsSync(`${file}.part`)).toBe(false);
    folder.remove();
  });

  it('writes into a pipe as it is, and does not replace it by a file', async () => {
    const folder = temporaryFolder('export');
    const pipe = join(folder.path, 'rows');
    execFileSync('mkfifo', [pipe]);
    const read = text(createReadStream(pipe));
    const args = ['export', '--ride-id', '1', ...RANGE, '--output', pipe];
    const { code } = await runHere(args, { DATABASE_URL: databaseUrl(open.database.connectionOptions) });
    expect([code, statSync(pipe).isFIFO()]).toEqual([0, true]);
    expect(JSON.parse(await read)).toMatchObject({ rideId: 1, status: 'DOWN' });
    folder.remove();
  });

  it('writes statistics and catalogue, and everything into a folder that it updates', async () => {
    const folder = temporaryFolder('export');
    const here = (...args: string[]) =>
      runHere(['export', ...args], { DATABASE_URL: databaseUrl(open.database.connectionOptions) });
    const file = join(folder.path, 'rides.csv');
    expect(await here('--dataset', 'rides', '--output', file)).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8').split('\r\n')[0]).toMatch(/^rideId,canonicalRideId,parkId,/);
    const future = await here('--dataset', 'ride-days', '--from', '2031-01-01', '--output', join(folder.path, 'f.csv'));
    expect(future).toMatchObject({ code: 4, stderr: 'Nothing is stored for this range: the file has no rows.\n' });
    const all = join(folder.path, 'dataset');
    const first = await here('--all', '--out', all);
    expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/^\d+ files written .* 0 unchanged; /)]);
    const second = await here('--all', '--out', all, '--json');
    expect(JSON.parse(second.stdout)).toMatchObject({ written: 0, removed: 0, folder: all });
    const refused = await here('--all', '--out', folder.path);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('it is not a data set') as string });
    folder.remove();
  });

  it('names the file that cannot be written, and why, before it reads anything', async () => {
    const folder = temporaryFolder('export');
    const here = (output: string) =>
      runHere(['export', '--park-id', '1', ...RANGE, '--output', output], {
        DATABASE_URL: databaseUrl(open.database.connectionOptions),
      });
    writeFileSync(join(folder.path, 'file'), 'kept');
    const [missing, inFile] = [join(folder.path, 'missing', 'x.csv'), join(folder.path, 'file', 'x.csv')];
    const failures = [
      [missing, `there is no folder ${join(folder.path, 'missing')}`],
      [inFile, `${join(folder.path, 'file')} is not a folder`],
      [folder.path, 'it is a folder'],
    ] as const;
    for (const [output, reason] of failures) {
      const stderr = `The file ${output} cannot be written: ${reason}\n`;
      expect(await here(output)).toEqual({ code: 1, stdout: '', stderr });
    }
    expect(await here('/dev/full/x')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/dev/full') as string,
    });
    folder.remove();
  });

  it.each(['ndjson', 'csv', 'parquet'])(
    'says that a range without rows is empty, and ends with 4: %s',
    async (format) => {
      const folder = temporaryFolder('export');
      const file = join(folder.path, 'empty');
      const empty = ['--park-id', '1', '--from', '2023-06-01', '--to', '2023-07-01', '--format', format];
      const { code, stdout, stderr } = await run(...empty, '--output', file);
      const bytes = readFileSync(file);
      expect([code, stdout]).toEqual([4, `0 rows, ${plural(bytes.length, 'byte')} written to ${file}\n`]);
      expect(stderr).toContain('Nothing is stored for this range');
      folder.remove();
      expect(await run(...empty)).toMatchObject({
        code: 4,
        stderr: expect.stringContaining('Nothing is stored') as string,
      });
    },
  );

  it('says what is wrong and ends with a code that is not 0', async () => {
    expect(await run('--park-id', '9', ...RANGE)).toMatchObject({ code: 1, stdout: '' });
    expect((await run('--park-id', '1')).code).toBe(2);
    for (const to of ['2024-06-01', '2024-05-01']) {
      const { code, stderr } = await run('--park-id', '1', '--from', '2024-06-01', '--to', to);
      expect([code, stderr]).toEqual([2, expect.stringContaining('--from must be before --to')]);
    }
  });
});
