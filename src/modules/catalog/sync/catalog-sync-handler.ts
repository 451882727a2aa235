import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../jobs/job-handler.js';
import { CatalogSyncJob } from './catalog-sync-job.js';

/** The scheduled synchronisation; also at a start at which there is no catalogue yet, or the last attempt failed. */
@Injectable()
export class CatalogSyncHandler implements JobHandler {
  constructor(private readonly job: CatalogSyncJob) {}

  async isDueAtStart(): Promise<boolean> {
    return !(await this.job.hasCatalogue());
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.job.run({ signal });
  }
}
