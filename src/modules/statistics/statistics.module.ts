import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ParkUseModule } from '../park-use/park-use.module.js';
import { InvalidatedParkDay } from '../snapshots/entities/invalidated-park-day.entity.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { DayInvalidation } from './day-invalidation.service.js';
import { ParkDownReport, ParkTimeZoneRules } from './entities/park-stats.entity.js';
import { StatisticsRebuildEntity } from './entities/statistics-rebuild.entity.js';
import { ParkRangeService } from './park-range.service.js';
import { RebuildController } from './rebuild.controller.js';
import { RebuildRepository } from './rebuild.repository.js';
import { StatisticsRebuildService } from './rebuild.service.js';
import { StatisticsRefreshService } from './refresh.service.js';
import { CanonicalGroupsLoader } from './queries/canonical-groups.loader.js';
import { DownReportRepository } from './queries/down-reports.repository.js';
import { InvalidationLogRepository } from './queries/invalidation-log.repository.js';
import { LastObservedLoader } from './queries/last-observed.loader.js';
import { NewestRowsRepository } from './queries/newest-rows.sql.js';
import { ParkInputsRepository } from './queries/park-inputs.sql.js';
import { ParkRowsLoader } from './queries/park-rows.loader.js';
import { RollupRepository } from './queries/rollup.sql.js';
import { SnapshotReader } from './queries/snapshot-reader.sql.js';
import { ZoneRulesRepository } from './zone-rules.repository.js';
import { ZoneRules } from './zone-rules.service.js';

/** Computes the rollups from the observations: for the jobs, the admin API and the command line. */
@Module({
  imports: [
    TypeOrmModule.forFeature([InvalidatedParkDay, ParkDownReport, ParkTimeZoneRules, StatisticsRebuildEntity]),
    ExclusionsModule,
    FindingsModule,
    JobsModule,
    ParkUseModule,
    SnapshotsModule,
  ],
  controllers: [RebuildController],
  providers: [
    CanonicalGroupsLoader,
    DayInvalidation,
    DownReportRepository,
    InvalidationLogRepository,
    LastObservedLoader,
    RollupRepository,
    NewestRowsRepository,
    ParkInputsRepository,
    ParkRowsLoader,
    ParkRangeService,
    RebuildRepository,
    SnapshotReader,
    StatisticsRefreshService,
    StatisticsRebuildService,
    ZoneRules,
    ZoneRulesRepository,
  ],
  exports: [StatisticsRefreshService, StatisticsRebuildService],
})
export class StatisticsModule {}
