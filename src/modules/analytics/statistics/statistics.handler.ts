import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../common/time/durations.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { STATISTICS_JOB, StatisticsAggregator } from './aggregator.service.js';

/** Brings the statistics up to date, today's included; a run that finds nothing marked costs one look. */
@Injectable()
export class StatisticsHandler implements JobHandler {
  constructor(private readonly aggregator: StatisticsAggregator) {}

  /** Marks that a crash or an import of the command line has left. */
  isDueAtStart(): Promise<boolean> {
    return Promise.resolve(true);
  }

  // New observations are in the statistics within a minute; a rebuild of years may take its time.
  @Cron('30 * * * * *', { name: STATISTICS_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Computes the statistics of invalidated park-days',
    timeoutMs: 120 * MINUTE_MS,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.aggregator.refresh({ signal });
  }
}
