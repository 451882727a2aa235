import type { StorageAlertsView } from '../../modules/storage/api/dto/storage-alerts.dto.js';
import type { StorageGrowthView } from '../../modules/storage/api/dto/storage-growth.dto.js';
import type { StoragePartitionsView } from '../../modules/storage/api/dto/storage-partitions.dto.js';
import type { RetentionComparisonView } from '../../modules/storage/api/dto/storage-retention.dto.js';
import type { StorageSummaryView } from '../../modules/storage/api/dto/storage-summary.dto.js';
import type { StorageApiService } from '../../modules/storage/api/storage-api.service.js';

/** Everything that the admin API says of the storage. */
export interface StorageReport {
  summary: StorageSummaryView;
  growth: StorageGrowthView;
  partitions: StoragePartitionsView;
  retention: RetentionComparisonView;
  alerts: StorageAlertsView;
}

export async function readReport(storage: StorageApiService, days: number): Promise<StorageReport> {
  return {
    summary: await storage.summary(),
    growth: await storage.growth(days),
    partitions: await storage.partitions(),
    retention: await storage.retentionComparison(),
    alerts: await storage.alerts(),
  };
}
