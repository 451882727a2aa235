import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../jobs/job-handler.js';
import { StatisticsAggregator } from './aggregator.service.js';

/** Brings the statistics up to date, today's included; a run that finds nothing marked costs one look. */
@Injectable()
export class StatisticsHandler implements JobHandler {
  constructor(private readonly aggregator: StatisticsAggregator) {}

  /** Marks that a crash or an import of the command line has left. */
  isDueAtStart(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.aggregator.drain({ signal });
  }
}
