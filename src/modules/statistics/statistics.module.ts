import { Module } from '@nestjs/common';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ParkUseModule } from '../park-use/park-use.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { ParkRangeService } from './park-range.service.js';
import { RebuildController } from './rebuild.controller.js';
import { RebuildRepository } from './rebuild.repository.js';
import { StatisticsRebuildService } from './rebuild.service.js';
import { DayInvalidation, StatisticsRefreshService } from './refresh.service.js';
import { InvalidationLogRepository } from './storage/invalidation-log.repository.js';
import { ParkInputsRepository } from './storage/park-inputs.repository.js';
import { NewestRowsRepository, ParkRowsLoader } from './storage/park-rows.loader.js';
import { DownReportsWriter, RollupRepository } from './storage/rollup.repository.js';
import { SnapshotReader } from './storage/snapshot-reader.js';
import { ZoneRulesRepository } from './zone-rules.repository.js';
import { ZoneRules } from './zone-rules.service.js';

/** Computes the rollups from the observations: for the jobs, the admin API and the command line. */
@Module({
  imports: [ExclusionsModule, FindingsModule, JobsModule, ParkUseModule, SnapshotsModule],
  controllers: [RebuildController],
  providers: [
    DayInvalidation,
    InvalidationLogRepository,
    DownReportsWriter,
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
