import { AlertDeliveryHandler } from './modules/alerts/alert-delivery-handler.js';
import { MINUTE_MS } from './common/time/durations.js';
import { CATALOG_SYNC_JOB } from './modules/catalog/sync/catalog-sync-job.js';
import { CatalogSyncHandler } from './modules/catalog/sync/catalog-sync-handler.js';
import {
  SCHEDULE_REFRESH_JOB,
  ScheduleRefreshHandler,
} from './modules/catalog/sync/schedule/schedule-refresh-handler.js';
import { CollectionHandler } from './modules/collector/schedule/collection-handler.js';
import { CLOCK_WATCH_JOB, ClockWatchHandler } from './modules/clock/clock-watch-handler.js';
import { COLLECT_JOB } from './modules/collector/collection.service.js';
import { SUSPICION_JOB, SuspicionHandler } from './modules/collector/suspicion/suspicion-handler.js';
import { STATISTICS_JOB } from './modules/analytics/statistics/aggregator.service.js';
import { StatisticsHandler } from './modules/analytics/statistics/statistics.handler.js';
import type { ScheduledJob } from './modules/jobs/job-handler.js';
import { METADATA_SYNC_JOB } from './modules/metadata/sync/metadata-sync-job.js';
import { MetadataSyncHandler } from './modules/metadata/sync/metadata-sync-handler.js';
import { QualityCheckHandler } from './modules/quality/quality-check-handler.js';
import { QUALITY_CHECK_JOB } from './modules/quality/detection/quality-check.service.js';
import { PartitionHandler } from './modules/snapshots/partitions/partition-handler.js';
import { MeasureHandler } from './modules/storage/measure/measure-handler.js';
import { MEASURE_JOB } from './modules/storage/measure/measure.service.js';

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
    name: STATISTICS_JOB,
    // What was observed shows in the statistics within a minute; a rebuild of years may take its time.
    schedule: () => '30 * * * * *',
    timeoutMs: 120 * MINUTE_MS,
    handler: StatisticsHandler,
  },
  {
    name: 'partitions',
    // Night for no large group of parks, but any hour does: it takes hundredths of a second.
    schedule: () => '0 25 3 * * *',
    timeoutMs: 30 * MINUTE_MS,
    handler: PartitionHandler,
  },
  {
    name: CATALOG_SYNC_JOB,
    // Before the morning of the first parks of the day in Europe, after the night of the last in America.
    schedule: () => '0 40 4 * * *',
    timeoutMs: 120 * MINUTE_MS,
    handler: CatalogSyncHandler,
    isWanted: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  },
  {
    name: SCHEDULE_REFRESH_JOB,
    schedule: ({ SCHEDULE_REFRESH_CRON }) => SCHEDULE_REFRESH_CRON,
    // A request for each park in use: 150 parks take three minutes at a quarter of the request budget.
    timeoutMs: 60 * MINUTE_MS,
    handler: ScheduleRefreshHandler,
    isWanted: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  },
  {
    name: METADATA_SYNC_JOB,
    // When the catalogue has been brought in step.
    schedule: () => '0 30 5 * * *',
    // 6,000 rides at a quarter of the request budget take two hours; what is left the next run does.
    timeoutMs: 6 * 60 * MINUTE_MS,
    handler: MetadataSyncHandler,
    isWanted: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  },
  {
    name: QUALITY_CHECK_JOB,
    schedule: ({ QUALITY_CHECK_CRON }) => QUALITY_CHECK_CRON,
    timeoutMs: 30 * MINUTE_MS,
    handler: QualityCheckHandler,
  },
  {
    name: 'alert-delivery',
    // What failed is due again at its own time: this is how exactly it is met.
    schedule: () => '30 * * * * *',
    timeoutMs: 10 * MINUTE_MS,
    handler: AlertDeliveryHandler,
    isWanted: ({ ALERT_WEBHOOK_URL }) => ALERT_WEBHOOK_URL !== undefined,
  },
  {
    name: CLOCK_WATCH_JOB,
    // Beside the cycles, which look at the clock too: a process may collect nothing for hours.
    schedule: () => '15 * * * * *',
    timeoutMs: MINUTE_MS,
    handler: ClockWatchHandler,
  },
  {
    name: MEASURE_JOB,
    // After the partitions have been seen to: a count makes a change of a table's partitions wait.
    schedule: () => '0 50 3 * * *',
    timeoutMs: 30 * MINUTE_MS,
    handler: MeasureHandler,
  },
];
