import type { StorageAlertsView } from '../../modules/storage/dto/storage-alerts.dto.js';
import type { StorageGrowthView } from '../../modules/storage/dto/storage-growth.dto.js';
import type { RetentionComparisonView } from '../../modules/storage/dto/storage-retention.dto.js';
import type { StoragePartitionsView, StorageSummaryView } from '../../modules/storage/dto/storage-summary.dto.js';
import type { StorageService } from '../../modules/storage/storage.service.js';

/** The storage data of the admin API. */
export interface StorageReport {
  summary: StorageSummaryView;
  growth: StorageGrowthView;
  partitions: StoragePartitionsView;
  retention: RetentionComparisonView;
  alerts: StorageAlertsView;
}

export async function readReport(storage: StorageService, days: number): Promise<StorageReport> {
  return {
    summary: await storage.summary(),
    growth: await storage.growth(days),
    partitions: await storage.partitions(),
    retention: await storage.retentionComparison(),
    alerts: await storage.alerts(),
  };
}
