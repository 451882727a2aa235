import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { assertFreeSpace } from '../../../common/database/free-space.js';
import { Clock } from '../../../common/time/clock.js';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import { FindingsService } from '../../findings/findings.service.js';
import { type Month, monthOf } from '../../snapshots/partitions/partition-plan.js';
import { PartitionService } from '../../snapshots/partitions/partition.service.js';
import { findingOfGap } from '../import-findings.js';
import type { ImportRecord } from '../import-record.js';
import type { DayGap } from '../missing-days.js';

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

/** The parts of the rest of the program that a run needs. */
@Injectable()
export class RunContext {
  constructor(
    private readonly registry: EntityRegistry,
    private readonly findings: FindingsService,
    private readonly partitions: PartitionService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  get filesPerCommit(): number {
    return this.config.IMPORT_CHECKPOINT_INTERVAL;
  }

  now(): Date {
    return this.clock.now();
  }

  partitionEnsurer(): PartitionEnsurer {
    return new PartitionEnsurer(this.partitions);
  }

  /** @throws DatabaseFullError where the private database needs the room that is left for itself */
  async assertFreeSpace(): Promise<void> {
    await assertFreeSpace(this.config);
  }

  async recordGaps(manager: EntityManager, record: ImportRecord, gaps: readonly DayGap[]): Promise<void> {
    await this.findings.record(
      manager,
      gaps.map((gap) => findingOfGap(record, gap)),
    );
  }

  async refreshObservedDates(destinationId: number): Promise<void> {
    await this.registry.refreshObserved(destinationId);
  }
}
