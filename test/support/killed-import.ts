import { totalsOf } from '../../src/modules/import/import-record.js';
import { DEFECT_NAMES } from '../../src/tools/archive-generator/defect-catalog.js';
import { writeArchive } from '../../src/tools/archive-generator/generate-archive.js';
import { seededRandom } from './archive-event.js';
import { ImportApp, type Imported } from './import-app.js';
import { ImportProcess } from './import-process.js';
import { importFilesOf, tableChecksums } from './table-checksum.js';
import { temporaryFolder } from './temporary-folder.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

const HOUR_MS = 3_600_000;
/** Starts before the first partition, so that the first runs are killed while partitions are created. */
const ARCHIVE = {
  seed: 25,
  destinations: 1,
  start: '2019-11-20',
  rides: 40,
  eventsPerRideDay: 40,
  gzipShare: 0.1,
  plainShare: 0.1,
  compressionLevel: 1,
  defects: DEFECT_NAMES,
  bombBytes: 64 * 1024 ** 2,
};
/** Kills before the first commit: during connecting, claiming, planning, creating partitions, registering rides. */
const EARLY_MS = [5, 60];
/** The part of the archive in which the other kills happen. */
const SHARE_WITH_KILLS = 0.8;
/** Delays of a kill after a commit: between files, within one, during its commit. */
const LONGEST_DELAY_MS = 40;

/** A kill a delay after a number of files of the archive are committed. */
interface PlannedKill {
  filesDone: number;
  thenMs: number;
}

function plannedKills({ kills, seed, days }: { kills: number; seed: number; days: number }): PlannedKill[] {
  const random = seededRandom(seed);
  const later = kills - EARLY_MS.length;
  return [
    ...EARLY_MS.map((thenMs) => ({ filesDone: 0, thenMs })),
    ...Array.from({ length: later }, (_, index) => ({
      filesDone: Math.floor(((index + random()) / later) * days * SHARE_WITH_KILLS),
      thenMs: Math.floor(random() * LONGEST_DELAY_MS),
    })),
  ];
}

/** One archive, imported into one database without interruption, and into another by processes that are killed. */
export class KilledImport {
  private readonly folder = temporaryFolder('killed-import');
  private readonly settings = {
    ARCHIVE_SOURCE: this.folder.path,
    ARCHIVE_MAX_INFLATED_MB: '16',
    IMPORT_BATCH_SIZE: '500',
    IMPORT_CHECKPOINT_INTERVAL: '1',
  };
  private readonly databases: TestDatabase[] = [];
  private readonly apps: ImportApp[] = [];
  private readonly processes: ImportProcess[] = [];

  constructor(private readonly days: number) {}

  /**
   * Kills a series of processes at seeded moments, each followed by one that continues, and asserts that all tables are equal to
   * those of the uninterrupted import. Returns the number of processed files after each kill.
   */
  async prove({ kills, seed }: { kills: number; seed: number }): Promise<number[]> {
    const manifest = await writeArchive({ ...ARCHIVE, days: this.days }, this.folder.path);
    const destinationId = manifest.destinations[0]!.id;
    const calm = await this.openDatabase();
    const expected = await calm.app.import(destinationId);
    expect(expected.result).toBe('completed');
    expect(expected.record.rejected).toBeGreaterThan(0);

    const stormy = await this.openDatabase();
    const { importId } = await stormy.app.start(destinationId);
    const doneAfter = await this.importUnderKills(stormy, importId, plannedKills({ kills, seed, days: this.days }));
    await expectSame(stormy, importId, calm, expected);
    return doneAfter;
  }

  async close(): Promise<void> {
    this.processes.forEach((process) => process.end());
    await Promise.all(this.apps.map((app) => app.close()));
    await Promise.all(this.databases.map((created) => created.drop()));
    this.folder.remove();
  }

  private async importUnderKills(
    { app, connection }: Warehouse,
    importId: string,
    kills: readonly PlannedKill[],
  ): Promise<number[]> {
    const begin = (attempt: number): ImportProcess => {
      const clockAheadMs = HOUR_MS * attempt;
      this.processes.push(new ImportProcess({ connection, settings: this.settings, importId, clockAheadMs }));
      return this.processes.at(-1)!;
    };
    const doneAfter = [0];
    let next = begin(0);
    for (const [attempt, { filesDone, thenMs }] of kills.entries()) {
      const current = next;
      // The next process loads while this one imports.
      next = begin(attempt + 1);
      // Counts the files committed before the kill took effect, so that a slow machine does not finish too early.
      const files = Math.max(0, filesDone - doneAfter.at(-1)!);
      expect(await current.run({ files, thenMs })).toBeNull();
      doneAfter.push((await app.service.get(importId)).filesDone);
    }
    expect(await next.run()).toBe('completed');
    return doneAfter.slice(1);
  }

  private async openDatabase(): Promise<Warehouse> {
    const created = await createTestDatabase('killed_import');
    this.databases.push(created);
    const connection = created.connectionOptions;
    const app = await ImportApp.start({ connection, settings: this.settings });
    this.apps.push(app);
    return { connection, app };
  }
}

interface Warehouse {
  connection: TestDatabase['connectionOptions'];
  app: ImportApp;
}

async function expectSame(stormy: Warehouse, importId: string, calm: Warehouse, expected: Imported): Promise<void> {
  const record = await stormy.app.service.get(importId);
  expect(record.status).toBe('COMPLETED');
  expect(totalsOf(record)).toEqual(totalsOf(expected.record));
  expect(await importFilesOf(stormy.connection, importId)).toEqual(
    await importFilesOf(calm.connection, expected.record.importId),
  );
  expect(await tableChecksums(stormy.connection)).toEqual(await tableChecksums(calm.connection));
}
