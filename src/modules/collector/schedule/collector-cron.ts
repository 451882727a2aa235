import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { AppConfig } from '../../../common/config/app-config.js';
import { COLLECT_JOB, CollectionService } from '../collection.service.js';
import { CollectionInProgressError } from '../cycle/collection-errors.js';

/**
 * Begins a cycle at each tick of COLLECT_CRON, where COLLECT_ENABLED and ROLE allow it. A tick that finds a cycle at
 * work, here or in another process, is left out: nothing piles up.
 */
@Injectable()
export class CollectorCron implements OnApplicationBootstrap {
  private readonly logger = new Logger(CollectorCron.name);

  constructor(
    private readonly collection: CollectionService,
    private readonly registry: SchedulerRegistry,
    private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    const { COLLECT_ENABLED, COLLECT_CRON, runsWorkers } = this.config;
    if (!COLLECT_ENABLED || !runsWorkers) return;
    const job = CronJob.from({ cronTime: COLLECT_CRON, timeZone: 'UTC', onTick: () => void this.tick() });
    // The scheduler stops the jobs that it knows when the application ends.
    this.registry.addCronJob(COLLECT_JOB, job);
    job.start();
  }

  /** A failure is logged and kept in job_leases; the next tick tries again. */
  async tick(): Promise<void> {
    try {
      await this.collection.collect();
    } catch (error) {
      if (error instanceof CollectionInProgressError) {
        this.logger.warn('a cycle is still at work: this one is left out');
      } else {
        this.logger.error(`the cycle failed: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
  }
}
