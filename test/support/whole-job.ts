import { join } from 'node:path';
import { CatalogSyncJob } from '../../src/modules/catalog/sync/catalog-jobs.js';
import { CollectionService } from '../../src/modules/collector/collection.service.js';
import { ImportService } from '../../src/modules/import/import.service.js';
import { ImportWorker } from '../../src/modules/import/run/import-worker.js';
import { MetadataSyncJob } from '../../src/modules/metadata/sync/metadata-sync-jobs.js';
import { QualityCheckService } from '../../src/modules/quality/detection/quality-check.service.js';
import { StatisticsRefreshService } from '../../src/modules/statistics/refresh.service.js';
import { MeasureService } from '../../src/modules/storage/measure/measure.service.js';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { DEFECT_NAMES } from '../../src/tools/archive-generator/defect-catalog.js';
import { writeArchive } from '../../src/tools/archive-generator/generate-archive.js';
import { UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { ApiApp } from '../api/support/api-app.js';
import { CYCLE_MS } from './collected-days.js';
import { SettableClock } from './collector-app.js';
import { importHistory, keepUpHistory } from './whole-job-history.js';

/** The archive ends before the live cycles begin. */
const LIVE_START_MS = Date.parse('2024-01-05T15:00:00.250Z');
/** After half of the live cycles, none is made for so long. */
const OUTAGE_MS = 2 * 3_600_000;
const DAY_MS = 86_400_000;
const SEED = 25;

export interface WholeJobSize {
  /** Days of the archive. */
  days: number;
  rides: number;
  eventsPerRideDay: number;
  /** Live cycles, five minutes apart. */
  cycles: number;
}

/** An archive with all defects, for {@link doWholeJob}. Returns the ids of its destinations. */
export async function writeJobArchive(folder: string, size: WholeJobSize): Promise<string[]> {
  const { days, rides, eventsPerRideDay } = size;
  const start = new Date(LIVE_START_MS - (days + 1) * DAY_MS).toISOString().slice(0, 10);
  const forms = { gzipShare: 0.1, plainShare: 0.1, compressionLevel: 1, bombBytes: 64 * 1024 ** 2 };
  const options = {
    seed: SEED,
    destinations: 2,
    start,
    days,
    rides,
    eventsPerRideDay,
    defects: DEFECT_NAMES,
    ...forms,
  };
  return (await writeArchive(options, join(folder, 'archive'))).destinations.map(({ id }) => id);
}

export interface WholeJob {
  connection: ConnectionTarget;
  /** The folder of {@link writeJobArchive}. */
  folder: string;
  destinationIds: readonly string[];
  size: WholeJobSize;
}

/** The warehouse after the job, at the instant of its end, with the seconds that each step took. */
export interface DoneJob {
  api: ApiApp;
  seconds: Record<string, number>;
  close(): Promise<void>;
}

/**
 * All that the program does with data: an import, the sync of the catalogue and of metadata, live cycles with an outage, imports
 * of the History API, statistics, a quality check, the filling of gaps, the comparison with published daily rows, and a measurement
 * of the storage. Its clock is simulated and the world seeded, so that it ends in the same values anywhere.
 */
export async function doWholeJob({ connection, folder, destinationIds, size }: WholeJob): Promise<DoneJob> {
  const clock = new SettableClock(LIVE_START_MS);
  const world = { seed: SEED, ridesPerDestination: size.rides, destinations: 2, limitPerMinute: 1_000_000 };
  const simulator = await startApiSimulator({ clock: () => clock.nowMs, ...world });
  const settings = {
    ROLE: 'api',
    ARCHIVE_SOURCE: join(folder, 'archive'),
    ARCHIVE_MAX_INFLATED_MB: '16',
    LIVE_API_BASE_URL: simulator.baseUrl,
    LIVE_REQUESTS_PER_MINUTE: '100000',
    THEMEPARKS_API_KEY: UNMETERED_KEY,
    RATE_LIMIT_PUBLIC_PER_MINUTE: '100000',
    // One after the other: internal ids depend on the order of writes.
    LIVE_CONCURRENCY: '1',
  };
  const api = await ApiApp.start({ connection, settings, clock });
  const seconds: Record<string, number> = {};
  const step = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const startedMs = performance.now();
    await work();
    seconds[name] = Number(((performance.now() - startedMs) / 1000).toFixed(1));
  };
  const get = <T>(token: abstract new (...args: never[]) => T): T => api.app.get<T>(token, { strict: false });
  const collect = async (): Promise<void> => {
    const { destinationsFailed, failures } = await get(CollectionService).collect();
    if (destinationsFailed > 0) throw new Error(`a cycle failed: ${JSON.stringify(failures)}`);
  };
  await step('import', async () => {
    for (const id of destinationIds) await importDestination(get(ImportService), get(ImportWorker), id);
  });
  await step('catalogue and metadata', async () => {
    // A sync of all applies two at once.
    for (const destination of destinationIds) await get(CatalogSyncJob).run({ destination });
    await get(CatalogSyncJob).run({});
    await get(MetadataSyncJob).run({});
  });
  await step(`${size.cycles} live cycles`, async () => {
    for (let cycle = 0; cycle < size.cycles; cycle++) {
      clock.nowMs = LIVE_START_MS + cycle * CYCLE_MS + (cycle < size.cycles / 2 ? 0 : OUTAGE_MS);
      await collect();
    }
  });
  await step('history', () => importHistory(get, LIVE_START_MS));
  await step('statistics', () => get(StatisticsRefreshService).refresh());
  const range = { fromMs: LIVE_START_MS - (size.days + 1) * DAY_MS, toMs: LIVE_START_MS + DAY_MS };
  await step('quality', () => get(QualityCheckService).check(range));
  await step('history of the next day', () => keepUpHistory(get, clock));
  await step('last cycle', async () => {
    await collect();
    await get(StatisticsRefreshService).refresh();
    await get(QualityCheckService).check({ ...range, toMs: clock.nowMs });
  });
  // Those of the last minute, so their number depends on the speed of this machine; the measurement counts them.
  await api.query('DELETE FROM api_budget_leases');
  await step('storage', () => get(MeasureService).measure({ startedBy: 'CLI' }));
  const close = async () => {
    await api.close();
    await simulator.close();
  };
  return { api, seconds, close };
}

async function importDestination(service: ImportService, worker: ImportWorker, destinationId: string): Promise<void> {
  const options = { onConflict: 'archive', replaceLive: false, origin: 'cli' } as const;
  const { importId } = await service.startDestination(destinationId, { startDate: null, endDate: null }, options);
  const result = await worker.run(importId);
  if (result !== 'completed') throw new Error(`the import of ${destinationId} ended as ${String(result)}`);
}
