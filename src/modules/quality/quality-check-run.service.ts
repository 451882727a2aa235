import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DomainError } from '../../common/domain-error.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import type { CheckReport } from './detection/park-check.service.js';
import {
  type CheckRequest,
  QUALITY_CHECK_JOB,
  QualityCheckInProgressError,
  QualityCheckService,
} from './detection/quality-check.service.js';
import { QualityHealthService } from './quality-health.service.js';

class CheckRangeError extends DomainError {
  constructor() {
    super('DATE_OUT_OF_RANGE', 'The first day of a check lies after its last one, or after today');
  }
}

/**
 * What a check is to look at: UTC days as they were asked for, the last one included; an end that was not asked for is
 * now, and a beginning some hours before the end. @throws DomainError DATE_OUT_OF_RANGE
 */
export function checkRange(
  { startDate, endDate }: { startDate?: string | null | undefined; endDate?: string | null | undefined },
  now: Date,
  hours: number,
): { fromMs: number; toMs: number } {
  const endMs = endDate == null ? Infinity : Date.parse(`${endDate}T00:00:00Z`) + DAY_MS;
  const toMs = Math.min(endMs, now.getTime());
  const fromMs = startDate == null ? toMs - hours * HOUR_MS : Date.parse(`${startDate}T00:00:00Z`);
  if (fromMs >= toMs) throw new CheckRangeError();
  return { fromMs, toMs };
}

/** A check, whoever asked for it, and what it means for the alert. */
@Injectable()
export class QualityCheckRunService {
  constructor(
    private readonly checks: QualityCheckService,
    private readonly health: QualityHealthService,
  ) {}

  /** @throws QualityCheckInProgressError, ParkNotFoundError */
  async run(request: CheckRequest): Promise<CheckReport> {
    try {
      return await this.checks.check(request);
    } finally {
      // how it is does not depend on whether everything could be looked at
      await this.health.refreshAlert();
    }
  }
}

/** Looks for what is wrong with the newest data, and tells when the whole is critical. */
@Injectable()
export class QualityCheckHandler implements JobHandler {
  private readonly logger = new Logger(QualityCheckHandler.name);

  constructor(private readonly checks: QualityCheckRunService) {}

  @Cron('12 * * * *', { name: QUALITY_CHECK_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Searches the newest data for gaps and anomalies',
    timeoutMs: 30 * MINUTE_MS,
    needsRightClock: true,
    setting: 'QUALITY_CHECK_CRON',
  })
  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.checks.run({ signal });
    } catch (error) {
      if (!(error instanceof QualityCheckInProgressError)) throw error;
      this.logger.warn('another check is at work: this one is left out');
    }
  }
}
