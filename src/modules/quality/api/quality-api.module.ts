import { Module } from '@nestjs/common';
import { ParkUseModule } from '../../park-use/park-use.module.js';
import { CatalogModule } from '../../catalog/catalog.module.js';
import { ExclusionsModule } from '../../exclusions/exclusions.module.js';
import { FindingsModule } from '../../findings/findings.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { FreshnessModule } from '../../live/freshness/freshness.module.js';
import { QualityHealthModule } from '../health/quality-health.module.js';
import { GapRepository } from '../issues/gap.repository.js';
import { IssueRepository } from '../issues/issue.repository.js';
import { IssueService } from '../issues/issue.service.js';
import { CoverageRepository } from '../open-time/coverage.repository.js';
import { CoverageService } from '../open-time/coverage.service.js';
import { QualityCheckHandler } from '../quality-check-handler.js';
import { QualityCheckRunModule } from '../quality-check-run.module.js';
import { QualityApiService } from './quality-api.service.js';
import { QualityController } from './quality.controller.js';

/** The serving process's part: admin API and scheduled check. */
@Module({
  imports: [
    CatalogModule,
    ExclusionsModule,
    FreshnessModule,
    JobsModule,
    QualityCheckRunModule,
    QualityHealthModule,
    FindingsModule,
    ParkUseModule,
  ],
  controllers: [QualityController],
  providers: [
    CoverageRepository,
    CoverageService,
    GapRepository,
    IssueRepository,
    IssueService,
    QualityApiService,
    QualityCheckHandler,
  ],
})
export class QualityApiModule {}
