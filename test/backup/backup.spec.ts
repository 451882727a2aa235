import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { jest } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { AppConfig, loadConfig } from '../../src/common/config/app-config.js';
import { dialectOf } from '../../src/common/database/dialect/dialect.js';
import { LockLeases } from '../../src/common/database/lock-leases.js';
import { prepareSchema, UnfinishedRestoreError } from '../../src/common/database/run-migrations.js';
import { CoreModule } from '../../src/core.module.js';
import { backupStoreAt } from '../../src/modules/backup/backup-store.js';
import { S3Files } from '../../src/modules/backup/s3-files.js';
import { BackupTablesRepository } from '../../src/modules/backup/backup-tables.sql.js';
import { BackupModule } from '../../src/modules/backup/backup.module.js';
import { type BackupProgress, BackupService } from '../../src/modules/backup/backup.service.js';
import { type BackupManifest, partsOf, sizeOf } from '../../src/modules/backup/manifest.js';
import { restoreBackup } from '../../src/modules/backup/restore-backup.js';
import { verifyBackup } from '../../src/modules/backup/verify-backup.js';
import { type OpenDatabase, openEmptyDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { PrivateDatabase } from '../support/private-database.js';
import { databaseUrl } from '../support/program.js';
import { insertRandomRows } from '../support/random-rows.js';
import { TRUNCATED, startFaultProxy } from '../../src/tools/archive-server/fault-proxy.js';
import { type ArchiveServer, startArchiveServer } from '../../src/tools/archive-server/archive-server.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { wholeTables } from '../support/whole-tables.js';

const never = new AbortController().signal;
const WRITER = { accessKeyId: 'backup-writer', secretAccessKey: 'a/secret+with=signs' };
const bucketSettings = (endpoint: string, secret = WRITER.secretAccessKey) => ({
  BACKUP_S3_ENDPOINT: endpoint,
  BACKUP_S3_ACCESS_KEY_ID: WRITER.accessKeyId,
  BACKUP_S3_SECRET_ACCESS_KEY: secret,
});
const ROWS_PER_TABLE = 40;

describe('a backup', () => {
  let source: OpenDatabase;
  let context: INestApplicationContext;
  let service: BackupService;
  let path: string;
  const opened: OpenDatabase[] = [];
  let bucket: ArchiveServer;
  let bucketFolder: ReturnType<typeof temporaryFolder>;
  const configOf = (open: OpenDatabase): AppConfig =>
    loadConfig({ DATABASE_URL: databaseUrl(open.database.connectionOptions), ...bucketSettings(bucket.endpoint) });
  const storeAt = (location: string) => backupStoreAt(location, () => configOf(source));

  beforeAll(async () => {
    bucketFolder = temporaryFolder('bucket');
    bucket = await startArchiveServer({ bucket: 'backups', folder: bucketFolder.path, writer: WRITER, pageLimit: 7 });
    source = await openMigratedDatabase('backup_source');
    await insertRandomRows(source.database.connectionOptions, ROWS_PER_TABLE, 7);
    const compiled = await Test.createTestingModule({ imports: [CoreModule, BackupModule] })
      .overrideProvider(AppConfig)
      .useValue(configOf(source))
      .compile();
    context = await compiled.init();
    service = context.get(BackupService);
  });
  afterAll(async () => {
    await context?.close();
    await source?.close();
    await bucket?.close();
    bucketFolder.remove();
  });
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'backup-'));
  });
  afterEach(async () => {
    rmSync(path, { recursive: true, force: true });
    for (const open of opened.splice(0)) await open.close();
  });

  async function backUp(options: Partial<Parameters<BackupService['run']>[0]> = {}) {
    const parts: BackupProgress[] = [];
    const result = await service.run({
      ...{ folder: path, full: false, keep: null, signal: never, onPart: (part) => parts.push(part) },
      ...options,
    });
    return {
      result,
      written: parts.filter(({ isWritten }) => isWritten).map(({ table, partition }) => `${table} ${partition}`),
    };
  }

  async function emptyTarget(): Promise<OpenDatabase> {
    const target = await openEmptyDatabase('backup_target');
    opened.push(target);
    return target;
  }

  async function restoreInto(target: OpenDatabase, location = path) {
    const store = storeAt(location);
    const backup = await store.manifest(null);
    return restoreBackup({ store, backup, config: configOf(target), signal: never });
  }

  const files = () => {
    const data = join(path, 'data');
    return readdirSync(data).flatMap((table) => readdirSync(join(data, table)).map((name) => join(data, table, name)));
  };

  it('restores every value of every table into an empty database', async () => {
    const { result } = await backUp();
    const target = await emptyTarget();
    const restored = await restoreInto(target);
    expect(restored).toMatchObject({ id: result.id, rows: result.rows, migrated: [], areValuesCompared: true });
    const values = await wholeTables(source.database.connectionOptions);
    // the backup holds its own lease while it reads, and its run has not ended
    const { job_leases: _, job_runs: __, lock_leases: ___, ...others } = values;
    expect(await wholeTables(target.database.connectionOptions)).toMatchObject(others);
    expect(Object.values(others).filter((value) => value.startsWith('0 ')).length).toBeLessThan(5);
  });

  it('has every queue of a ride where a batch of rows ends between them', async () => {
    const types = ['STANDBY', 'SINGLE_RIDER', 'RETURN_TIME', 'PAID_RETURN_TIME', 'BOARDING_GROUP', 'PAID_STANDBY'];
    const month = `recorded_at >= '2019-03-01' AND recorded_at < '2019-04-01'`;
    // 24,000 rows: the first batch of 20,000 ends after the second queue of an instant
    await source.dataSource.query(
      `INSERT INTO queue_data (ride_id, recorded_at, queue_type, wait_time_minutes, data_source)
       WITH RECURSIVE second AS (SELECT 0 AS n UNION ALL SELECT n + 1 FROM second WHERE n < 799)
       SELECT 1, '2019-03-02' + INTERVAL (hours.n * 3600 + second.n) SECOND, types.type, second.n, 'ARCHIVE'
         FROM second JOIN (${[0, 1, 2, 3, 4].map((n) => `SELECT ${n} AS n`).join(' UNION ')}) hours
         JOIN (${types.map((type) => `SELECT '${type}' AS type`).join(' UNION ')}) types`,
    );
    try {
      await backUp();
      const target = await emptyTarget();
      await restoreInto(target);
      const [found] = await target.dataSource.query<{ count: string }[]>(
        `SELECT COUNT(*) AS count FROM queue_data WHERE ${month}`,
      );
      expect(Number(found!.count)).toBe(24_000);
    } finally {
      await source.dataSource.query(`DELETE FROM queue_data WHERE ${month}`);
    }
  });

  it('restores the same into a server that does not take rows by LOAD DATA LOCAL', async () => {
    const { result } = await backUp();
    const server = await PrivateDatabase.start(path, ['--local-infile=OFF']);
    try {
      const target = await openEmptyDatabase('backup_target', server.urlOf(server.database));
      const restored = await restoreInto(target).finally(() => target.close());
      // A private server is a MariaDB, and the source may be a MySQL.
      const areValuesCompared = dialectOf(source.dataSource).writesSameTextAs('MariaDB');
      expect(restored).toMatchObject({ id: result.id, rows: result.rows, areValuesCompared });
    } finally {
      await server.release();
    }
  });

  it('goes on counting ids where the source would', async () => {
    const nextOf = async ({ dataSource }: OpenDatabase) =>
      (
        await dataSource.query<{ next: number }[]>(
          `SELECT AUTO_INCREMENT AS next FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'rides'`,
        )
      )[0]!.next;
    await source.dataSource.query('ALTER TABLE rides AUTO_INCREMENT = 90001');
    await backUp();
    const target = await emptyTarget();
    await restoreInto(target);
    expect(Number(await nextOf(target))).toBe(90_001);
  });

  it('writes only months and tables that have changed since the last one', async () => {
    await backUp();
    const unchanged = await backUp();
    // its own lease and run have changed
    expect(unchanged.written.sort()).toEqual(['job_leases null', 'job_runs null']);
    await source.dataSource.query(
      `UPDATE ride_status_snapshots SET wait_time = COALESCE(wait_time, 0) + 1 WHERE recorded_at = '2024-08-15 12:34:56.789'`,
    );
    expect((await backUp()).written.sort()).toEqual([
      'job_leases null',
      'job_runs null',
      'ride_status_snapshots p202408',
    ]);
    expect((await backUp({ full: true })).written.length).toBeGreaterThan(20);
  });

  it('writes a file again that has disappeared from the folder', async () => {
    await backUp();
    const file = files().find((name) => name.includes('/rides/'))!;
    rmSync(file);
    expect((await backUp()).written).toContain('rides null');
    expect((await verifyBackup(storeAt(path), await storeAt(path).manifest(null), never)).damages).toEqual([]);
  });

  it('has the data of one instant while others write', async () => {
    let isOver = false;
    const write = async (): Promise<void> => {
      for (let id = 1; !isOver; id++) {
        // one transaction changes both tables
        await source.dataSource.transaction(async (manager) => {
          await manager.query('UPDATE destinations SET name = ?', [`state ${id}`]);
          await manager.query('UPDATE parks SET name = ?', [`state ${id}`]);
        });
      }
    };
    const writing = write();
    await backUp();
    isOver = true;
    await writing;
    const target = await emptyTarget();
    await restoreInto(target);
    const names = await target.dataSource.query<{ name: string }[]>(
      'SELECT DISTINCT name FROM destinations UNION SELECT DISTINCT name FROM parks',
    );
    expect(names).toHaveLength(1);
  });

  it('begins again if a partition was split while it read', async () => {
    const repository = context.get(BackupTablesRepository);
    const original = repository.content.bind(repository);
    const read = jest.spyOn(repository, 'content');
    let splits = 0;
    read.mockImplementation(async (view, shape, partition) => {
      if (shape.name === 'queue_data' && splits++ === 0) await splitPast(source);
      return original(view, shape, partition);
    });
    const { result } = await backUp().finally(() => read.mockRestore());
    const [counted] = await source.dataSource.query<{ rows: number }[]>('SELECT COUNT(*) AS `rows` FROM queue_data');
    const backup = await storeAt(path).manifest(result.id);
    const queues = backup.tables.find(({ name }) => name === 'queue_data')!;
    expect(queues.parts.map(({ partition }) => partition)).toContain('p_split');
    expect(queues.parts.reduce((sum, { rows }) => sum + rows, 0)).toBe(Number(counted!.rows));
  });

  it.each([
    ['cut off', (file: string) => truncateSync(file, statSync(file).size - 9)],
    ['longer', (file: string) => appendFileSync(file, 'x')],
    ['missing', (file: string) => rmSync(file)],
    [
      'changed',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes[bytes.length >> 1]! ^= 1;
        writeFileSync(file, bytes);
      },
    ],
  ])('names a file that is %s, and restores nothing then', async (_, damage) => {
    await backUp();
    const file = files().find((name) => name.includes('/rides/'))!;
    damage(file);
    const store = storeAt(path);
    const { damages } = await verifyBackup(store, await store.manifest(null), never);
    expect(damages).toHaveLength(1);
    expect(damages[0]).toContain(file.slice(path.length + 1));
    const target = await emptyTarget();
    await expect(restoreInto(target)).rejects.toThrow(`Nothing was restored: ${damages[0]}`);
    expect(await target.dataSource.query('SHOW TABLES')).toEqual([]);
  });

  it('is not read for a database with tables', async () => {
    await backUp();
    for (const file of files()) truncateSync(file, 1);
    await expect(restoreInto(source)).rejects.toThrow('the database is not empty');
  });

  it('is not restored into a database with tables', async () => {
    await backUp();
    const target = await emptyTarget();
    await target.dataSource.query('CREATE TABLE mine (id INT PRIMARY KEY)');
    await expect(restoreInto(target)).rejects.toThrow('the database is not empty');
    expect(await target.dataSource.query('SHOW TABLES')).toHaveLength(1);
  });

  it('is restored into a database that has nothing but a record of migrations without one', async () => {
    const { result } = await backUp();
    const target = await emptyTarget();
    await target.dataSource.showMigrations();
    expect(await target.dataSource.query('SHOW TABLES')).toHaveLength(1);
    expect(await restoreInto(target)).toMatchObject({ id: result.id, rows: result.rows });
  });

  it.each([
    ['an empty one', []],
    ['a held one', [{ name: 'schema:of-a-cluster', owner: 'node-1:7:ab' }]],
  ])('is restored into a database that has only a table of leases, %s, and leaves that', async (_, leases) => {
    const { result } = await backUp();
    // Backups of earlier versions have this table.
    const file = join(path, 'backups', `${result.id}.json`);
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as BackupManifest;
    const part = { partition: null, rows: 3, fingerprint: '1-1', file: null, bytes: 0, sha256: '' };
    const columns = [{ name: 'name', encoding: 'plain' as const }];
    manifest.tables.unshift({ name: 'lock_leases', columns, key: ['name'], autoIncrement: null, parts: [part] });
    writeFileSync(file, JSON.stringify(manifest));
    const target = await emptyTarget();
    await new LockLeases(target.dataSource).prepare();
    for (const { name, owner } of leases) {
      await target.dataSource.query('INSERT INTO lock_leases VALUES (?, ?, UTC_TIMESTAMP(3))', [name, owner]);
    }
    expect(await restoreInto(target)).toMatchObject({ id: result.id, rows: result.rows });
    expect(await target.dataSource.query('SELECT name, owner FROM lock_leases')).toEqual(leases);
  });

  it('leaves a database that no server uses if the restore is cut off', async () => {
    await backUp();
    const target = await emptyTarget();
    const store = storeAt(path);
    const backup = await store.manifest(null);
    const stop = new AbortController();
    const cutOff = restoreBackup({
      ...{ store, backup, config: configOf(target), signal: stop.signal },
      onTable: ({ table }) => table === 'parks' && stop.abort(new Error('power cut')),
    });
    await expect(cutOff).rejects.toThrow('power cut');
    await expect(restoreInto(target)).rejects.toThrow('an earlier restore that did not finish');
    await expect(prepareSchema(target.dataSource, { MIGRATIONS_AUTO_RUN: true })).rejects.toThrow(
      UnfinishedRestoreError,
    );
  });

  it('refuses a backup of a newer version', async () => {
    const { result } = await backUp();
    const file = join(path, 'backups', `${result.id}.json`);
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { migrations: string[] };
    manifest.migrations.push('FromTheFuture9999');
    writeFileSync(file, JSON.stringify(manifest));
    await expect(restoreInto(await emptyTarget())).rejects.toThrow('FromTheFuture9999');
  });

  it('removes all but the newest backups, and the files that only those had', async () => {
    await backUp();
    await backUp({ full: true });
    const { result } = await backUp({ keep: 1 });
    expect(result.removed).toHaveLength(2);
    const store = storeAt(path);
    expect(await store.ids()).toEqual([result.id]);
    const backup = await store.manifest(null);
    expect(await verifyBackup(store, backup, never)).toMatchObject({
      damages: [],
      rows: sizeOf(partsOf(backup)).rows,
    });
  });

  it('counts no damaged description as one of the backups to keep', async () => {
    const first = (await backUp()).result.id;
    const damaged = (await backUp()).result.id;
    truncateSync(join(path, 'backups', `${damaged}.json`), 100);
    const third = (await backUp({ keep: 2 })).result;
    expect(third.removed).toEqual([]);
    expect(await storeAt(path).ids()).toEqual([first, damaged, third.id]);
    const fourth = (await backUp({ keep: 2 })).result;
    expect(fourth.removed).toEqual([first, damaged]);
    expect(await storeAt(path).ids()).toEqual([third.id, fourth.id]);
  });

  describe('in a bucket', () => {
    const PREFIX = 's3://backups/of/us';
    const inBucket = (options: Partial<Parameters<BackupService['run']>[0]> = {}) =>
      backUp({ folder: PREFIX, ...options });
    const objects = () =>
      readdirSync(bucketFolder.path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    beforeEach(() => rmSync(join(bucketFolder.path, 'of'), { recursive: true, force: true }));

    it('is restored with every value, after connections that broke', async () => {
      const { result } = await inBucket();
      const target = await emptyTarget();
      const proxy = await startFaultProxy({
        target: bucket.endpoint,
        // every object breaks off twice
        plan: ({ url, attempt }) => (url.includes('.tsv.gz') && attempt <= 2 ? TRUNCATED : null),
      });
      try {
        const config = Object.assign(configOf(target), { BACKUP_S3_ENDPOINT: proxy.endpoint });
        const store = backupStoreAt(PREFIX, () => config);
        const backup = await store.manifest(null);
        const restored = await restoreBackup({ store, backup, config, signal: never });
        expect(restored).toMatchObject({ id: result.id, rows: result.rows, areValuesCompared: true });
        expect(proxy.stats.faults.truncate).toBeGreaterThan(20);
      } finally {
        await proxy.close();
      }
      const values = await wholeTables(source.database.connectionOptions);
      const { job_leases: _, job_runs: __, lock_leases: ___, ...others } = values;
      expect(await wholeTables(target.database.connectionOptions)).toMatchObject(others);
    });

    it('writes only what has changed, and removes old backups', async () => {
      await inBucket();
      expect((await inBucket()).written.sort()).toEqual(['job_leases null', 'job_runs null']);
      const { result } = await inBucket({ keep: 1 });
      expect(result.removed).toHaveLength(2);
      expect(await storeAt(PREFIX).ids()).toEqual([result.id]);
      expect(objects().every((file) => file.startsWith(join(bucketFolder.path, 'of', 'us')))).toBe(true);
      expect(bucket.uploads()).toBe(0);
    });

    it('names an object that is missing or changed, and restores nothing then', async () => {
      await inBucket();
      const store = storeAt(PREFIX);
      const backup = await store.manifest(null);
      const [rides, parks] = ['rides', 'parks'].map((table) => objects().find((file) => file.includes(`/${table}/`))!);
      rmSync(rides!);
      truncateSync(parks!, statSync(parks!).size - 9);
      const { damages } = await verifyBackup(store, backup, never);
      expect(damages).toEqual([expect.stringContaining('data/parks/'), expect.stringContaining('data/rides/')]);
      expect(damages[1]).toContain('it is missing');
      const target = await emptyTarget();
      await expect(restoreInto(target, PREFIX)).rejects.toThrow('Nothing was restored: ');
      expect(await target.dataSource.query('SHOW TABLES')).toEqual([]);
    });

    it('is not begun with a wrong key, whose secret is in no message', async () => {
      const wrong = loadConfig({ ...bucketSettings(bucket.endpoint, 'another-secret') });
      const failure = await backupStoreAt(PREFIX, () => wrong)
        .prepare()
        .catch((error: Error) => error.message);
      expect(failure).toMatch(/^s3:\/\/backups\/of\/us cannot be used: SignatureDoesNotMatch: /);
      expect(failure).not.toContain('another-secret');
      await expect(inBucket({ folder: 's3://other-bucket' })).rejects.toThrow(/NoSuchBucket|AccessDenied/);
    });

    describe('with a file that does not fit into one request', () => {
      const MIB = 1024 * 1024;
      const filesOf = () => new S3Files(PREFIX, { bucket: 'backups', prefix: 'of/us/' }, configOf(source));
      async function* chunks(mib: number, failAt = Infinity): AsyncGenerator<Buffer> {
        for (let at = 0; at < mib; at++) {
          if (at === failAt) throw new Error('the disk is gone');
          yield Buffer.alloc(MIB, at + 1);
          await Promise.resolve();
        }
      }

      it.each([0, 1, 8, 16, 21])('writes it in parts: %d MiB', async (mib) => {
        await filesOf().write('data/t/x.tsv.gz', Readable.from(chunks(mib), { objectMode: false }));
        const read: Buffer[] = [];
        for await (const chunk of filesOf().read('data/t/x.tsv.gz')) read.push(chunk);
        const bytes = Buffer.concat(read);
        expect(bytes.length).toBe(mib * MIB);
        expect(
          [...Array(mib).keys()].every((at) => bytes[at * MIB] === at + 1 && bytes[at * MIB + MIB - 1] === at + 1),
        ).toBe(true);
        expect(bucket.uploads()).toBe(0);
      });

      it('leaves nothing behind if it cannot be read to its end', async () => {
        const writing = filesOf().write('data/t/y.tsv.gz', Readable.from(chunks(30, 20), { objectMode: false }));
        await expect(writing).rejects.toThrow('the disk is gone');
        expect(bucket.uploads()).toBe(0);
        expect(await filesOf().list('data')).toEqual([]);
      });
    });
  });

  it('has the reason of its failure in the history of the job', async () => {
    await expect(backUp({ folder: '/dev/null/backups' })).rejects.toThrow(
      'The folder /dev/null/backups cannot be used',
    );
    const [run] = await source.dataSource.query<{ error: string }[]>(
      `SELECT error FROM job_runs WHERE job_name = 'backup' ORDER BY run_id DESC LIMIT 1`,
    );
    expect(run!.error).toContain('The folder /dev/null/backups cannot be used: it is a file, or below a file');
  });

  it('runs in one process at a time', async () => {
    let second: Promise<unknown> | undefined;
    await backUp({
      onPart: () => {
        second ??= backUp().catch((error: Error) => error.message);
      },
    });
    expect(await second).toContain('Another process is already making a backup');
  });
});

/** The rows of 2010 move into a partition of their own. */
async function splitPast({ dataSource }: OpenDatabase): Promise<void> {
  const [past] = await dataSource.query<{ bound: string }[]>(
    `SELECT PARTITION_DESCRIPTION AS bound FROM information_schema.PARTITIONS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'queue_data' AND PARTITION_NAME = 'p_past'`,
  );
  await dataSource.query(
    `ALTER TABLE queue_data REORGANIZE PARTITION p_past INTO (
       PARTITION p_past VALUES LESS THAN ('2010-01-01 00:00:00'),
       PARTITION p_split VALUES LESS THAN (${past!.bound}))`,
  );
}
