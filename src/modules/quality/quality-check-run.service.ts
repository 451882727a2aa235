import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DAY_MS, HOUR_MS, MINUTE_MS, startOfUtcDay } from '../../common/time/calendar.js';
import { checkDateRange, DateRangeError } from '../../common/time/date-range.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import type { CheckReport } from './detection/park-check.service.js';
import {
  type CheckRequest,
  QUALITY_CHECK_JOB,
  QualityCheckInProgressError,
  QualityCheckService,
} from './detection/quality-check.service.js';
import { QualityHealthService } from './quality-health.service.js';

/**
 * The time range of a check: whole UTC days, `endDate` included. Without `endDate` it ends now; without `startDate` it
 * begins `hours` before its end. @throws DateRangeError
 */
export function checkRange(
  { startDate, endDate }: { startDate?: string | null | undefined; endDate?: string | null | undefined },
  now: Date,
  hours: number,
): { fromMs: number; toMs: number } {
  if (startDate != null && endDate != null) checkDateRange({ startDate, endDate });
  const endMs = endDate == null ? Infinity : startOfUtcDay(endDate) + DAY_MS;
  const toMs = Math.min(endMs, now.getTime());
  if (startDate == null) return { fromMs: toMs - hours * HOUR_MS, toMs };
  const fromMs = startOfUtcDay(startDate);
  if (fromMs >= toMs) throw DateRangeError.inFuture('startDate', startDate);
  return { fromMs, toMs };
}

/** Runs the quality check for the schedule, the API and the command line, and updates the health alert afterwards. */
@Injectable()
export class QualityCheckRunService implements JobHandler {
  private readonly logger = new Logger(QualityCheckRunService.name);

  constructor(
    private readonly checks: QualityCheckService,
    private readonly health: QualityHealthService,
  ) {}

  /** @throws QualityCheckInProgressError, ParkNotFoundError */
  async check(request: CheckRequest): Promise<CheckReport> {
    try {
      return await this.checks.check(request);
    } finally {
      // the alert follows the stored data, even if the check failed halfway
      await this.health.refreshAlert();
    }
  }

  @Cron('12 * * * *', { name: QUALITY_CHECK_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Searches the newest data for gaps and anomalies',
    timeoutMs: 30 * MINUTE_MS,
    needsRightClock: true,
    setting: 'QUALITY_CHECK_CRON',
  })
  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.check({ signal });
    } catch (error) {
      if (!(error instanceof QualityCheckInProgressError)) throw error;
      this.logger.warn('skipped: another quality check is still in progress');
    }
  }
}
