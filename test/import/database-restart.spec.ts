import { jest } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type EmbeddedDatabase, holdEmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { totalsOf } from '../../src/modules/import/import-record.js';
import { DEFECT_NAMES } from '../../src/tools/archive-generator/defect-catalog.js';
import { writeArchive } from '../../src/tools/archive-generator/generate-archive.js';
import { ImportApp, type Imported } from '../support/import-app.js';
import { signalPrivateServer } from '../support/private-database.js';
import { importFilesOf, tableChecksums } from '../support/table-checksum.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const DAYS = 40;
/** Begins before the first partition, so that partitions are made while the server dies. */
const ARCHIVE = {
  seed: 9,
  destinations: 1,
  days: DAYS,
  start: '2019-12-05',
  rides: 20,
  eventsPerRideDay: 40,
  compressionLevel: 1,
  defects: DEFECT_NAMES,
  bombBytes: 64 * 1024 ** 2,
};
const TABLES = [
  'ride_status_snapshots',
  'queue_data',
  'ride_current',
  'invalidated_park_days',
  'ride_names',
  'rides',
  'parks',
];

describe('an import whose database goes away', () => {
  const folder = temporaryFolder('database-restart');
  const archive = join(folder.path, 'archive');
  const settings = { ARCHIVE_SOURCE: archive, ARCHIVE_MAX_INFLATED_MB: '16', IMPORT_BATCH_SIZE: '200' };
  let destinationId: string;
  let calmDatabase: TestDatabase;
  let calmApp: ImportApp;
  let calm: Imported;
  let server: EmbeddedDatabase | undefined;
  let app: ImportApp | undefined;

  beforeAll(async () => {
    destinationId = (await writeArchive(ARCHIVE, archive)).destinations[0]!.id;
    calmDatabase = await createTestDatabase('database_restart');
    calmApp = await ImportApp.start({ connection: calmDatabase.connectionOptions, settings });
    calm = await calmApp.import(destinationId);
  });
  afterAll(async () => {
    await app?.close();
    await server?.release();
    await calmApp?.close();
    await calmDatabase?.drop();
    folder.remove();
  });

  function killServer(): void {
    signalPrivateServer(folder.path, 'SIGKILL');
  }

  it('goes on by itself when the server is killed and comes back, in every phase, with the same tables', async () => {
    const extraServerOptions = ['--innodb-log-file-size=16M'];
    server = await holdEmbeddedDatabase({ dataDir: folder.path, bufferPoolMb: 64, extraServerOptions });
    const { socketPath, user, database } = server;
    const connection = { socketPath, user, database };
    app = await ImportApp.start({ connection, settings });
    const { importId } = await app.start(destinationId);

    let files = 0;
    const kills: number[] = [];
    const killAfter = async (delayMs: number): Promise<void> => {
      await pause(delayMs);
      killServer();
      kills.push(files);
    };
    // Once while it plans or makes partitions; right after a commit; inside of later ones; when all files are done.
    const moments = new Map([[3, 0], [11, 4], [20, 9], [29, 15], [DAYS - 1, 0]]); // prettier-ignore
    const pending = [killAfter(30)];
    const { record, result } = await app.run(importId, (progress) => {
      files += progress.files.length;
      const delayMs = moments.get(files);
      if (delayMs !== undefined) pending.push(killAfter(delayMs));
    });
    await Promise.all(pending);

    expect(kills).toHaveLength(moments.size + 1);
    expect(result).toBe('completed');
    expect(record.error).toBeNull();
    expect(totalsOf(record)).toEqual(totalsOf(calm.record));
    expect(await importFilesOf(connection, importId)).toEqual(
      await importFilesOf(calmDatabase.connectionOptions, calm.record.importId),
    );
    expect(await tableChecksums(connection, TABLES)).toEqual(
      await tableChecksums(calmDatabase.connectionOptions, TABLES),
    );
  }, 300_000);
});

describe('a commit that the server made and could not confirm', () => {
  const folder = temporaryFolder('lost-confirmation');
  let database: TestDatabase;
  let app: ImportApp;

  beforeAll(async () => {
    database = await createTestDatabase('lost_confirmation');
    const settings = { ARCHIVE_SOURCE: folder.path, IMPORT_CHECKPOINT_INTERVAL: '2' };
    app = await ImportApp.start({ connection: database.connectionOptions, settings });
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
    folder.remove();
  });

  it('counts once, and what was stored counts as stored', async () => {
    const manifest = await writeArchive({ destinations: 1, days: 6, rides: 5 }, folder.path);
    const transaction = app.dataSource.transaction.bind(app.dataSource) as (...given: unknown[]) => Promise<unknown>;
    let commits = 0;
    const unconfirmed = jest.spyOn(app.dataSource, 'transaction').mockImplementation(async (...given: unknown[]) => {
      const result = await transaction(...given);
      const isCommit = (result as { requestedAction?: unknown } | undefined)?.requestedAction !== undefined;
      if (isCommit && ++commits % 2 === 1) {
        throw Object.assign(new Error('Connection lost'), { fatal: true, code: 'PROTOCOL_CONNECTION_LOST' });
      }
      return result;
    });
    const progress: number[] = [];
    const { importId } = await app.start(manifest.destinations[0]!.id);
    const { record, files, result } = await app.run(importId, ({ totals }) => progress.push(totals.filesDone));
    unconfirmed.mockRestore();

    expect(commits).toBe(6);
    expect(result).toBe('completed');
    expect(progress).toEqual([2, 4, 6]);
    const { observations } = manifest.totals;
    expect(record).toMatchObject({ filesDone: 6, read: observations, stored: observations, duplicate: 0, rejected: 0 });
    expect([...files.values()].map(({ stored }) => stored)).toEqual(manifest.files.map((file) => file.observations));
  });
});
