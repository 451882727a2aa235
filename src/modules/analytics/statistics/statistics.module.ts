import { Module } from '@nestjs/common';
import { ExclusionsModule } from '../../exclusions/exclusions.module.js';
import { FindingsModule } from '../../findings/findings.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { ParkUseModule } from '../../park-use/park-use.module.js';
import { SnapshotsModule } from '../../snapshots/snapshots.module.js';
import { StatisticsAggregator } from './aggregator.service.js';
import { DayInvalidation } from './day-invalidation.service.js';
import { ParkRangeLoader } from './park-stretch.service.js';
import { RebuildRepository } from './rebuild/rebuild.repository.js';
import { StatisticsRebuild } from './rebuild/rebuild.service.js';
import { StatisticsHandler } from './statistics.handler.js';
import { InvalidatedDaysRepository } from './storage/dirty-days.repository.js';
import { DownReportsWriter } from './storage/down-reports.writer.js';
import { StatisticsRepository } from './storage/figures.repository.js';
import { NewestRowsRepository } from './storage/newest-rows.repository.js';
import { ParkInputsRepository } from './storage/park-inputs.repository.js';
import { ParkRowsLoader } from './storage/park-rows.loader.js';
import { SnapshotReader } from './storage/snapshot-reader.js';
import { ZoneRulesRepository } from './zone-rules/zone-rules.repository.js';
import { ZoneRules } from './zone-rules/zone-rules.service.js';

/** Statistics as such: what the command line, the jobs and the API share. */
@Module({
  imports: [ExclusionsModule, FindingsModule, JobsModule, ParkUseModule, SnapshotsModule],
  providers: [
    DayInvalidation,
    InvalidatedDaysRepository,
    DownReportsWriter,
    StatisticsRepository,
    NewestRowsRepository,
    ParkInputsRepository,
    ParkRowsLoader,
    ParkRangeLoader,
    RebuildRepository,
    SnapshotReader,
    StatisticsAggregator,
    StatisticsHandler,
    StatisticsRebuild,
    ZoneRules,
    ZoneRulesRepository,
  ],
  exports: [StatisticsAggregator, StatisticsRebuild],
})
export class StatisticsModule {}
