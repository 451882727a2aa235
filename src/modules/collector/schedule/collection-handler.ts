import { Injectable, Logger } from '@nestjs/common';
import type { JobHandler } from '../../jobs/job-handler.js';
import { CollectionService } from '../collection.service.js';
import { CollectionInProgressError } from '../cycle/collection-errors.js';

/** A scheduled cycle. One that finds a cycle at work in another process is left out: nothing piles up. */
@Injectable()
export class CollectionHandler implements JobHandler {
  private readonly logger = new Logger(CollectionHandler.name);

  constructor(private readonly collection: CollectionService) {}

  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.collection.collect({ signal });
    } catch (error) {
      if (!(error instanceof CollectionInProgressError)) throw error;
      this.logger.warn('a cycle is still at work: this one is left out');
    }
  }
}
