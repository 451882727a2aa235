import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ClockWatchModule } from '../collector/clock-watch.module.js';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LiveModule } from '../live/live.module.js';
import { ParkUseModule } from '../park-use/park-use.module.js';
import { CoverageRepository } from './coverage.sql.js';
import { CoverageService } from './coverage.service.js';
import { CheckExclusions } from './detection/check-exclusions.service.js';
import { CheckInputRepository } from './detection/check-input.sql.js';
import { CheckObservationsRepository } from './detection/check-observations.sql.js';
import { CheckInputService } from './detection/check-input.service.js';
import { ParkCheck } from './detection/park-check.service.js';
import { ParkExaminer, ParkWideCheck } from './detection/park-examiner.service.js';
import { ParkRefresh, QualityCheckService } from './detection/quality-check.service.js';
import { RefilledTimes } from './detection/refilled-times.service.js';
import { GapRepository, IssueRepository } from './issue.sql.js';
import { IssueService } from './issue.service.js';
import { QualityCheckRunService } from './quality-check-run.service.js';
import { HealthRepository } from './quality-health.sql.js';
import { QualityHealthService } from './quality-health.service.js';
import { QualityController } from './quality.controller.js';
import { QualityService } from './quality.service.js';

/**
 * Checks, health and coverage of the stored data. Re-exports the issue log (findings) and the exclusions, which are
 * modules of their own because import, collector and statistics use them too.
 */
@Module({
  imports: [
    AlertsModule,
    CatalogModule,
    ClockWatchModule,
    ExclusionsModule,
    FindingsModule,
    LiveModule,
    JobsModule,
    ParkUseModule,
    StatisticsModule,
  ],
  controllers: [QualityController],
  providers: [
    CheckExclusions,
    CheckInputRepository,
    CheckObservationsRepository,
    CheckInputService,
    CoverageRepository,
    CoverageService,
    GapRepository,
    HealthRepository,
    IssueRepository,
    IssueService,
    ParkCheck,
    ParkExaminer,
    ParkRefresh,
    ParkWideCheck,
    QualityService,
    QualityCheckRunService,
    QualityCheckService,
    QualityHealthService,
    RefilledTimes,
  ],
  exports: [ExclusionsModule, FindingsModule, QualityCheckRunService, QualityCheckService, QualityHealthService],
})
export class QualityModule {}
