import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../common/time/clock.js';
import type { Finding } from './finding.js';
import { FindingRepository, type MissingArchiveDays } from './finding.repository.js';

/** The log of what is wrong with the data. */
@Injectable()
export class QualityService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: FindingRepository,
    private readonly clock: Clock,
  ) {}

  /** Records findings in the caller's transaction: they are there together with the data that they speak of. */
  async record(manager: EntityManager, findings: readonly Finding[]): Promise<void> {
    await this.repository.record(manager, findings, this.clock.now());
  }

  /** Every stretch of days that an import ever found missing of a destination; they may overlap. */
  async missingArchiveDays(destinationId: number): Promise<MissingArchiveDays[]> {
    return this.repository.findMissingArchiveDays(this.dataSource.manager, destinationId);
  }
}
