import { CatalogSyncHandler } from './modules/catalog/sync/catalog-sync-handler.js';
import { CollectionHandler } from './modules/collector/schedule/collection-handler.js';
import { COLLECT_JOB } from './modules/collector/collection.service.js';
import { SUSPICION_JOB, SuspicionHandler } from './modules/collector/suspicion/suspicion-handler.js';
import type { ScheduledJob } from './modules/jobs/job-handler.js';
import { PartitionHandler } from './modules/snapshots/partitions/partition-handler.js';
import { MINUTE_MS } from './common/time/durations.js';

/** Everything that runs by itself at a time of the day, in UTC. */
export const SCHEDULED_JOBS: readonly ScheduledJob[] = [
  {
    name: COLLECT_JOB,
    schedule: ({ COLLECT_CRON }) => COLLECT_CRON,
    // A cycle ends by itself before the next one begins, and after ten minutes at most.
    timeoutMs: 12 * MINUTE_MS,
    handler: CollectionHandler,
    isWanted: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  },
  {
    name: SUSPICION_JOB,
    // Between two cycles of the default schedule. Nights and frozen feeds are a matter of hours.
    schedule: () => '0 7,37 * * * *',
    timeoutMs: 10 * MINUTE_MS,
    handler: SuspicionHandler,
    isWanted: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  },
  {
    name: 'partitions',
    // Night for no large group of parks, but any hour does: it takes hundredths of a second.
    schedule: () => '0 25 3 * * *',
    timeoutMs: 30 * MINUTE_MS,
    handler: PartitionHandler,
  },
  {
    name: 'catalog-sync',
    // Before the morning of the first parks of the day in Europe, after the night of the last in America.
    schedule: () => '0 40 4 * * *',
    timeoutMs: 120 * MINUTE_MS,
    handler: CatalogSyncHandler,
    isWanted: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  },
];
