import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { assertFreeSpace } from '../../../common/database/free-space.js';
import { Clock } from '../../../common/time/clock.js';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import type { Finding } from '../../findings/finding.js';
import { FindingsService } from '../../findings/findings.service.js';
import { PartitionService } from '../../snapshots/partitions/partition.service.js';
import { PartitionEnsurer } from './partition-ensurer.js';

/** What is missing in the source, by the plan of a run. */
export interface RunFindings {
  /** Days without a file. */
  gaps: Finding[];
  /** Times in which the source itself observed nothing: they will not be filled. */
  sourceGaps: Finding[];
}

const SOURCE_GAP_NOTE =
  'Set automatically: the source observed nothing in this time, so nothing can be requested for it';

/** What a run needs from other modules: findings, partitions, the registry, settings and the clock. */
@Injectable()
export class RunContext {
  constructor(
    private readonly registry: EntityRegistry,
    private readonly findings: FindingsService,
    private readonly partitions: PartitionService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** 0: chosen by measured commits. */
  get filesPerCommit(): number {
    return this.config.IMPORT_CHECKPOINT_INTERVAL;
  }

  now(): Date {
    return this.clock.now();
  }

  partitionEnsurer(): PartitionEnsurer {
    return new PartitionEnsurer(this.partitions);
  }

  /** @throws DatabaseFullError if the embedded database needs the remaining space for itself */
  async assertFreeSpace(): Promise<void> {
    await assertFreeSpace(this.config);
  }

  async recordFindings(manager: EntityManager, { gaps, sourceGaps }: RunFindings): Promise<void> {
    await this.findings.record(manager, gaps);
    await this.findings.recordAcknowledged(manager, sourceGaps, SOURCE_GAP_NOTE);
  }

  async refreshObservedDates(destinationId: number): Promise<void> {
    await this.registry.refreshObserved(destinationId);
  }
}
