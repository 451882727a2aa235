import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportReport } from '../../src/cli/import/import-report.js';
import type { DryRunSummary } from '../../src/cli/import/dry-run-view.js';
import { startArchiveServer } from '../../src/tools/archive-server/archive-server.js';
import type { ArchiveManifest } from '../../src/tools/archive-generator/manifest.js';
import { writeArchive } from '../../src/tools/archive-generator/generate-archive.js';
import { emptyTables } from '../support/empty-tables.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { type Ended, Program, databaseUrl, runProgram } from '../support/program.js';
import { runHere } from '../support/program-here.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Of an archive that takes long enough to be stopped in the middle. */
const LONG_DAYS = 60;
const SILENT = { isInteractive: false, canAsk: false, confirm: () => Promise.resolve(false) };
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

describe('the import program', () => {
  const folder = temporaryFolder('import-cli');
  const archive = join(folder.path, 'archive');
  let manifest: ArchiveManifest;
  let open: OpenDatabase;
  let settings: Record<string, string>;

  beforeAll(async () => {
    open = await openMigratedDatabase('import_cli');
    manifest = await writeArchive({ seed: 3, destinations: 2, days: 6, rides: 10, start: '2024-03-01' }, archive);
  });

  beforeEach(async () => {
    await emptyTables(open.database.connectionOptions);
    settings = { DATABASE_URL: databaseUrl(open.database.connectionOptions), ARCHIVE_SOURCE: archive };
  });

  afterAll(async () => {
    await open?.close();
    folder.remove();
  });

  const run = (args: string[], overrides: Record<string, string> = {}): Promise<Ended> =>
    runHere(['import', ...args], { ...settings, ...overrides });
  const runProcess = (args: string[], overrides: Record<string, string> = {}): Promise<Ended> =>
    runProgram('import', args, { ...settings, ...overrides });

  async function rowsOf(table: string): Promise<number> {
    const [row] = await open.dataSource.query<{ count: number }[]>(`SELECT COUNT(*) AS count FROM ${table}`);
    return Number(row!.count);
  }

  const importsIn = ({ stdout }: Ended) => (JSON.parse(stdout) as { imports: ImportReport[] }).imports;

  it('imports the whole archive, and a second time writes nothing', async () => {
    const first = await runProcess(['--all-parks', '--json']);
    expect(first.code).toBe(0);
    const reports = importsIn(first);
    expect(reports.map(({ result, filesDone }) => [result, filesDone])).toEqual([
      ['completed', 6],
      ['completed', 6],
    ]);
    expect(reports.reduce((sum, { read }) => sum + read, 0)).toBe(manifest.totals.events);
    expect(await rowsOf('ride_status_snapshots')).toBe(manifest.totals.observations);

    const second = await run(['--all-parks', '--json']);
    expect(importsIn(second).every(({ stored, duplicate, read }) => stored === 0 && duplicate === read)).toBe(true);
    expect(await rowsOf('ride_status_snapshots')).toBe(manifest.totals.observations);
  });

  it('tells people the same in a table on stdout, and progress on stderr', async () => {
    const { id } = manifest.destinations[0]!;
    const { code, stdout, stderr } = await runProcess(['--destination', id.toUpperCase(), '--end-date', '2024-03-02']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/result\s+│ completed/);
    expect(stdout).toMatch(/files\s+│ 2\/2/);
    expect(stderr).toContain('2/2 files, 2024-03-02');
    expect(stderr).not.toMatch(/Warning|Nest/);
  });

  it('stores nothing in a dry run, which finds what the import then finds', async () => {
    const dry = await run(['--all-parks', '--dry-run', '--json']);
    expect(dry.code).toBe(0);
    for (const table of ['destinations', 'rides', 'import_checkpoints', 'ride_status_snapshots']) {
      expect([table, await rowsOf(table)]).toEqual([table, 0]);
    }
    const found = (JSON.parse(dry.stdout) as { destinations: DryRunSummary[] }).destinations;
    const imported = importsIn(await run(['--all-parks', '--json']));
    const metrics = ({ read, rejected }: { read: number; rejected: number }) => ({ read, rejected });
    expect(found.map(metrics)).toEqual(imported.map(metrics));
    expect(found.every(({ entitiesKnown, entitiesUnknown }) => entitiesKnown === 0 && entitiesUnknown > 0)).toBe(true);

    const again = await run(['--park-id', '1', '--dry-run']);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('Nothing was stored');
  });

  it('ends with 3 and names what was wrong where data was rejected', async () => {
    const damaged = join(folder.path, 'damaged');
    const defects = ['truncated-file', 'text-wait', 'missing-day'] as const;
    await writeArchive({ seed: 4, destinations: 1, days: 6, rides: 10, defects }, damaged);
    const { code, stdout } = await run(['--all-parks'], { ARCHIVE_SOURCE: damaged });
    expect(code).toBe(3);
    const where =
      /1 event kept: INVALID_WAIT_TIME in data\.queue\.\w+\.waitTime, first at event \d+ of \S+\.json\.gz: "/;
    expect(stdout).toMatch(where);
    expect(stdout).toMatch(/\.json\.gz: TRUNCATED/);
    expect(stdout).toContain('Days missing in the archive:');
    const dry = await run(['--all-parks', '--dry-run'], { ARCHIVE_SOURCE: damaged });
    expect(dry.code).toBe(3);
    expect(dry.stdout).toMatch(where);
    const importId = /imp_[0-9a-f]+/.exec(stdout)![0];
    expect((await run(['--status', importId])).stdout).toMatch(where);
    const { issues } = JSON.parse((await run(['--status', importId, '--json'])).stdout) as ImportReport;
    expect(issues.find(({ reason }) => reason === 'INVALID_WAIT_TIME')!.samples).toHaveLength(1);
  });

  it('fails where the archive is empty, and names it: a volume may not be mounted', async () => {
    const empty = join(folder.path, 'empty');
    mkdirSync(empty);
    for (const args of [['--all-parks'], ['--list-destinations'], ['--all-parks', '--dry-run']]) {
      const { code, stderr } = await run(args, { ARCHIVE_SOURCE: empty });
      expect([args, code]).toEqual([args, 1]);
      expect(stderr).toContain(`${empty} has no destinations`);
    }
  });

  it('says that a destination has no file in the range, and ends well', async () => {
    const { id } = manifest.destinations[0]!;
    const range = ['--destination', id, '--start-date', '2023-01-01', '--end-date', '2023-01-02'];
    const { code, stderr } = await run(range);
    expect(code).toBe(0);
    expect(stderr).toMatch(/The archive has no file of .* in that range/);
    const dry = await run([...range, '--dry-run']);
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain('The archive has no file of it in that range');
  });

  it('stops at a checkpoint when told to, says how to resume, and resumes to the same rows', async () => {
    const long = join(folder.path, 'long');
    const { totals } = await writeArchive({ seed: 5, destinations: 1, days: LONG_DAYS, rides: 10 }, long);
    const source = { ...settings, ARCHIVE_SOURCE: long };
    const program = new Program('import', ['--all-parks', '--json'], source);
    await program.until(': importing ');
    program.kill('SIGTERM');
    const stopped = await program.end();
    expect(stopped.code).toBe(130);
    const { resume, imports } = JSON.parse(stopped.stdout) as { resume: string; imports: ImportReport[] };
    expect(resume).toBe(`npm run import -- --resume ${imports[0]!.importId}`);

    const status = await run(['--status']);
    expect(status.stdout).toMatch(/INTERRUPTED|PENDING/);
    const resumed = await run(['--resume', '--json'], source);
    expect(resumed.code).toBe(0);
    expect(importsIn(resumed)[0]).toMatchObject({
      importId: imports[0]!.importId,
      filesDone: LONG_DAYS,
      read: totals.events,
    });
    expect(await rowsOf('ride_status_snapshots')).toBe(totals.observations);
    expect((await run(['--resume'])).stdout).toContain('There is nothing to resume');
  });

  it('does not import what another process is importing, and says how to watch or take it over', async () => {
    const { id } = manifest.destinations[0]!;
    const [first] = importsIn(await run(['--destination', id, '--end-date', '2024-03-01', '--json']));
    const until = new Date(Date.now() + 600_000);
    const hold = `UPDATE import_checkpoints SET status = 'IN_PROGRESS', lease_owner = 'other', lease_until = ?`;
    await open.dataSource.query(hold, [until]);
    const held = await run(['--destination', id]);
    expect(held.code).toBe(1);
    expect(held.stderr).toContain(`--status ${first!.importId}`);
    expect((await run(['--status', first!.importId])).stdout).toContain('IN_PROGRESS');

    await open.dataSource.query(hold, [new Date(0)]);
    const stale = await run(['--destination', id]);
    expect(stale.code).toBe(1);
    expect(stale.stderr).toContain(`--resume ${first!.importId}`);
    expect((await run(['--cancel', first!.importId])).stdout).toContain('is cancelled');
    expect((await run(['--destination', id])).code).toBe(0);
  });

  describe('after a process was killed, whose lease remains for half a minute', () => {
    let killed: string;

    beforeEach(async () => {
      const ids = manifest.destinations.map(({ id }) => id);
      const [left, failed] = [await imported(ids[0]!), await imported(ids[1]!)];
      killed = left;
      const lease = "lease_owner = 'killed', lease_until = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR";
      await update(left, `status = 'IN_PROGRESS', finished_at = NULL, ${lease}`);
      await update(failed, "status = 'FAILED'");
    });

    const imported = async (destination: string) =>
      importsIn(await run(['--destination', destination, '--json']))[0]!.importId;
    const update = (importId: string, changes: string) =>
      open.dataSource.query(`UPDATE import_checkpoints SET ${changes} WHERE import_id = ?`, [importId]);

    /** Changes the lease as soon as the command has reported it. */
    const resume = (args: string[], leaseUntil: string) => {
      const reported: string[] = [];
      const terminal = {
        ...SILENT,
        out: () => undefined,
        err: (line: string) => {
          reported.push(line);
          if (line.includes('is leased until')) void update(killed, `lease_until = ${leaseUntil}`);
        },
      };
      return runHere(['import', '--resume', ...args], settings, { terminal }).then(({ code }) => ({ code, reported }));
    };
    const statuses = () =>
      open.dataSource.query<{ status: string }[]>('SELECT status FROM import_checkpoints ORDER BY checkpoint_id');

    it.each([
      ['of all imports', []],
      ['of this one', ['this']],
    ])('waits for the end of the lease, in a resume %s', async (_, args) => {
      const { code, reported } = await resume(
        args.map(() => killed),
        'UTC_TIMESTAMP(3) - INTERVAL 1 SECOND',
      );
      expect(code).toBe(0);
      expect(reported[0]).toMatch(
        new RegExp(`^${killed} is leased until 20.*Z: a process is running it, or was killed`),
      );
      expect(await statuses()).toEqual([{ status: 'COMPLETED' }, { status: 'FAILED' }]);
    });

    it('reports that it is running after all if the lease is renewed', async () => {
      const { code, reported } = await resume([killed], 'UTC_TIMESTAMP(3) + INTERVAL 2 HOUR');
      expect(code).toBe(1);
      expect(reported[1]).toBe(
        `${killed} is being run by another process. Watch it: npm run import -- --status ${killed}`,
      );
      expect(reported.at(-1)).toContain('unless its process renews it');
      expect(await statuses()).toEqual([{ status: 'IN_PROGRESS' }, { status: 'FAILED' }]);
    });

    it('does not take up another one that has failed instead of the one that is running', async () => {
      const { code, reported } = await resume([], 'UTC_TIMESTAMP(3) + INTERVAL 2 HOUR');
      expect(code).toBe(0);
      expect(reported[1]).toContain(`${killed} is being run by another process`);
      expect(await statuses()).toEqual([{ status: 'IN_PROGRESS' }, { status: 'FAILED' }]);
    });
  });

  it('begins no import with a broken mapping file, and names every line', async () => {
    const file = join(folder.path, 'mappings.csv');
    writeFileSync(file, 'themeparks_wiki_id,ride_id\nno-uuid,1\nb69b1d97-5912-4971-89da-d3c76134d023,x\n');
    const broken = await run(['--all-parks', '--mappings', file]);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain(`${file}:2:`);
    expect(broken.stderr).toContain(`${file}:3:`);
    writeFileSync(file, 'themeparks_wiki_id,ride_id\nb69b1d97-5912-4971-89da-d3c76134d023,4711\n');
    const unknown = await run(['--all-parks', '--mappings', file]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain(`${file}:2:`);
    expect(unknown.stderr).toContain('Nothing was applied or imported');
    expect(await rowsOf('import_checkpoints')).toBe(0);
    expect((await run(['--all-parks', '--mappings', join(folder.path, 'none.csv')])).stderr).toContain('no such file');
  });

  it('applies mappings of a file whole or not at all, and says which UUIDs it has not met', async () => {
    await run(['--all-parks', '--end-date', '2024-03-01']);
    const mapped = 'b69b1d97-5912-4971-89da-d3c76134d023';
    const file = join(folder.path, 'some.csv');
    writeFileSync(file, `themeparks_wiki_id,ride_id\n${mapped},1\n${UNKNOWN_ID},99999\n`);
    const faulty = await run(['--all-parks', '--mappings', file]);
    expect(faulty.code).toBe(2);
    expect(faulty.stderr).toContain(`${file}:3: Ride 99999 does not exist`);
    expect(await rowsOf('ride_aliases')).toBe(0);

    writeFileSync(file, `themeparks_wiki_id,ride_id\n${mapped},1\n`);
    const sound = await run(['--all-parks', '--end-date', '2024-03-01', '--mappings', file]);
    expect(sound.code).toBe(0);
    expect(sound.stderr).toContain('1 mapping applied');
    expect(sound.stderr).toContain('1 of its UUIDs has not been read yet');
    expect(await rowsOf('ride_aliases')).toBe(1);
  });

  it('asks before LIVE rows are removed, and needs --yes where nobody can be asked', async () => {
    const refused = await runProcess(['--all-parks', '--replace-live']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--yes');
    expect(await rowsOf('import_checkpoints')).toBe(0);
    expect((await run(['--all-parks', '--replace-live', '--yes'])).code).toBe(0);
  });

  it('lists what a bucket has, without the noise of its client', async () => {
    const server = await startArchiveServer({ folder: archive, bucket: 'history' });
    try {
      const bucket = { ARCHIVE_SOURCE: 's3://history', ARCHIVE_S3_ENDPOINT: server.endpoint };
      const { code, stdout, stderr } = await runProcess(['--list-destinations'], bucket);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`${manifest.destinations[0]!.id}.*2024-03-01.*2024-03-06.*6`));
      expect(stderr).toBe('');
    } finally {
      await server.close();
    }
  });

  it('gives each kind of failure its own exit code and words', async () => {
    const unknown = await run(['--destination', UNKNOWN_ID, '--json']);
    expect(unknown.code).toBe(1);
    expect(JSON.parse(unknown.stdout)).toMatchObject({ error: { code: 'DESTINATION_NOT_FOUND' } });
    expect((await run(['--park-id', '4711'])).stderr).toContain('Park 4711 does not exist');
    expect((await run(['--resume', 'imp_0a1b2c'])).stderr).toContain('Import imp_0a1b2c does not exist');
    const misnamed = await run(['--resume', 'imp_none']);
    expect([misnamed.code, misnamed.stderr]).toEqual([2, expect.stringContaining('not "imp_none"')]);

    const away = { ARCHIVE_SOURCE: 's3://away', ARCHIVE_S3_ENDPOINT: 'http://127.0.0.1:9', ARCHIVE_MAX_ATTEMPTS: '1' };
    const unreachable = await run(['--all-parks'], away);
    expect(unreachable.code).toBe(1);
    expect(unreachable.stderr).toContain('The archive could not be read');

    const misconfigured = await runProcess(['--all-parks'], { IMPORT_BATCH_SIZE: 'many' });
    expect(misconfigured.code).toBe(78);
    expect(misconfigured.stderr).toContain('IMPORT_BATCH_SIZE');
    const noDatabase = await runProcess(['--status'], {
      DATABASE_URL: 'mysql://u:secret@127.0.0.1:9/x',
      DATABASE_START_WAIT_SECONDS: '0',
    });
    expect(noDatabase.code).toBe(1);
    expect(noDatabase.stderr).toContain('The database does not answer');
    expect(noDatabase.stderr).not.toContain('secret');
  });

  it('is reached by --entrypoint as well', async () => {
    for (const name of ['main', 'import']) {
      const { code, stdout } = await runProgram(name, ['--entrypoint', 'import', '--help'], settings);
      expect([name, code]).toEqual([name, 0]);
      expect(stdout).toContain('npm run import -- --resume');
    }
  });
});
