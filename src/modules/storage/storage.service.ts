import { Injectable } from '@nestjs/common';
import { CapacityService } from './capacity.service.js';
import type { StorageAlertsView, StorageAlertView } from './dto/storage-alerts.dto.js';
import type { StorageGrowthView } from './dto/storage-growth.dto.js';
import type { MeasurementView } from './dto/storage-measurement.dto.js';
import type { RetentionComparisonView } from './dto/storage-retention.dto.js';
import type { StoragePartitionsView, StorageSummaryView } from './dto/storage-summary.dto.js';
import { GrowthService } from './growth/growth.service.js';
import { MeasureService } from './measure/measure.service.js';
import { MeasuredStorage } from './measure/measured-storage.service.js';
import { PartitionMetricsService } from './partition-metrics.service.js';
import { recommendations } from './recommendations.js';
import { RetentionService } from './retention.service.js';
import { StorageAlertService } from './storage-alert.service.js';
import { growthView, partitionsView, retentionView, summaryView, totalsOf } from './storage-views.js';

const MAX_CLEARED_ALERTS = 50;

/** The storage analysis for the admin API and the command line. */
@Injectable()
export class StorageService {
  constructor(
    private readonly measured: MeasuredStorage,
    private readonly growthService: GrowthService,
    private readonly partitionMetrics: PartitionMetricsService,
    private readonly capacity: CapacityService,
    private readonly retention: RetentionService,
    private readonly alertService: StorageAlertService,
    private readonly measuring: MeasureService,
  ) {}

  async summary(): Promise<StorageSummaryView> {
    const { latest, result } = await this.measured.read();
    const used = totalsOf(latest.filter(({ partition }) => partition === '')).totalBytes;
    const view = summaryView(latest, result, await this.capacity.capacityFor(used));
    return { ...view, newestMeasurement: await this.measuring.newest() };
  }

  async growth(days: number): Promise<StorageGrowthView> {
    const growth = await this.growthService.report(days);
    const advice = recommendations({
      growth,
      partitions: await this.partitionMetrics.read(),
      partitionMonthsWanted: this.partitionMetrics.monthsAheadWanted,
      sizeNote: (await this.measured.read()).result?.sizeNote ?? null,
      canCompress: this.measured.canCompress,
    });
    return growthView(growth, advice);
  }

  async partitions(): Promise<StoragePartitionsView> {
    return partitionsView(await this.partitionMetrics.read(), this.partitionMetrics.monthsAheadWanted);
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

  /** @throws StorageAlertNotFoundError */
  async acknowledgeAlert(alertId: number, by: string | null): Promise<StorageAlertView> {
    return this.alertService.acknowledge(alertId, by);
  }

  /** @throws MeasurementInProgressError if another process is just starting one */
  async startMeasuring(): Promise<MeasurementView> {
    return this.measuring.start('API');
  }

  /** @throws MeasurementNotFoundError */
  async measurement(jobId: string): Promise<MeasurementView> {
    return this.measuring.find(jobId);
  }
}
