import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { DateTime } from 'luxon';
import { ArchiveSource } from '../../src/modules/import/source/archive-source.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { VisibleObservation } from '../../src/tools/api-simulator/visible-entities.js';
import { generateTruth, writeArchive } from '../../src/tools/archive-generator/generate-archive.js';
import type { Observation } from '../../src/tools/archive-generator/world.js';
import { CYCLE_MS } from '../support/collected-days.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { ImportApp, type Imported } from '../support/import-app.js';
import { importedRows, shownTimeline, storedTimeline } from '../support/live-timeline.js';
import { everyByteChecksums } from '../support/table-checksum.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** The second half of the archive's days is also the time of the live collection. */
const ARCHIVE = { seed: 21, destinations: 1, rides: 9, start: '2026-04-08', days: 8 };
const LIVE_START = Date.parse('2026-04-14T13:00:00.250Z');
/** Past two local midnights. */
const CYCLES = 64;
const EVERY_MS = 7 * CYCLE_MS;

describe('an import and live collection of the same destination at the same time', () => {
  const folder = temporaryFolder('import-and-live');
  const clock = new SettableClock(LIVE_START);
  const shown: VisibleObservation[] = [];
  const archived: Observation[] = [];
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let collector: CollectorApp;
  let importer: ImportApp;
  let imported: Imported;
  let destinationId: string;
  let cyclesDone = 0;

  beforeAll(async () => {
    const manifest = await writeArchive(ARCHIVE, folder.path);
    for await (const observation of generateTruth(ARCHIVE)) archived.push(observation);
    database = await createTestDatabase('import_and_live');
    simulator = await startApiSimulator({
      clock: () => clock.nowMs,
      seed: ARCHIVE.seed,
      destinations: 1,
      ridesPerDestination: ARCHIVE.rides,
      limitPerMinute: 100_000,
    });
    destinationId = simulator.destinationIds[0]!;
    // The archive and the API speak of the same rides.
    expect(manifest.destinations[0]!.id).toBe(destinationId);
    await startBoth();
    await collector.knowDestinations([destinationId]);
    // Neither knows a ride yet: both register them.
    pacedByTheCycles();
    [imported] = await Promise.all([importer.import(destinationId), collectAll()]);
    jest.restoreAllMocks();
  }, 180_000);

  afterAll(async () => {
    await Promise.all([collector?.close(), importer?.close(), simulator?.close()]);
    await database?.drop();
    folder.remove();
  });

  async function startBoth(): Promise<void> {
    const connection = database.connectionOptions;
    const live = {
      LIVE_API_BASE_URL: simulator.baseUrl,
      LIVE_REQUESTS_PER_MINUTE: '100000',
      LIVE_MAX_CARRY_FORWARD_MINUTES: '70',
    };
    collector = await CollectorApp.start({ connection, settings: live, clock });
    // Days after the last file: nothing of the archive is in its future.
    const later = new SettableClock(Date.parse('2026-04-20T00:00:00Z'));
    const archive = { ARCHIVE_SOURCE: folder.path, IMPORT_BATCH_SIZE: '200', IMPORT_PREFETCH_FILES: '1' };
    importer = await ImportApp.start({ connection, settings: archive, clock: later });
  }

  /** One file after the other is read and written while cycles go on: all of them meet. */
  function pacedByTheCycles(): void {
    const source = importer.get(ArchiveSource);
    const fetch = source.fetch.bind(source);
    let fetched = 0;
    jest.spyOn(source, 'fetch').mockImplementation(async (object, signal) => {
      const fromCycle = Math.floor((fetched++ * CYCLES) / ARCHIVE.days);
      while (cyclesDone < fromCycle) await pause(2);
      return fetch(object, signal);
    });
  }

  async function collectAll(): Promise<void> {
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      clock.nowMs = LIVE_START + cycle * EVERY_MS;
      expect(await collector.collection.collect()).toMatchObject({ failures: [] });
      shown.push(...simulator.truth(destinationId, clock.nowMs));
      cyclesDone++;
    }
  }

  it('meets on the same days of the same rides', async () => {
    expect(imported).toMatchObject({ result: 'completed', record: { filesDone: ARCHIVE.days } });
    const [both] = await collector.query<{ rides: number }>(
      `SELECT COUNT(*) AS rides FROM (
         SELECT ride_id, DATE(recorded_at) AS day FROM ride_status_snapshots
          GROUP BY ride_id, day HAVING COUNT(DISTINCT data_source) = 2) met`,
    );
    expect(Number(both!.rides)).toBeGreaterThan(ARCHIVE.rides);
  });

  it('loses nothing of what the API showed, and invents nothing', async () => {
    const stored = await storedTimeline(collector, destinationId);
    expect(stored).toEqual(shownTimeline(shown));
  });

  it('loses nothing of what the archive says, and invents nothing', async () => {
    const expected = archived.map(({ entityId, recordedAtMs, status, waitMinutes, queues }) => {
      return { entityId, recordedAtMs, status, waitMinutes, queues };
    });
    const stored = await importedRows(collector);
    expect(stored).toHaveLength(expected.length);
    expect(stored).toEqual(sorted(expected));
    expect(imported.record.stored).toBe(expected.length);
  });

  it('has every ride, park and alias once, whoever registered it', async () => {
    const rides = await collector.query<{ uuid: string }>('SELECT themeparks_wiki_id AS uuid FROM rides');
    const entities = new Set([...shown, ...archived].map(({ entityId }) => entityId));
    expect(rides.map(({ uuid }) => uuid).sort()).toEqual([...entities].sort());
    const parks = await collector.query<{ uuid: string }>('SELECT themeparks_wiki_id AS uuid FROM parks');
    expect(parks).toHaveLength(new Set(parks.map(({ uuid }) => uuid)).size);
  });

  it('records the source of each row', async () => {
    const rows = await collector.query<{ source: string; live: number; n: number }>(
      `SELECT data_source AS source, last_confirmed_at IS NOT NULL AS live, COUNT(*) AS n
         FROM ride_status_snapshots GROUP BY data_source, last_confirmed_at IS NOT NULL`,
    );
    expect(rows.map(({ source, live }) => `${source} ${Number(live)}`).sort()).toEqual(['ARCHIVE 0', 'LIVE 1']);
    expect(Number(rows.find(({ source }) => source === 'ARCHIVE')!.n)).toBe(archived.length);
  });

  it('invalidates every local day of every park with an observation of either source', async () => {
    const parks = await collector.query<{ id: number; timezone: string }>('SELECT park_id AS id, timezone FROM parks');
    const zones = new Map(parks.map(({ id, timezone }) => [id, timezone]));
    const instants = await collector.query<{ parkId: number; at: Date; until: Date | null }>(
      `SELECT DISTINCT r.park_id AS parkId, s.recorded_at AS at, s.last_confirmed_at AS until
         FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id`,
    );
    const days = instants.flatMap(({ parkId, at, until }) =>
      [at, until ?? at].map(
        (instant) => `${parkId} ${DateTime.fromJSDate(instant, { zone: zones.get(parkId)! }).toISODate()}`,
      ),
    );
    const marks = await collector.query<{ parkId: number; day: string }>(
      "SELECT park_id AS parkId, DATE_FORMAT(local_date, '%Y-%m-%d') AS day FROM invalidated_park_days",
    );
    const marked = new Set(marks.map(({ parkId, day }) => `${parkId} ${day}`));
    expect([...new Set(days)].filter((day) => !marked.has(day))).toEqual([]);
    expect(new Set(days).size).toBeGreaterThan(ARCHIVE.days);
  });

  it('changes nothing when the archive is imported again', async () => {
    // An import also brings in step when rides were last seen, which the collection does once an hour.
    await importer.import(destinationId);
    const before = await everyByteChecksums(database.connectionOptions);
    const { record } = await importer.import(destinationId);
    expect(record).toMatchObject({ stored: 0, duplicate: archived.length });
    expect(await everyByteChecksums(database.connectionOptions)).toEqual(before);
  });
});

function sorted<Row extends { entityId: string; recordedAtMs: number }>(rows: Row[]): Row[] {
  return rows.sort((a, b) => a.recordedAtMs - b.recordedAtMs || (a.entityId < b.entityId ? -1 : 1));
}
