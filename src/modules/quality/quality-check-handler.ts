import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../common/time/durations.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { QUALITY_CHECK_JOB, QualityCheckInProgressError } from './detection/quality-check.service.js';
import { QualityCheckRunService } from './quality-check-run.service.js';

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
