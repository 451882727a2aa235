import { Module } from '@nestjs/common';
import { StatisticsModule } from '../../analytics/statistics/statistics.module.js';
import { ExclusionsModule } from '../../exclusions/exclusions.module.js';
import { FindingsModule } from '../../findings/findings.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { ParkUseModule } from '../../park-use/park-use.module.js';
import { CheckExclusions } from './check-exclusions.service.js';
import { CheckInputRepository } from './evidence.repository.js';
import { CheckInputService } from './evidence.service.js';
import { ParkCheck } from './park-check.service.js';
import { ParkExaminer } from './park-examiner.service.js';
import { ParkRefresh } from './park-refresh.service.js';
import { ParkWideCheck } from './park-wide-check.service.js';
import { RefilledTimes } from './refilled-times.service.js';
import { QualityCheckService } from './quality-check.service.js';

/** Looking for what is wrong with the stored data: what the schedule, the API and the command line share. */
@Module({
  imports: [ExclusionsModule, FindingsModule, JobsModule, ParkUseModule, StatisticsModule],
  providers: [
    CheckExclusions,
    CheckInputRepository,
    CheckInputService,
    ParkCheck,
    ParkExaminer,
    ParkRefresh,
    ParkWideCheck,
    QualityCheckService,
    RefilledTimes,
  ],
  exports: [QualityCheckService],
})
export class DetectionModule {}
