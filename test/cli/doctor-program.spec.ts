import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AppConfig } from '../../src/common/config/app-config.js';
import { executedMigrations } from '../../src/common/database/run-migrations.js';
import { backupStoreAt } from '../../src/modules/backup/backup-store.js';
import { type OpenDatabase, openEmptyDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, type Ended } from '../support/program.js';
import { runHere } from '../support/program-here.js';
import { type ReachableSources, startReachableSources } from '../support/reachable-sources.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const READER = 'doctor_reader';

const run = (settings: Record<string, string>, ...args: string[]): Promise<Ended> =>
  runHere(['doctor', ...args], settings);
const urlOf = (open: OpenDatabase, user?: string) =>
  databaseUrl({ ...open.database.connectionOptions, ...(user === undefined ? {} : { user, password: 'only-reads' }) });
const linesThatNeedCare = (stdout: string) => stdout.split('\n').filter((line) => line.startsWith('CARE'));

describe('the doctor', () => {
  let open: OpenDatabase;
  let empty: OpenDatabase;
  let sources: ReachableSources;
  const reachable = () => sources.settings;

  beforeAll(async () => {
    sources = await startReachableSources();
    open = await openMigratedDatabase('doctor');
    empty = await openEmptyDatabase('doctor_empty');
    await empty.dataSource.query(`CREATE USER IF NOT EXISTS '${READER}'@'localhost' IDENTIFIED BY 'only-reads'`);
    await empty.dataSource.query(`GRANT SELECT ON \`${empty.database.name}\`.* TO '${READER}'@'localhost'`);
  });
  afterAll(async () => {
    await empty?.dataSource.query(`DROP USER '${READER}'@'localhost'`);
    await empty?.close();
    await open?.close();
    sources.close();
  });

  it('prints all checks, and ends with 0 where nothing is wrong', async () => {
    const { code, stdout } = await run({ ...reachable(), DATABASE_URL: urlOf(open) });
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => line.slice(5).split(/ {2,}/)[0]);
    expect([code, names]).toEqual([
      0,
      [
        ...['database', 'versions', 'settings', 'server', 'memory', 'schema', 'time zones', 'clock', 'live responses'],
        ...['archive', 'live API', 'API key', 'disk', 'backups', 'alerts'],
      ],
    ]);
    expect(stdout).toMatch(/^ok {3}database +answers, .*(MySQL|MariaDB)/m);
    expect(stdout).toMatch(/^ok {3}versions +\d+\.\d+\.\d+ on Node [\d.]+, schema \w+\d{13}, .*(MySQL|MariaDB)/m);
    expect(stdout).toMatch(/^ok {3}archive +.* has 0 destinations /m);
  });

  it('finds within its time limits that the archive is away and the API does not respond, and what to do', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const startedMs = performance.now();
    const { code, stdout } = await run({
      DATABASE_URL: urlOf(open),
      ARCHIVE_S3_ENDPOINT: 'http://127.0.0.1:1',
      LIVE_API_BASE_URL: `http://127.0.0.1:${port}/v1`,
    });
    expect(performance.now() - startedMs).toBeLessThan(15_000);
    silent.closeAllConnections();
    silent.close();
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^CARE archive +.*cannot be read: .*\. Check the network, ARCHIVE_SOURCE and ARCHIVE_S3_\*/m,
    );
    expect(stdout).toMatch(
      /^CARE live API +.*cannot be reached: .*no response within 5 s\. Check the network and LIVE_API_BASE_URL/m,
    );
  });

  it('names the error code where the API cannot be reached', async () => {
    const { stdout } = await run({
      ...reachable(),
      DATABASE_URL: urlOf(open),
      LIVE_API_BASE_URL: 'http://nowhere.invalid/v1',
    });
    expect(linesThatNeedCare(stdout)).toEqual([
      expect.stringMatching(/^CARE live API .*cannot be reached: (ENOTFOUND|EAI_AGAIN)\. /),
    ]);
  });

  it('names days that follow newer time zone rules than the program has', async () => {
    await open.dataSource.query(
      `INSERT INTO park_time_zone_rules (park_id, timezone, rules_version, fingerprint, rules, stored_at)
       VALUES (1, 'Europe/Paris', '2999z', REPEAT('0', 64), '[]', UTC_TIMESTAMP(3))`,
    );
    const { code, stdout } = await run({ ...reachable(), DATABASE_URL: urlOf(open) });
    await open.dataSource.query('DELETE FROM park_time_zone_rules');
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(/^CARE time zones .*1 park with 2999z.*Update the program$/m),
    ]);
  });

  it('names missing migrations and applies none', async () => {
    const migrationsOf = () => executedMigrations(open.dataSource);
    const before = await migrationsOf();
    const newest = before.at(-1)!;
    await open.dataSource.query('DELETE FROM schema_migrations WHERE name = ?', [newest]);
    const { code, stdout } = await run({ ...reachable(), DATABASE_URL: urlOf(open) });
    const after = await migrationsOf();
    await open.dataSource.query('INSERT INTO schema_migrations (timestamp, name) VALUES (?, ?)', [
      Number(newest.slice(-13)),
      newest,
    ]);
    expect([code, after]).toEqual([3, before.slice(0, -1)]);
    expect(linesThatNeedCare(stdout)).toEqual([
      expect.stringMatching(
        `^CARE schema +1 migration not applied: npm run migration:run \\(${newest}\\)\\. Not checked until then: .*alerts$`,
      ),
    ]);
    expect(await migrationsOf()).toEqual(before);
  });

  it('makes no tables in an empty database, and names what does', async () => {
    const { code, stdout } = await run({ ...reachable(), DATABASE_URL: urlOf(empty) });
    expect([code, await empty.dataSource.query('SHOW TABLES')]).toEqual([3, []]);
    expect(linesThatNeedCare(stdout)).toEqual([
      expect.stringMatching(
        /^CARE schema +not created yet: the first start .* creates it, or npm run migration:run\. Not checked until then: .*alerts$/,
      ),
    ]);
  });

  it('names a backup that is too old, and a newer one that cannot be read', async () => {
    const backups = temporaryFolder('doctor-backups');
    const store = backupStoreAt(backups.path, () => new AppConfig());
    const part = { partition: null, rows: 0, fingerprint: '0-0', file: null, bytes: 0, sha256: '' };
    const columns = [{ name: 'park_id', encoding: 'plain' as const }];
    await store.complete({
      ...{ format: 'theme-park-data-warehouse backup', formatVersion: 1, id: '20200101T030000Z' },
      ...{ takenAt: '2020-01-01T03:00:00.000Z', programVersion: '1.0.0', madeOn: { kind: 'MariaDB', version: '11.8' } },
      migrations: ['First1'],
      tables: [{ name: 'parks', columns, key: ['park_id'], autoIncrement: null, parts: [part] }],
    });
    writeFileSync(join(backups.path, 'backups', '20200102T030000Z.json'), '{}');
    const { code, stdout } = await run({ ...reachable(), DATABASE_URL: urlOf(open), BACKUP_FOLDER: backups.path });
    backups.remove();
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(/^CARE backups .*20200101T030000Z, [\d,]+ days old; 1 newer one cannot be read .*\. Run /m),
    ]);
  });

  it('shows a database that is away as a failed check with what to do, at once', async () => {
    const startedMs = performance.now();
    const { code, stdout, stderr } = await run({ DATABASE_URL: 'mysql://user:hidden@127.0.0.1:1/parks' });
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(
      /^CARE database {2}The database does not answer \(ECONNREFUSED\)\..* correct DATABASE_URL\n$/,
    );
    expect(stdout).not.toContain('hidden');
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it('shows missing rights as a failed check with what to do', async () => {
    const { code, stdout } = await run({ DATABASE_URL: urlOf(empty, READER) });
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^CARE server {2}privileges: .*GRANT INSERT, UPDATE, DELETE ON/),
    ]);
  });

  it('shows a wrong password, and a database that is not there', async () => {
    const options = open.database.connectionOptions;
    const wrong = await run({ DATABASE_URL: databaseUrl({ ...options, user: READER, password: 'guessed' }) });
    expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringMatching(/^CARE database {2}refuses: Access denied/)]);
    expect(wrong.stdout).not.toContain('guessed');
    const nowhere = await run({ DATABASE_URL: databaseUrl({ ...options, database: 'nowhere_at_all' }) });
    expect([nowhere.code, nowhere.stdout]).toEqual([1, expect.stringMatching(/^CARE database .*nowhere_at_all/)]);
  });

  it('gives the same as JSON', async () => {
    const { code, stdout } = await run({ DATABASE_URL: 'mysql://user:hidden@127.0.0.1:1/parks' }, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 1, checks: [{ name: 'database', isWell: false }] });
  });

  it('makes no private database where there is none yet, and says so', async () => {
    const folder = temporaryFolder('doctor');
    const dataDir = join(folder.path, 'data');
    const { code, stdout } = await run({ DATA_DIR: dataDir });
    expect([code, stdout]).toEqual([1, expect.stringContaining(`there is none yet in ${join(dataDir, 'mariadb')}`)]);
    expect(existsSync(dataDir)).toBe(false);
    folder.remove();
  });
});
