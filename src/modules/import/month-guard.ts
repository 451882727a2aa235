import type { Month } from '../snapshots/partitions/partition-plan.js';
import { monthOf } from '../snapshots/partitions/partition-plan.js';
import type { PartitionService } from '../snapshots/partitions/partition.service.js';

/**
 * Makes sure that a month has its partition before the first row of it is written. Partitions are contiguous up to the
 * months ahead of today, so it asks only for a month that is older than every one that it asked for before.
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
