import { Module } from '@nestjs/common';
import { DetectionModule } from './detection/detection.module.js';
import { QualityHealthModule } from './health/quality-health.module.js';
import { QualityCheckRunService } from './quality-check-run.service.js';

/** What the schedule, the API and the command line run. */
@Module({
  imports: [DetectionModule, QualityHealthModule],
  providers: [QualityCheckRunService],
  exports: [QualityCheckRunService],
})
export class QualityCheckRunModule {}
