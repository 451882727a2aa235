import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';

/** The settings of a commit, and the clock. */
@Injectable()
export class CommitSettings {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  get batchSize(): number {
    return this.config.IMPORT_BATCH_SIZE;
  }

  now(): Date {
    return this.clock.now();
  }

  leaseUntil(): Date {
    return new Date(this.clock.now().getTime() + this.config.IMPORT_LEASE_SECONDS * 1000);
  }
}
