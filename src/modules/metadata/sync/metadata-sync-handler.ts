import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { HOUR_MS } from '../../../common/time/durations.js';
import { CatalogSyncJob } from '../../catalog/sync/catalog-sync-job.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { MetadataSyncInProgressError } from '../metadata-errors.js';
import { METADATA_SYNC_JOB, MetadataSyncJob } from './metadata-sync-job.js';
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

  // After the catalogue. 6,000 rides at a quarter of the request budget take two hours; the next run does the rest.
  @Cron('0 30 5 * * *', { name: METADATA_SYNC_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Reads positions, height limits and tags from the live API',
    timeoutMs: 6 * HOUR_MS,
    needsRightClock: true,
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
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
