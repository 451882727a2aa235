import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ArchiveServer, startArchiveServer } from '../../src/tools/archive-server/archive-server.js';
import { type OpenDatabase, openEmptyDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, Program } from '../support/program.js';
import { insertRandomRows } from '../support/random-rows.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { wholeTables } from '../support/whole-tables.js';

const WRITER = { accessKeyId: 'backup-writer', secretAccessKey: 'a-secret-of-it' };

describe('a backup that is killed', () => {
  const folder = temporaryFolder('backup-kills');
  let source: OpenDatabase;
  let bucket: ArchiveServer;
  let settings: Record<string, string>;
  beforeAll(async () => {
    source = await openMigratedDatabase('backup_kills');
    await insertRandomRows(source.database.connectionOptions, 30, 12);
    bucket = await startArchiveServer({ bucket: 'backups', folder: folder.path, writer: WRITER });
    settings = {
      DATABASE_URL: databaseUrl(source.database.connectionOptions),
      BACKUP_S3_ENDPOINT: bucket.endpoint,
      BACKUP_S3_ACCESS_KEY_ID: WRITER.accessKeyId,
      BACKUP_S3_SECRET_ACCESS_KEY: WRITER.secretAccessKey,
    };
  });
  afterAll(async () => {
    await bucket?.close();
    await source?.close();
    folder.remove();
  });

  const run = (args: string[]) => new Program(args[0]!, args.slice(1), settings).end();
  /** The lease of the killed process lasts for minutes. */
  const endLease = () => source.dataSource.query(`DELETE FROM job_leases WHERE name = 'backup'`);

  it.each(['a folder', 'a bucket'])('leaves only complete backups in %s', async (where) => {
    const location = where === 'a folder' ? join(folder.path, 'plain') : 's3://backups/nightly';
    for (let waitMs = 300; waitMs <= 1_500; waitMs += 300) {
      const program = new Program('backup', ['--out', location, '--full'], settings);
      await pause(waitMs);
      program.kill('SIGKILL');
      await program.end();
    }
    await endLease();
    const ended = await run(['backup', '--out', location]);
    expect([ended.code, ended.stderr]).toEqual([0, expect.any(String)]);
    expect(existsSync(join(folder.path, where === 'a folder' ? 'plain/backups' : 'nightly/backups'))).toBe(true);
    expect((await run(['backup', 'verify', '--from', location])).code).toBe(0);
  });

  describe('while a server makes it by its schedule', () => {
    const LOCATION = 's3://backups/scheduled';
    const home = join(folder.path, 'scheduled');
    const filesIn = (name: string): number =>
      existsSync(join(home, name))
        ? readdirSync(join(home, name), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length
        : 0;
    const listed = async (): Promise<string[]> => {
      const { code, stdout } = await run(['backup', 'list', '--from', LOCATION, '--json']);
      expect(code).toBe(0);
      return (JSON.parse(stdout) as { backups: { id: string }[] }).backups.map(({ id }) => id);
    };

    /** Starts a server whose next backup is due in a second, and kills it at a moment. */
    async function killAt(isMoment: () => boolean): Promise<void> {
      const schedule = { BACKUP_FOLDER: LOCATION, BACKUP_CRON: '* * * * * *', BACKUP_KEEP: '2' };
      const server = new Program('main', [], { ...settings, ...schedule, ROLE: 'worker', PORT: '0' });
      while (!isMoment()) await pause(1);
      server.kill('SIGKILL');
      await server.end();
      await endLease();
    }

    it('lists only backups that can be restored, and keeps as many as it should', async () => {
      await killAt(() => filesIn('data') > 0);
      expect([filesIn('backups'), filesIn('data') > 0]).toEqual([0, true]);
      await killAt(() => filesIn('backups') >= 1);
      const written = filesIn('data');
      await killAt(() => filesIn('data') > written);
      await killAt(() => filesIn('backups') >= 3);
      for (const id of await listed()) {
        const verified = await run(['backup', 'verify', '--from', LOCATION, '--backup', id]);
        expect([id, verified.code, verified.stdout]).toEqual([id, 0, expect.any(String)]);
      }

      const [newest] = (await listed()).sort().reverse();
      await killAt(() => readdirSync(join(home, 'backups')).some((name) => name > `${newest!}.json`));
      const kept = await run(['backup', '--out', LOCATION, '--keep', '2', '--json']);
      expect([kept.code, kept.stderr]).toEqual([0, expect.any(String)]);
      expect(await listed()).toHaveLength(2);

      const target = await openEmptyDatabase('backup_kills_to');
      try {
        const into = databaseUrl(target.database.connectionOptions);
        expect((await run(['restore', '--from', LOCATION, '--into', into])).code).toBe(0);
        expect(await ownTables(target)).toEqual(await ownTables(source));
      } finally {
        await target.close();
      }
    });
  });
});

/** Of tables that no running program writes. */
async function ownTables({ database, dataSource }: OpenDatabase) {
  const names = Object.keys(await wholeTables(database.connectionOptions)).filter(
    (name) => !/^(job_|lock_|audit_|schema_)/.test(name),
  );
  const rows = await dataSource.query<{ Table: string; Checksum: string }[]>(`CHECKSUM TABLE ${names.join(', ')}`);
  return rows.map(({ Table, Checksum }) => [Table.split('.')[1], Checksum]);
}
