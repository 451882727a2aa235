import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { executedMigrations, prepareSchema, UnfinishedRestoreError } from '../../src/common/database/run-migrations.js';
import { type OpenDatabase, openEmptyDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, Program } from '../support/program.js';
import { insertRandomRows } from '../support/random-rows.js';

/** The server renews its list of transactions only if it was not read for 100 ms. */
const LIST_AGE_MS = 150;

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
      // The backup has the lease of the command that wrote it, which must not be held in the copy.
      const again = await new Program('backup', ['--out', join(path, 'of-the-copy')], { DATABASE_URL: into }).end();
      expect(again.stderr).not.toContain('Another process');
      expect(again.code).toBe(0);
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
    expect(stdout).toContain(`npm run backup -- --out ${path} --full`);
  });

  it('name a damaged description, list the other backups, and go on without it', async () => {
    const idOf = async () => (JSON.parse((await run(['backup', '--out', path, '--json'])).stdout) as { id: string }).id;
    const [first, second] = [await idOf(), await idOf()];
    truncateSync(join(path, 'backups', `${second}.json`), 100);
    const listed = await run(['backup', 'list', '--from', path]);
    expect(listed.code).toBe(1);
    expect(listed.stdout).toMatch(
      new RegExp(`^${first}  [^\n]* rows?, [^\n]*\n${second}  .*${second}.json does not describe`),
    );
    const third = await run(['backup', '--out', path, '--keep', '1']);
    expect([third.code, third.stderr]).toEqual([0, expect.stringContaining('This backup continues without it')]);
    expect((await run(['backup', 'verify', '--from', path])).code).toBe(0);
  });

  it.each([
    [['backup'], 2, '--out requires the path of a folder, or s3://bucket/prefix'],
    [['backup', 'verify', '--from', '/nowhere/at/all'], 1, 'There is no backup in /nowhere/at/all'],
    [['backup', 'verify', '--from', '/tmp', '--backup', 'latest'], 2, '--backup must be the id of a backup'],
    [
      ['backup', '--out', '/dev/null/backups'],
      1,
      'The folder /dev/null/backups cannot be used: it is a file, or below',
    ],
    [
      ['backup', '--out', '/proc/none/backups'],
      1,
      'The folder /proc/none/backups cannot be used: no folder can be made',
    ],
    [
      ['backup', '--out', 's3://My_Bucket/x'],
      2,
      '--out must be the path of a folder, or s3://bucket/prefix (a bucket has',
    ],
    [['backup', 'verify', '--from', 'ftp://host/x'], 2, '--from must be the path of a folder, or s3://bucket/prefix'],
    [['restore'], 2, '--from requires the path of a folder, or s3://bucket/prefix'],
  ])('explain what is wrong with %s', async (args, code, text) => {
    const ended = await run(args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(text);
  });

  it('leave a database that no server uses if a restore is killed while it makes the tables', async () => {
    expect((await run(['backup', '--out', path])).code).toBe(0);
    const target = await openEmptyDatabase('backup_commands_cut');
    try {
      const into = databaseUrl(target.database.connectionOptions);
      const restore = new Program('restore', ['--from', path, '--into', into], {});
      let hasEnded = false;
      const ended = restore.end().finally(() => (hasEnded = true));
      while (!hasEnded && (await target.dataSource.query<unknown[]>('SHOW TABLES')).length < 5) await pause(5);
      restore.kill('SIGKILL');
      expect((await ended).code).toBeNull();
      await expect(prepareSchema(target.dataSource, { MIGRATIONS_AUTO_RUN: true })).rejects.toThrow(
        UnfinishedRestoreError,
      );
    } finally {
      await target.close();
    }
  });

  it('apply no migrations before a backup, and name those that are missing', async () => {
    const older = await openMigratedDatabase('backup_commands_older');
    try {
      const settings = { DATABASE_URL: databaseUrl(older.database.connectionOptions) };
      await older.dataSource.undoLastMigration();
      const before = await executedMigrations(older.dataSource);
      const ended = await new Program('backup', ['--out', path], settings).end();
      expect([ended.code, ended.stderr]).toEqual([
        1,
        expect.stringContaining('The database lacks 1 migration of this'),
      ]);
      expect(await executedMigrations(older.dataSource)).toEqual(before);
      const runs = await older.dataSource.query<object[]>(
        `SELECT outcome, error FROM job_runs WHERE job_name = 'backup'`,
      );
      const error = expect.stringContaining('The database lacks 1 migration of this') as string;
      expect(runs).toEqual([{ outcome: 'FAILED', error }]);
      const empty = await openEmptyDatabase('backup_commands_empty');
      const url = databaseUrl(empty.database.connectionOptions);
      const nothing = await new Program('backup', ['--out', path], { DATABASE_URL: url }).end();
      await empty.close();
      expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('The database is empty: there is')]);
    } finally {
      await older.close();
    }
  });

  it('restore no month into an empty database, and leave it empty', async () => {
    expect((await run(['backup', '--out', path])).code).toBe(0);
    const target = await openEmptyDatabase('backup_commands_month');
    try {
      const into = databaseUrl(target.database.connectionOptions);
      const ended = await run(['restore', '--from', path, '--into', into, '--month', '2024-07']);
      expect([ended.code, ended.stderr]).toEqual([
        1,
        expect.stringContaining('Restore the whole backup into it, without'),
      ]);
      expect(await target.dataSource.query('SHOW TABLES')).toEqual([]);
    } finally {
      await target.close();
    }
  });

  it('name --into where its URL is wrong', async () => {
    expect((await run(['backup', '--out', path])).code).toBe(0);
    const restoreInto = (url: string) => run(['restore', '--from', path, '--into', url, '--json']);
    const bad = await restoreInto('nonsense');
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('--into: must look like mysql://')]);
    const { pathname } = new URL(databaseUrl(source.database.connectionOptions));
    const none = await restoreInto(
      databaseUrl(source.database.connectionOptions).replace(pathname, '/not_there_at_all'),
    );
    expect([none.code, none.stderr]).toEqual([1, expect.stringMatching(/not_there_at_all.*, or correct --into\n/)]);
    expect(JSON.parse(none.stdout)).toMatchObject({ exitCode: 1, error: { code: 'DATABASE_REFUSED' } });
  });

  describe('of a database with statistics', () => {
    let own: OpenDatabase;
    beforeAll(async () => {
      own = await openMigratedDatabase('backup_month');
      await own.dataSource.query(`INSERT INTO destinations (themeparks_wiki_id, name) VALUES (UUID(), 'Resort')`);
      await own.dataSource.query(
        `INSERT INTO parks (destination_id, themeparks_wiki_id, name, timezone)
         SELECT destination_id, UUID(), 'Park', 'Europe/Paris' FROM destinations`,
      );
      await own.dataSource.query(
        `INSERT INTO rides (park_id, themeparks_wiki_id, name, normalized_name, entity_type)
         SELECT park_id, UUID(), 'Ride', 'ride', 'ATTRACTION' FROM parks`,
      );
      for (const day of ['2024-06-29', '2024-06-30', '2024-07-01', '2024-07-15', '2024-07-31', '2024-08-01']) {
        for (const [hour, wait] of [
          ['08', 10],
          ['09', 40],
          ['12', 25],
        ] as const) {
          await own.dataSource.query(
            `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)
             SELECT ride_id, ?, 'OPERATING', ?, 'ARCHIVE' FROM rides`,
            [`${day} ${hour}:00:00`, wait],
          );
        }
      }
      await own.dataSource.query(
        `INSERT INTO ride_current (ride_id, recorded_at, status, wait_time, data_source)
         SELECT ride_id, recorded_at, status, wait_time, data_source FROM ride_status_snapshots
          WHERE recorded_at = '2024-08-01 12:00:00'`,
      );
    });
    afterAll(() => own?.close());

    const refusal = async (): Promise<string> => {
      const { code, stderr } = await runOn(['restore', '--from', path, '--month', '2024-07']);
      expect(code).toBe(1);
      return stderr;
    };
    const emptyJuly = () =>
      own.dataSource.query(
        `DELETE FROM ride_status_snapshots WHERE recorded_at >= '2024-07-01' AND recorded_at < '2024-08-01'`,
      );
    const runOn = (args: string[]) =>
      new Program(args[0]!, args.slice(1), { DATABASE_URL: databaseUrl(own.database.connectionOptions) }).end();
    const state = async () => ({
      snapshots: await own.dataSource.query<object[]>(
        'SELECT * FROM ride_status_snapshots WHERE recorded_at >= ? ORDER BY recorded_at',
        ['2000-01-01'],
      ),
      statistics: await own.dataSource.query<{ date: string }[]>(
        `SELECT DATE_FORMAT(stat_date, '%Y-%m-%d') AS date, s.* FROM ride_daily_stats s ORDER BY stat_date`,
      ),
    });

    const TABLES = ['ride_status_snapshots', 'queue_data', 'ride_current', 'queue_current'];
    const checksumsOf = (tables: readonly string[]) =>
      own.dataSource.query<{ Table: string; Checksum: string }[]>(`CHECKSUM TABLE ${tables.join(', ')}`);
    const countOf = async (sql: string) =>
      Number((await own.dataSource.query<{ count: number }[]>(`SELECT COUNT(*) AS count FROM ${sql}`))[0]!.count);
    const rowsOfJuly = () =>
      countOf(`ride_status_snapshots WHERE recorded_at >= '2024-07-01' AND recorded_at < '2024-08-01'`);
    const OWN_SESSIONS = `information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
      WHERE p.db = DATABASE()`;
    const untilWaiting = async () => {
      while ((await countOf(`${OWN_SESSIONS} AND t.trx_state = 'LOCK WAIT'`)) === 0) await pause(LIST_AGE_MS);
    };
    const untilNoTransaction = async () => {
      while ((await countOf(`${OWN_SESSIONS} AND p.id <> CONNECTION_ID()`)) > 0) await pause(LIST_AGE_MS);
    };

    async function recompute(): Promise<void> {
      const days = ['2024-06-28', '2024-06-29', '2024-06-30', '2024-07-01', '2024-07-15', '2024-07-31', '2024-08-01'];
      for (const day of days) {
        await own.dataSource.query(
          `INSERT INTO invalidated_park_days (park_id, local_date, reason, invalidated_at)
           SELECT park_id, ?, 'TEST', '2024-09-01' FROM parks`,
          [day],
        );
      }
      expect((await runOn(['stats', 'refresh'])).code).toBe(0);
    }

    it('restore one month into a database that has none of it, with its statistics', async () => {
      await recompute();
      const before = await state();
      expect(before.statistics.map(({ date }) => date)).toContain('2024-07-15');
      expect((await runOn(['backup', '--out', path])).code).toBe(0);

      const same = await runOn(['restore', '--from', path, '--month', '2024-07']);
      expect([same.code, same.stdout]).toEqual([
        0,
        expect.stringContaining('Nothing to restore: the 9 rows of 2024-07 (1 ride)') as string,
      ]);
      const change = `UPDATE ride_status_snapshots SET wait_time = ? WHERE recorded_at = '2024-07-15 09:00:00'`;
      await own.dataSource.query(change, [45]);
      expect(await refusal()).toContain('ride_status_snapshots (9 rows, with other values)');
      await own.dataSource.query(change, [40]);
      expect(await state()).toEqual(before);
      await own.dataSource.query(`DELETE FROM ride_status_snapshots WHERE recorded_at = '2024-07-15 09:00:00'`);
      expect(await refusal()).toMatch(
        /2024-07 is not empty: ride_status_snapshots has 8 rows\. .* ride_status_snapshots \(8 rows instead of 9\)/,
      );
      await emptyJuly();
      await recompute();
      expect(await state()).not.toEqual(before);

      const restored = await runOn(['restore', '--from', path, '--month', '2024-07', '--json']);
      expect([restored.code, restored.stderr]).toEqual([0, expect.any(String)]);
      expect(JSON.parse(restored.stdout)).toMatchObject({ month: '2024-07', rows: 9, rides: 1 });
      expect(await state()).toEqual(before);
    });

    describe('restore one month, killed', () => {
      /** What another session writes, and does not commit: the restore waits for it there. */
      const obstacles = {
        'while it inserts the rows': `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, data_source)
           SELECT ride_id, '2024-07-15 12:00:00', 'CLOSED', 'LIVE' FROM rides`,
        'when all rows are inserted': `INSERT INTO invalidated_park_days (park_id, local_date, reason, invalidated_at)
           SELECT park_id, '2024-07-15', 'TEST', '2024-09-01' FROM parks`,
        'while it computes the statistics': `UPDATE ride_daily_stats SET max_wait = max_wait + 1`,
      };
      const [, , computing] = Object.keys(obstacles);

      it.each(Object.entries(obstacles))('%s, leave all of it or nothing, and go on', async (moment, obstacle) => {
        expect((await runOn(['backup', '--out', path])).code).toBe(0);
        const [before, checksums] = [await state(), await checksumsOf(TABLES)];
        await emptyJuly();
        await recompute();

        const other = own.dataSource.createQueryRunner();
        await other.startTransaction();
        await other.query(obstacle);
        const restore = ['restore', '--from', path, '--month', '2024-07'];
        const killed = new Program(restore[0]!, restore.slice(1), {
          DATABASE_URL: databaseUrl(own.database.connectionOptions),
        });
        await untilWaiting();
        killed.kill('SIGKILL');
        await killed.end();
        await other.rollbackTransaction();
        await other.release();
        await untilNoTransaction();

        expect(await rowsOfJuly()).toBe(moment === computing ? 9 : 0);
        await own.dataSource.query('DELETE FROM job_leases');
        const again = await runOn(restore);
        expect([again.code, again.stderr]).toEqual([0, expect.any(String)]);
        expect(again.stdout).toContain(moment === computing ? 'Nothing to restore' : 'Restored 9 rows');
        expect(await state()).toEqual(before);
        expect(await checksumsOf(TABLES)).toEqual(checksums);
      });
    });

    it('refuse a month that the backup does not have, and one of another warehouse', async () => {
      expect((await runOn(['backup', '--out', path])).code).toBe(0);
      const none = await runOn(['restore', '--from', path, '--month', '2023-01']);
      expect([none.code, none.stderr]).toEqual([
        1,
        expect.stringContaining('has no observations of 2023-01') as string,
      ]);
      await emptyJuly();
      await own.dataSource.query('UPDATE rides SET themeparks_wiki_id = UUID()');
      const other = await runOn(['restore', '--from', path, '--month', '2024-07']);
      expect([other.code, other.stderr]).toEqual([
        1,
        expect.stringContaining('1 ride of that month cannot be found here under the same id and UUID') as string,
      ]);
      expect(await rowsOfJuly()).toBe(0);
    });
  });
});
