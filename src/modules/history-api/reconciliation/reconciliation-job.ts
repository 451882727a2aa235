import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DomainError } from '../../../common/domain-error.js';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import {
  COMPARED_EVERY_MS,
  type ReconciliationReport,
  type ReconciliationRequest,
  ReconciliationService,
} from './reconciliation.service.js';

export const RECONCILIATION_JOB = 'reconciliation';
const LEASE_MS = 60_000;

export class ReconciliationInProgressError extends DomainError {
  constructor() {
    super('JOB_IN_PROGRESS', 'A reconciliation is in progress in another process');
  }
}

/** Lets one process reconcile at a time. */
@Injectable()
export class ReconciliationRun {
  constructor(
    private readonly reconciliation: ReconciliationService,
    private readonly leases: JobLeaseService,
  ) {}

  /** @throws ReconciliationInProgressError, and what {@link ReconciliationService.reconcile} throws */
  async run(request: ReconciliationRequest): Promise<ReconciliationReport> {
    const outcome = await this.leases.runExclusive({
      name: RECONCILIATION_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => {
        const signal = request.signal === undefined ? lost : AbortSignal.any([request.signal, lost]);
        return this.reconciliation.reconcile({ ...request, signal });
      },
      describe: describeReconciliation,
    });
    if (!outcome.ran) throw new ReconciliationInProgressError();
    return outcome.result;
  }
}

/** Compares each park about once a week; what the budget does not allow is left for the next day. */
@Injectable()
export class ReconciliationHandler implements JobHandler {
  private readonly logger = new Logger(ReconciliationHandler.name);

  constructor(private readonly reconciliation: ReconciliationRun) {}

  @Cron('0 50 7 * * *', { name: RECONCILIATION_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Compares daily figures with those of ThemeParks.wiki, each park once a week',
    timeoutMs: 120 * MINUTE_MS,
    needsRightClock: true,
    isEnabled: (config) => config.areHistoryJobsEnabled,
  })
  async run(signal: AbortSignal): Promise<void> {
    try {
      const report = await this.reconciliation.run({ notComparedForMs: COMPARED_EVERY_MS, signal });
      this.logger.log(`reconciliation: ${describeReconciliation(report)}`);
    } catch (error) {
      if (!(error instanceof ReconciliationInProgressError)) throw error;
      this.logger.warn('skipped: another reconciliation is in progress');
    }
  }
}

export function describeReconciliation(report: ReconciliationReport): string {
  const { parks, days, agreeing, explained, unexplained, notObserved, failed, resumesAt } = report;
  const left = resumesAt === null ? '' : `; hourly budget used up until ${resumesAt.toISOString()}`;
  return `${parks} parks, ${days} park-days: ${agreeing} ride-days agree, ${explained} explained, ${unexplained} unexplained, ${notObserved} not observed; ${failed} failed${left}`;
}
