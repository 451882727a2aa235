import { totalsOf, type ImportRecord } from '../../src/modules/import/import-record.js';
import { DEFECT_NAMES } from '../../src/tools/archive-generator/defect-catalog.js';
import { writeArchive } from '../../src/tools/archive-generator/write-archive.js';
import { seededRandom } from '../support/archive-event.js';
import { ImportApp } from '../support/import-app.js';
import { ImportProcess, type KillMoment } from '../support/import-process.js';
import { importFilesOf, tableChecksums } from '../support/table-checksum.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const KILLS = 25;
const HOUR_MS = 3_600_000;
const DAYS = 150;
/** Begins before the first partition, so that the first runs are killed while partitions are made. */
const ARCHIVE = {
  seed: 25,
  destinations: 1,
  days: DAYS,
  start: '2019-11-20',
  rides: 40,
  eventsPerRideDay: 40,
  gzipShare: 0.1,
  plainShare: 0.1,
  compressionLevel: 1,
  defects: DEFECT_NAMES,
  bombBytes: 64 * 1024 ** 2,
};

/**
 * Two kills before anything is committed (while it connects, claims, plans, makes partitions, registers rides), the
 * others in, between and after commits, spread over two thirds of the archive and what is committed until they land.
 */
function killMoments(): KillMoment[] {
  const random = seededRandom(25);
  const early = [5, 60].map((thenMs) => ({ files: 0, thenMs }));
  const filesApart = (1.6 * DAYS) / KILLS;
  const later = Array.from({ length: KILLS - early.length }, () => ({
    files: Math.floor(random() * filesApart),
    thenMs: Math.floor(random() * 40),
  }));
  return [...early, ...later];
}

describe('an import that is killed', () => {
  const folder = temporaryFolder('crash-safety');
  const settings = {
    ARCHIVE_SOURCE: folder.path,
    ARCHIVE_MAX_INFLATED_MB: '16',
    IMPORT_BATCH_SIZE: '500',
    IMPORT_CHECKPOINT_INTERVAL: '1',
  };
  const databases: TestDatabase[] = [];
  const apps: ImportApp[] = [];
  const processes: ImportProcess[] = [];

  async function database(): Promise<{ connection: TestDatabase['connectionOptions']; app: ImportApp }> {
    const created = await createTestDatabase('crash_safety');
    databases.push(created);
    const app = await ImportApp.start({ connection: created.connectionOptions, settings });
    apps.push(app);
    return { connection: created.connectionOptions, app };
  }

  afterAll(async () => {
    processes.forEach((process) => process.end());
    await Promise.all(apps.map((app) => app.close()));
    await Promise.all(databases.map((created) => created.drop()));
    folder.remove();
  });

  it('ends, after 25 kill -9 at seeded moments, in the same tables as one that was left alone', async () => {
    const manifest = await writeArchive(ARCHIVE, folder.path);
    const destinationId = manifest.destinations[0]!.id;
    const calm = await database();
    const { record: expected, result } = await calm.app.import(destinationId);
    expect(result).toBe('completed');
    expect(expected.rejected).toBeGreaterThan(0);

    const stormy = await database();
    const { importId } = await stormy.app.start(destinationId);
    const doneAfter: number[] = [];
    const begin = (attempt: number): ImportProcess => {
      const options = { connection: stormy.connection, settings, importId, clockAheadMs: HOUR_MS * attempt };
      processes.push(new ImportProcess(options));
      return processes.at(-1)!;
    };
    let next = begin(0);
    for (const [attempt, kill] of killMoments().entries()) {
      // The next one loads while this one imports.
      const current = next;
      next = begin(attempt + 1);
      expect(await current.run(kill)).toBeNull();
      doneAfter.push((await stormy.app.service.get(importId)).filesDone);
    }
    expect(await next.run()).toBe('completed');
    // The kills were spread over the whole of it.
    expect(doneAfter[0]).toBe(0);
    expect(new Set(doneAfter).size).toBeGreaterThan(KILLS / 2);
    expect(doneAfter.at(-1)).toBeGreaterThan(DAYS / 2);

    const record: ImportRecord = await stormy.app.service.get(importId);
    expect(record.status).toBe('COMPLETED');
    expect(totalsOf(record)).toEqual(totalsOf(expected));
    expect(await importFilesOf(stormy.connection, importId)).toEqual(
      await importFilesOf(calm.connection, expected.importId),
    );
    expect(await tableChecksums(stormy.connection)).toEqual(await tableChecksums(calm.connection));
  }, 600_000);
});
