import { Injectable, Logger } from '@nestjs/common';
import type { JobHandler } from '../jobs/job-handler.js';
import { QualityCheckInProgressError, QualityCheckService } from './detection/quality-check.service.js';
import { QualityHealthService } from './health/quality-health.service.js';

/** Looks for what is wrong with the newest data, and tells when the whole is critical. */
@Injectable()
export class QualityCheckHandler implements JobHandler {
  private readonly logger = new Logger(QualityCheckHandler.name);

  constructor(
    private readonly checks: QualityCheckService,
    private readonly health: QualityHealthService,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.checks.check({ signal });
    } catch (error) {
      if (!(error instanceof QualityCheckInProgressError)) throw error;
      this.logger.warn('another check is at work: this one is left out');
    } finally {
      // how it is does not depend on whether everything could be looked at
      await this.health.refreshAlert();
    }
  }
}
