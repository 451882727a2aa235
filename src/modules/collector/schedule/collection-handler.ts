import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../common/time/durations.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { COLLECT_JOB, CollectionService } from '../collection.service.js';
import { CollectionInProgressError } from '../cycle/collection-errors.js';

/** A scheduled cycle. One that finds a cycle at work in another process is left out: nothing piles up. */
@Injectable()
export class CollectionHandler implements JobHandler {
  private readonly logger = new Logger(CollectionHandler.name);

  constructor(private readonly collection: CollectionService) {}

  // A cycle ends by itself before the next one begins, and after ten minutes at most.
  @Cron('*/5 * * * *', { name: COLLECT_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Collects live data of every destination',
    timeoutMs: 12 * MINUTE_MS,
    setting: 'COLLECT_CRON',
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.collection.collect({ signal });
    } catch (error) {
      if (!(error instanceof CollectionInProgressError)) throw error;
      this.logger.warn('a cycle is still at work: this one is left out');
    }
  }
}
