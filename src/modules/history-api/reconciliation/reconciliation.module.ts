import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogModule } from '../../catalog/catalog.module.js';
import { FindingsModule } from '../../findings/findings.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { ParkUseModule } from '../../park-use/park-use.module.js';
import { SnapshotsModule } from '../../snapshots/snapshots.module.js';
import { ThemeparksApiModule } from '../../themeparks-api/themeparks-api.module.js';
import { HistoryDaily } from './history-daily.entity.js';
import { PublishedDays } from './published-days.service.js';
import { ReconciledDay, ReconciliationDifference } from './reconciled-day.entity.js';
import { ReconciliationHandler, ReconciliationRun } from './reconciliation-job.js';
import { ReconciliationReportRepository } from './reconciliation-report.sql.js';
import { ReconciliationReportService } from './reconciliation-report.service.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { ReconciliationRepository } from './reconciliation.repository.js';
import { ReconciliationService } from './reconciliation.service.js';
import { StoredDays } from './stored-days.service.js';
import { StoredObservationsRepository } from './stored-observations.sql.js';

/** Compares our daily figures with those that ThemeParks.wiki publishes. */
@Module({
  imports: [
    TypeOrmModule.forFeature([HistoryDaily, ReconciledDay, ReconciliationDifference]),
    CatalogModule,
    FindingsModule,
    JobsModule,
    ParkUseModule,
    SnapshotsModule,
    ThemeparksApiModule,
  ],
  controllers: [ReconciliationController],
  providers: [
    PublishedDays,
    ReconciliationHandler,
    ReconciliationReportRepository,
    ReconciliationReportService,
    ReconciliationRepository,
    ReconciliationRun,
    ReconciliationService,
    StoredDays,
    StoredObservationsRepository,
  ],
  exports: [ReconciliationRun],
})
export class ReconciliationModule {}
