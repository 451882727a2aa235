import { Injectable, Module } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ParkUseModule } from '../park-use/park-use.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { ParkRangeService } from './park-range.service.js';
import { RebuildController } from './rebuild.controller.js';
import { RebuildRepository } from './rebuild.repository.js';
import { RebuildApiService, StatisticsRebuild } from './rebuild.service.js';
import { DayInvalidation, STATISTICS_JOB, StatisticsRefreshService } from './refresh.service.js';
import { InvalidationLogRepository } from './storage/invalidation-log.repository.js';
import { ParkInputsRepository } from './storage/park-inputs.repository.js';
import { NewestRowsRepository, ParkRowsLoader } from './storage/park-rows.loader.js';
import { DownReportsWriter, RollupRepository } from './storage/rollup.repository.js';
import { SnapshotReader } from './storage/snapshot-reader.js';
import { ZoneRulesRepository } from './zone-rules.repository.js';
import { ZoneRules } from './zone-rules.service.js';

/** Brings the statistics up to date, today's included; a run that finds nothing marked costs one look. */
@Injectable()
export class StatisticsHandler implements JobHandler {
  constructor(private readonly aggregator: StatisticsRefreshService) {}

  /** Marks that a crash or an import of the command line has left. */
  isDueAtStart(): Promise<boolean> {
    return Promise.resolve(true);
  }

  // New observations are in the statistics within a minute; a rebuild of years may take its time.
  @Cron('30 * * * * *', { name: STATISTICS_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Computes the statistics of invalidated park-days',
    timeoutMs: 120 * MINUTE_MS,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.aggregator.refresh({ signal });
  }
}

/** Statistics as such: what the command line, the jobs and the API share. */
@Module({
  imports: [ExclusionsModule, FindingsModule, JobsModule, ParkUseModule, SnapshotsModule],
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
    StatisticsHandler,
    StatisticsRebuild,
    ZoneRules,
    ZoneRulesRepository,
  ],
  exports: [StatisticsRefreshService, StatisticsRebuild],
})
export class StatisticsModule {}

/** The admin API of the statistics. */
@Module({ imports: [StatisticsModule], controllers: [RebuildController], providers: [RebuildApiService] })
export class StatisticsApiModule {}
