import { Injectable, Logger } from '@nestjs/common';
import type { JobHandler } from '../jobs/job-handler.js';
import { QualityCheckInProgressError } from './detection/quality-check.service.js';
import { QualityCheckRunService } from './quality-check-run.service.js';

/** Looks for what is wrong with the newest data, and tells when the whole is critical. */
@Injectable()
export class QualityCheckHandler implements JobHandler {
  private readonly logger = new Logger(QualityCheckHandler.name);

  constructor(private readonly checks: QualityCheckRunService) {}

  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.checks.run({ signal });
    } catch (error) {
      if (!(error instanceof QualityCheckInProgressError)) throw error;
      this.logger.warn('another check is at work: this one is left out');
    }
  }
}
