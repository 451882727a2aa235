import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import type { StorageGrowthView } from './api/dto/storage-growth.dto.js';
import type { StoragePartitionsView } from './api/dto/storage-partitions.dto.js';
import type { StorageSummaryView } from './api/dto/storage-summary.dto.js';
import { growthView } from './api/growth-view.js';
import { partitionsView } from './api/partitions-view.js';
import { summaryView, totalsOf } from './api/summary-view.js';
import { CapacityService } from './capacity/capacity.service.js';
import { GrowthService } from './growth/growth.service.js';
import { MeasuredStorage } from './measured-storage.js';
import { PartitionMetricsService } from './partitions/partition-figures.service.js';
import { recommendations } from './recommendations.js';

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
