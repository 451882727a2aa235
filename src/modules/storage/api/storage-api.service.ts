import { Injectable } from '@nestjs/common';
import { StorageAlertService } from '../alerts/storage-alert.service.js';
import { MeasureService } from '../measure/measure.service.js';
import { RetentionService } from '../retention/retention.service.js';
import { StorageReportService } from '../storage-report.service.js';
import type { StorageAlertsView } from './dto/storage-alerts.dto.js';
import type { StorageGrowthView } from './dto/storage-growth.dto.js';
import type { MeasurementView } from './dto/storage-measurement.dto.js';
import type { StoragePartitionsView } from './dto/storage-partitions.dto.js';
import type { RetentionComparisonView } from './dto/storage-retention.dto.js';
import type { StorageSummaryView } from './dto/storage-summary.dto.js';
import { retentionView } from './retention-view.js';

const CLEARED_SHOWN = 50;

/** The storage analysis as the admin API and the command line show it. */
@Injectable()
export class StorageApiService {
  constructor(
    private readonly reports: StorageReportService,
    private readonly retention: RetentionService,
    private readonly alertService: StorageAlertService,
    private readonly measuring: MeasureService,
  ) {}

  summary(): Promise<StorageSummaryView> {
    return this.reports.summary();
  }

  growth(days: number): Promise<StorageGrowthView> {
    return this.reports.growth(days);
  }

  partitions(): Promise<StoragePartitionsView> {
    return this.reports.partitions();
  }

  async retentionComparison(): Promise<RetentionComparisonView> {
    return retentionView(await this.retention.compare());
  }

  async alerts(): Promise<StorageAlertsView> {
    return {
      active: await this.alertService.active(),
      cleared: await this.alertService.cleared(CLEARED_SHOWN),
      thresholds: this.alertService.thresholds,
    };
  }

  /** @throws MeasurementInProgressError where another process is just beginning one */
  async startMeasuring(): Promise<MeasurementView> {
    return this.measuring.start('API');
  }

  /** @throws MeasurementNotFoundError */
  async measurement(jobId: string): Promise<MeasurementView> {
    return this.measuring.find(jobId);
  }
}
