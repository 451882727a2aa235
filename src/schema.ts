import { Destination } from './modules/catalog/entities/destination.entity.js';
import { Park } from './modules/catalog/entities/park.entity.js';
import { Ride } from './modules/catalog/entities/ride.entity.js';
import { RideName } from './modules/catalog/entities/ride-name.entity.js';
import { RideAlias } from './modules/catalog/entities/ride-alias.entity.js';
import { RideListing } from './modules/catalog/entities/ride-listing.entity.js';
import { RideListingChange } from './modules/catalog/entities/ride-listing-change.entity.js';
import { IdentityProposal } from './modules/catalog/entities/identity-proposal.entity.js';
import { IdentityProposalPair } from './modules/catalog/entities/identity-proposal-pair.entity.js';
import { CatalogDecision } from './modules/catalog/entities/catalog-decision.entity.js';
import { EntityMove } from './modules/catalog/entities/entity-move.entity.js';
import { IdMapping } from './modules/catalog/entities/id-mapping.entity.js';
import { RideStatusSnapshot } from './modules/snapshots/entities/ride-status-snapshot.entity.js';
import { QueueData } from './modules/snapshots/entities/queue-data.entity.js';
import { RideCurrent } from './modules/snapshots/entities/ride-current.entity.js';
import { QueueCurrent } from './modules/snapshots/entities/queue-current.entity.js';
import { InvalidatedParkDay } from './modules/snapshots/entities/dirty-park-day.entity.js';
import { ImportCheckpoint } from './modules/import/entities/import-checkpoint.entity.js';
import { ImportFile } from './modules/import/entities/import-file.entity.js';
import { JobLease } from './modules/jobs/entities/job-lease.entity.js';
import { CollectionRun } from './modules/collector/entities/collection-run.entity.js';
import { CollectionRunDestination } from './modules/collector/entities/collection-run-destination.entity.js';
import { ClockRepair } from './modules/collector/entities/clock-repair.entity.js';
import { ClockRepairRow } from './modules/collector/entities/clock-repair-row.entity.js';
import { ParkSchedule } from './modules/collector/entities/park-schedule.entity.js';
import { ParkSchedulePrice } from './modules/catalog/entities/park-schedule-price.entity.js';
import { ParkSchedulePending } from './modules/catalog/entities/park-schedule-pending.entity.js';
import { EntityLiveDetail } from './modules/collector/entities/entity-live-detail.entity.js';
import { RideHourlyStats } from './modules/analytics/entities/ride-hourly-stats.entity.js';
import { RideDailyStats } from './modules/analytics/entities/ride-daily-stats.entity.js';
import { RideTenDayStats } from './modules/analytics/entities/ride-dekad-stats.entity.js';
import { RideMonthlyStats } from './modules/analytics/entities/ride-monthly-stats.entity.js';
import { ParkDownReport } from './modules/analytics/entities/park-down-report.entity.js';
import { ParkDailyStats } from './modules/analytics/entities/park-daily-stats.entity.js';
import { ParkHourlyStats } from './modules/analytics/entities/park-hourly-stats.entity.js';
import { ParkTimeZoneRules } from './modules/analytics/entities/park-time-zone-rules.entity.js';
import { StatisticsRebuildEntity } from './modules/analytics/entities/statistics-rebuild.entity.js';
import { ParkLiveUse } from './modules/live/entities/park-live-use.entity.js';
import { EntityMetadata } from './modules/metadata/entities/entity-metadata.entity.js';
import { EntityMetadataHistory } from './modules/metadata/entities/entity-metadata-history.entity.js';
import { EntityMetadataOverride } from './modules/metadata/entities/entity-metadata-override.entity.js';
import { MetadataSyncRun } from './modules/metadata/entities/metadata-sync.entity.js';
import { DataQualityLog } from './modules/findings/entities/data-quality-log.entity.js';
import { DataQualityLogHistory } from './modules/findings/entities/data-quality-log-history.entity.js';
import { DataQualityLogWindow } from './modules/findings/entities/data-quality-log-window.entity.js';
import { DataExclusion } from './modules/exclusions/entities/data-exclusion.entity.js';
import { DataExclusionHistory } from './modules/exclusions/entities/data-exclusion-history.entity.js';
import { AlertRow } from './modules/alerts/entities/alert.entity.js';
import { AlertDelivery } from './modules/alerts/entities/alert-delivery.entity.js';
import { StorageMetric } from './modules/storage/entities/storage-metric.entity.js';
import { StorageAlert } from './modules/storage/entities/storage-alert.entity.js';
import { StorageMeasurement } from './modules/storage/entities/storage-measurement.entity.js';
import { StorageRowCount } from './modules/storage/entities/storage-row-count.entity.js';

/** Every table of the schema; a test asserts that these and the migrations agree. */
export const ENTITIES = [
  Destination,
  Park,
  Ride,
  RideName,
  RideAlias,
  IdMapping,
  RideListing,
  RideListingChange,
  IdentityProposal,
  IdentityProposalPair,
  CatalogDecision,
  EntityMove,
  RideStatusSnapshot,
  QueueData,
  RideCurrent,
  QueueCurrent,
  InvalidatedParkDay,
  ImportCheckpoint,
  ImportFile,
  JobLease,
  CollectionRun,
  CollectionRunDestination,
  ClockRepair,
  ClockRepairRow,
  ParkSchedule,
  ParkSchedulePrice,
  ParkSchedulePending,
  EntityLiveDetail,
  RideHourlyStats,
  RideDailyStats,
  RideTenDayStats,
  RideMonthlyStats,
  ParkDownReport,
  ParkDailyStats,
  StatisticsRebuildEntity,
  ParkTimeZoneRules,
  ParkHourlyStats,
  ParkLiveUse,
  EntityMetadata,
  EntityMetadataHistory,
  EntityMetadataOverride,
  MetadataSyncRun,
  DataQualityLog,
  DataQualityLogHistory,
  DataQualityLogWindow,
  DataExclusion,
  DataExclusionHistory,
  AlertRow,
  AlertDelivery,
  StorageMetric,
  StorageAlert,
  StorageMeasurement,
  StorageRowCount,
];

export { MIGRATIONS } from './migrations/index.js';
