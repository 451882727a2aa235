import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenDatabase, openEmptyDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, Program } from '../support/program.js';
import { insertRandomRows } from '../support/random-rows.js';

describe('the backup commands', () => {
  let source: OpenDatabase;
  let path: string;
  beforeAll(async () => {
    source = await openMigratedDatabase('backup_commands');
    await insertRandomRows(source.database.connectionOptions, 5, 11);
  });
  afterAll(() => source?.close());
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'backup-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));

  const run = (args: string[]) =>
    new Program(args[0]!, args.slice(1), { DATABASE_URL: databaseUrl(source.database.connectionOptions) }).end();

  it('back up, list, verify and restore, each with its result as JSON', async () => {
    const target = await openEmptyDatabase('backup_commands_to');
    try {
      const made = await run(['backup', '--out', path, '--json']);
      expect(made.code).toBe(0);
      const { id, rows } = JSON.parse(made.stdout) as { id: string; rows: number };
      const listed = await run(['backup', 'list', '--from', path, '--json']);
      expect(JSON.parse(listed.stdout)).toMatchObject({ backups: [{ id, rows }] });
      const verified = await run(['backup', 'verify', '--from', path, '--json']);
      expect(verified.code).toBe(0);
      expect(JSON.parse(verified.stdout)).toMatchObject({ id, rows, damages: [] });
      const into = databaseUrl(target.database.connectionOptions);
      const restored = await run(['restore', '--from', path, '--into', into, '--json']);
      expect(restored.code).toBe(0);
      expect(JSON.parse(restored.stdout)).toMatchObject({ id, rows });
      const [counted] = await target.dataSource.query<{ count: number }[]>('SELECT COUNT(*) AS count FROM rides');
      expect(Number(counted!.count)).toBeGreaterThan(0);
      const [last] = await target.dataSource.query<{ action: string; target: string }[]>(
        'SELECT action, target FROM audit_log ORDER BY entry_id DESC LIMIT 1',
      );
      expect(last!.action).toBe('restore');
    } finally {
      await target.close();
    }
  });

  it('name a damaged file, and end with 1', async () => {
    await run(['backup', '--out', path]);
    const rides = join(path, 'data', 'rides');
    rmSync(join(rides, readdirSync(rides)[0]!));
    const { code, stdout } = await run(['backup', 'verify', '--from', path]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/The file data\/rides\/all-[0-9a-f]{16}\.tsv\.gz of the backup is damaged: it is missing/);
  });

  it.each([
    [['backup'], 2, '--out requires the path of a folder'],
    [['backup', 'verify', '--from', '/nowhere/at/all'], 1, 'There is no backup in /nowhere/at/all'],
    [['backup', 'verify', '--from', '/tmp', '--backup', 'latest'], 2, '--backup must be the id of a backup'],
    [['backup', '--out', '/dev/null/backups'], 1, '/dev/null is not a folder'],
    [['restore'], 2, '--from requires the path of a folder'],
  ])('explain what is wrong with %s', async (args, code, text) => {
    const ended = await run(args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(text);
  });

  it('leave only complete backups when one is killed', async () => {
    await insertRandomRows(source.database.connectionOptions, 30, 12);
    for (let waitMs = 300; waitMs <= 1_500; waitMs += 300) {
      const program = new Program('backup', ['--out', path, '--full'], {
        DATABASE_URL: databaseUrl(source.database.connectionOptions),
      });
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      program.kill('SIGKILL');
      await program.end();
    }
    // the lease of the killed one lasts for minutes
    await source.dataSource.query(`DELETE FROM job_leases WHERE name = 'backup'`);
    expect((await run(['backup', '--out', path])).code).toBe(0);
    expect(existsSync(join(path, 'backups'))).toBe(true);
    expect((await run(['backup', 'verify', '--from', path])).code).toBe(0);
  });
});
