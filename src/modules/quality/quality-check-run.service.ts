import { Injectable } from '@nestjs/common';
import type { CheckReport } from './detection/park-check.service.js';
import { type CheckRequest, QualityCheckService } from './detection/quality-check.service.js';
import { QualityHealthService } from './health/quality-health.service.js';

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
