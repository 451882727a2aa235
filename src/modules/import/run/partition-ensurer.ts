import { type Month, monthOf } from '../../../common/time/months.js';
import type { PartitionService } from '../../snapshots/partitions/partition.service.js';

/**
 * Ensures that a month has its partition before its first row is written. Partitions are contiguous up to the months
 * ahead of today, so only a month older than all previous ones needs a check.
 */
export class PartitionEnsurer {
  private oldest: Month | null = null;

  constructor(private readonly partitions: PartitionService) {}

  async ensure(instantMs: number): Promise<void> {
    const month = monthOf(instantMs);
    if (this.oldest !== null && month >= this.oldest) return;
    await this.partitions.ensure(month);
    this.oldest = month;
  }
}
