import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { CapacityService } from './capacity.service.js';
import type { StorageAlertsView } from './dto/storage-alerts.dto.js';
import type { StorageGrowthView } from './dto/storage-growth.dto.js';
import type { MeasurementView } from './dto/storage-measurement.dto.js';
import type { RetentionComparisonView } from './dto/storage-retention.dto.js';
import type { StoragePartitionsView, StorageSummaryView } from './dto/storage-summary.dto.js';
import { GrowthService } from './growth/growth.service.js';
import { MeasureService } from './measure/measure.service.js';
import { MeasuredStorage } from './measure/measurement.repository.js';
import { PartitionMetricsService } from './partition-metrics.service.js';
import { recommendations } from './recommendations.js';
import { RetentionService } from './retention.service.js';
import { StorageAlertService } from './storage-alert.service.js';
import { growthView, partitionsView, retentionView, summaryView, totalsOf } from './storage-views.js';

/** What has been measured, put together. */
@Injectable()
export class StorageReportService {
  constructor(
    private readonly measured: MeasuredStorage,
    private readonly growthService: GrowthService,
    private readonly partitionMetrics: PartitionMetricsService,
    private readonly capacity: CapacityService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async summary(): Promise<StorageSummaryView> {
    const { latest, result } = await this.measured.read();
    const used = totalsOf(latest.filter(({ partition }) => partition === '')).totalBytes;
    return summaryView(latest, result, await this.capacity.capacityFor(used));
  }

  async growth(days: number): Promise<StorageGrowthView> {
    const growth = await this.growthService.report(days);
    const advice = recommendations({
      growth,
      partitions: await this.partitionMetrics.read(),
      partitionMonthsWanted: this.config.PARTITION_MONTHS_AHEAD,
      sizeNote: (await this.measured.read()).result?.sizeNote ?? null,
      canCompress: this.measured.canCompress,
    });
    return growthView(growth, this.clock.now().toISOString().slice(0, 10), advice);
  }

  async partitions(): Promise<StoragePartitionsView> {
    return partitionsView(await this.partitionMetrics.read(), this.config.PARTITION_MONTHS_AHEAD);
  }
}

const MAX_CLEARED_ALERTS = 50;

/** The storage analysis as the admin API and the command line show it. */
@Injectable()
export class StorageService {
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
      cleared: await this.alertService.cleared(MAX_CLEARED_ALERTS),
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
