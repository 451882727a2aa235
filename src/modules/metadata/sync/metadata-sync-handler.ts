import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CatalogSyncJob } from '../../catalog/sync/catalog-sync-job.js';
import type { JobHandler } from '../../jobs/job-handler.js';
import { MetadataSyncInProgressError } from '../metadata-errors.js';
import { MetadataSyncJob } from './metadata-sync-job.js';
import { SyncRunRepository } from './sync-run.repository.js';

const CATALOGUE_LOOK_MS = 5_000;

/** The scheduled synchronisation; also at a start at which there was none yet, or the last one was cut off. */
@Injectable()
export class MetadataSyncHandler implements JobHandler {
  constructor(
    private readonly job: MetadataSyncJob,
    private readonly catalogue: CatalogSyncJob,
    private readonly runs: SyncRunRepository,
  ) {}

  async isDueAtStart(): Promise<boolean> {
    return !(await this.runs.hasLastWholeRunEnded());
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.untilCatalogue(signal);
    try {
      await this.job.run({ signal });
    } catch (error) {
      // Another process is at it, or a person: the work is being done.
      if (!(error instanceof MetadataSyncInProgressError)) throw error;
    }
  }

  /** At the very first start the catalogue is being fetched too: without it there is no ride to ask about. */
  private async untilCatalogue(signal: AbortSignal): Promise<void> {
    if ((await this.runs.findLast()) !== null) return;
    while (!(await this.catalogue.hasCatalogue())) await delay(CATALOGUE_LOOK_MS, undefined, { signal });
  }
}
