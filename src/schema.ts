import { AuditEntryRow } from './modules/audit/audit-entry.entity.js';
import { AdminSession } from './modules/access/admin-session.entity.js';
import { ApiKey } from './modules/access/api-key.entity.js';
import { AlertDelivery, AlertRow } from './modules/alerts/alert.entity.js';
import { CatalogDecision, EntityMove, IdMapping } from './modules/catalog/entities/catalog-decision.entity.js';
import { IdentityProposal, IdentityProposalPair } from './modules/catalog/entities/identity-proposal.entity.js';
import {
  ParkSchedule,
  ParkScheduleDescription,
  ParkScheduleMonth,
  ParkSchedulePending,
  ParkSchedulePrice,
} from './modules/catalog/entities/park-schedule.entity.js';
import { EntitySlug } from './modules/catalog/entities/entity-slug.entity.js';
import { RideExternalId } from './modules/catalog/entities/ride-external-id.entity.js';
import { Destination, Park } from './modules/catalog/entities/park.entity.js';
import { Ride, RideAlias, RideListing, RideListingChange, RideName } from './modules/catalog/entities/ride.entity.js';
import { ClockRepair, ClockRepairRow } from './modules/collector/clock-repair.entity.js';
import { CollectionRun, CollectionRunDestination } from './modules/collector/collection-run.entity.js';
import { DataExclusion, DataExclusionHistory } from './modules/exclusions/data-exclusion.entity.js';
import {
  DataQualityLog,
  DataQualityLogHistory,
  DataQualityLogWindow,
} from './modules/findings/data-quality-log.entity.js';
import { GapFill } from './modules/findings/gap-fill.entity.js';
import { ImportCheckpoint } from './modules/import/entities/import-checkpoint.entity.js';
import { HistoryDay } from './modules/import/entities/history-day.entity.js';
import { ImportFile } from './modules/import/entities/import-file.entity.js';
import { JobLease } from './modules/jobs/job-lease.entity.js';
import { LockLease } from './modules/jobs/lock-lease.entity.js';
import { JobRunRow } from './modules/jobs/job-run.entity.js';
import { ParkLiveUse } from './modules/live/park-live-use.entity.js';
import {
  EntityMetadata,
  EntityMetadataHistory,
  EntityMetadataOverride,
} from './modules/metadata/entity-metadata.entity.js';
import { MetadataSyncRun } from './modules/metadata/metadata-sync.entity.js';
import { HistoryDaily } from './modules/history-api/reconciliation/history-daily.entity.js';
import { ReconciledDay, ReconciliationDifference } from './modules/history-api/reconciliation/reconciled-day.entity.js';
import { EntityLiveDetail } from './modules/snapshots/entities/entity-live-detail.entity.js';
import { ImportedShowTimes } from './modules/snapshots/entities/imported-show-times.entity.js';
import { InvalidatedParkDay } from './modules/snapshots/entities/invalidated-park-day.entity.js';
import { ParkNoDataInterval } from './modules/snapshots/entities/park-no-data-interval.entity.js';
import {
  QueueCurrent,
  QueueData,
  RideCurrent,
  RideStatusSnapshot,
} from './modules/snapshots/entities/observation.entity.js';
import {
  ParkDailyStats,
  ParkDownReport,
  ParkHourlyStats,
  ParkTimeZoneRules,
} from './modules/statistics/entities/park-stats.entity.js';
import {
  RideDailyStats,
  RideDayHours,
  RideDowntime,
  RideMonthlyStats,
  RideTenDayStats,
} from './modules/statistics/entities/ride-stats.entity.js';
import { StatisticsRebuildEntity } from './modules/statistics/entities/statistics-rebuild.entity.js';
import { StorageAlert } from './modules/storage/storage-alert.entity.js';
import { StorageMeasurement, StorageMetric, StorageRowCount } from './modules/storage/storage-metric.entity.js';
import { ApiBudget, ApiBudgetLease } from './modules/themeparks-api/budgets/api-budget.entity.js';
import { ReplicationHeartbeat } from './modules/replica/replication-heartbeat.entity.js';
import { ResponseShapeRow } from './modules/drift/response-shape.entity.js';

/** All entities of the schema; a test asserts that they match the migrations. */
export const ENTITIES = [
  Destination,
  Park,
  EntitySlug,
  Ride,
  RideName,
  RideAlias,
  IdMapping,
  RideExternalId,
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
  ParkNoDataInterval,
  ImportCheckpoint,
  ImportFile,
  HistoryDay,
  HistoryDaily,
  ReconciledDay,
  ReconciliationDifference,
  JobLease,
  LockLease,
  ReplicationHeartbeat,
  JobRunRow,
  ApiKey,
  AdminSession,
  AuditEntryRow,
  ApiBudget,
  ApiBudgetLease,
  CollectionRun,
  CollectionRunDestination,
  ClockRepair,
  ClockRepairRow,
  ParkSchedule,
  ParkSchedulePrice,
  ParkSchedulePending,
  ParkScheduleDescription,
  ParkScheduleMonth,
  EntityLiveDetail,
  ImportedShowTimes,
  RideDayHours,
  RideDailyStats,
  RideDowntime,
  RideTenDayStats,
  RideMonthlyStats,
  ParkDownReport,
  ParkDailyStats,
  StatisticsRebuildEntity,
  ParkTimeZoneRules,
  ParkHourlyStats,
  ParkLiveUse,
  ResponseShapeRow,
  EntityMetadata,
  EntityMetadataHistory,
  EntityMetadataOverride,
  MetadataSyncRun,
  DataQualityLog,
  DataQualityLogHistory,
  DataQualityLogWindow,
  GapFill,
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
