import { CreateCatalogTables1763800000001 } from './1763800000001-create-catalog-tables.js';
import { CreateObservationTables1763800000002 } from './1763800000002-create-observation-tables.js';
import { PartitionObservationTables1763800000003 } from './1763800000003-partition-observation-tables.js';
import { CreateImportTables1763800000004 } from './1763800000004-create-import-tables.js';
import { CreateCollectionTables1763800000005 } from './1763800000005-create-collection-tables.js';
import { CreateStatisticsTables1763800000006 } from './1763800000006-create-statistics-tables.js';
import { CreateMetadataTables1763800000007 } from './1763800000007-create-metadata-tables.js';
import { CreateQualityTables1763800000008 } from './1763800000008-create-quality-tables.js';
import { CreateStorageTables1763800000009 } from './1763800000009-create-storage-tables.js';
import { CreateLiveState1763800000010 } from './1763800000010-create-live-state.js';
import { CreateAlerts1763800000011 } from './1763800000011-create-alerts.js';
import { StorageMeasurements1763800000021 } from './1763800000021-storage-measurements.js';
import { AddSumsForReads1763800000042 } from './1763800000042-add-sums-for-reads.js';
import { CompleteStatistics1763800000043 } from './1763800000043-complete-statistics.js';
import { CountDaysSeen1763800000044 } from './1763800000044-count-days-seen.js';
import { CreateMetadataSync1763800000050 } from './1763800000050-create-metadata-sync.js';
import { CreateRideDekads1763800000060 } from './1763800000060-create-ride-dekads.js';
import { ScheduleReports1764400000010 } from './1764400000010-schedule-reports.js';
import { CreateCatalogDecisions1764400000030 } from './1764400000030-create-catalog-decisions.js';
import { CreateDataExclusions1764400000040 } from './1764400000040-create-data-exclusions.js';
import { CountFindingsByWindow1764400000041 } from './1764400000041-count-findings-by-window.js';
import { AddParkUseFigures1764400000050 } from './1764400000050-add-park-use-figures.js';
import { RecordRideListingChanges1764400000051 } from './1764400000051-record-ride-listing-changes.js';
import { KeepLiveParkUse1764400000052 } from './1764400000052-keep-live-park-use.js';
import { CreateParkDownReports1764400000060 } from './1764400000060-create-park-down-reports.js';
import { CreateClockRepairs1764400000061 } from './1764400000061-create-clock-repairs.js';
import { KeepTimeZoneRules1764400000070 } from './1764400000070-keep-time-zone-rules.js';
import { RememberExaminedExclusions1764400000080 } from './1764400000080-remember-examined-exclusions.js';
import { ImportFromTheHistoryApi1764400000220 } from './1764400000220-import-from-the-history-api.js';
import { AdoptStandardTerms1764400000200 } from './1764400000200-adopt-standard-terms.js';
import { CreateApiBudgets1764400000210 } from './1764400000210-create-api-budgets.js';
import { CreateReconciliation1764400000230 } from './1764400000230-create-reconciliation.js';
import { KeepAttributes1764400000240 } from './1764400000240-keep-attributes.js';
import { CreateResponseShapes1764400000241 } from './1764400000241-create-response-shapes.js';
import { RememberPastSchedules1764400000242 } from './1764400000242-remember-past-schedules.js';
import { CreateGapFills1764400000250 } from './1764400000250-create-gap-fills.js';
import { KeepScheduleDescriptions1764400000260 } from './1764400000260-keep-schedule-descriptions.js';
import { PackRideHours1764400000280 } from './1764400000280-pack-ride-hours.js';
import { CreateEntitySlugs1764400000300 } from './1764400000300-create-entity-slugs.js';
import { CreateRideDowntimes1764400000301 } from './1764400000301-create-ride-downtimes.js';
import { CreateImportedShowTimes1764400000310 } from './1764400000310-create-imported-show-times.js';
import { CreateViews1764400000330 } from './1764400000330-create-views.js';
import { CreateRideExternalIds1764400000335 } from './1764400000335-create-ride-external-ids.js';
import { CreateApiKeys1764400000340 } from './1764400000340-create-api-keys.js';
import { CreateAuditLog1764400000341 } from './1764400000341-create-audit-log.js';
import { CreateJobRuns1764400000350 } from './1764400000350-create-job-runs.js';
import { ExcludeWritersOnClusters1764400000360 } from './1764400000360-exclude-writers-on-clusters.js';
import { AcknowledgeStorageAlerts1764400000390 } from './1764400000390-acknowledge-storage-alerts.js';
import { AddAlertChannels1764400000370 } from './1764400000370-add-alert-channels.js';
import { CreateReplicationHeartbeats1764400000400 } from './1764400000400-create-replication-heartbeats.js';
import { CreateParkNoDataIntervals1764400000410 } from './1764400000410-create-park-no-data-intervals.js';

/** In the order in which they run. */
export const MIGRATIONS = [
  CreateCatalogTables1763800000001,
  CreateObservationTables1763800000002,
  PartitionObservationTables1763800000003,
  CreateImportTables1763800000004,
  CreateCollectionTables1763800000005,
  CreateStatisticsTables1763800000006,
  CreateMetadataTables1763800000007,
  CreateQualityTables1763800000008,
  CreateStorageTables1763800000009,
  CreateLiveState1763800000010,
  CreateAlerts1763800000011,
  StorageMeasurements1763800000021,
  AddSumsForReads1763800000042,
  CompleteStatistics1763800000043,
  CountDaysSeen1763800000044,
  CreateMetadataSync1763800000050,
  CreateRideDekads1763800000060,
  ScheduleReports1764400000010,
  CreateCatalogDecisions1764400000030,
  CreateDataExclusions1764400000040,
  CountFindingsByWindow1764400000041,
  AddParkUseFigures1764400000050,
  RecordRideListingChanges1764400000051,
  KeepLiveParkUse1764400000052,
  CreateParkDownReports1764400000060,
  CreateClockRepairs1764400000061,
  KeepTimeZoneRules1764400000070,
  RememberExaminedExclusions1764400000080,
  AdoptStandardTerms1764400000200,
  CreateApiBudgets1764400000210,
  ImportFromTheHistoryApi1764400000220,
  CreateReconciliation1764400000230,
  KeepAttributes1764400000240,
  CreateResponseShapes1764400000241,
  RememberPastSchedules1764400000242,
  CreateGapFills1764400000250,
  KeepScheduleDescriptions1764400000260,
  PackRideHours1764400000280,
  CreateEntitySlugs1764400000300,
  CreateRideDowntimes1764400000301,
  CreateImportedShowTimes1764400000310,
  CreateViews1764400000330,
  CreateRideExternalIds1764400000335,
  CreateApiKeys1764400000340,
  CreateAuditLog1764400000341,
  CreateJobRuns1764400000350,
  ExcludeWritersOnClusters1764400000360,
  AddAlertChannels1764400000370,
  AcknowledgeStorageAlerts1764400000390,
  CreateReplicationHeartbeats1764400000400,
  CreateParkNoDataIntervals1764400000410,
];
