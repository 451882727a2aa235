import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { AppConfig } from '../../common/config/app-config.js';
import { PartitionStatusService } from '../snapshots/partitions/partition-status.service.js';

/** One less than wanted is nothing: the month has turned, and the daily job is still to come. */
const TOLERATED = 1;

/** Whether partitions are ready for the months to come. Rows of a month without one are kept too, so this only degrades. */
@Injectable()
export class PartitionsIndicator {
  readonly key = 'partitions';

  constructor(
    private readonly partitions: PartitionStatusService,
    private readonly indicators: HealthIndicatorService,
    private readonly config: AppConfig,
  ) {}

  async check(): Promise<HealthIndicatorResult<'partitions'>> {
    const indicator = this.indicators.check('partitions');
    let monthsAhead: number;
    try {
      monthsAhead = await this.partitions.monthsAhead();
    } catch {
      return indicator.degraded({ message: 'cannot be read' }); // the database indicator says why
    }
    const metrics = { monthsAhead, monthsWanted: this.config.PARTITION_MONTHS_AHEAD };
    return monthsAhead < metrics.monthsWanted - TOLERATED ? indicator.degraded(metrics) : indicator.up(metrics);
  }
}
