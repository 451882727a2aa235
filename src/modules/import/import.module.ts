import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppConfig } from '../../common/config/app-config.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { ThemeparksApiModule } from '../themeparks-api/themeparks-api.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { ArchiveDestinationsService } from './archive-destinations.service.js';
import { DryRunService } from './dry-run.service.js';
import { ImportApiService } from './import-api.service.js';
import { ImportCheckpoint } from './entities/import-checkpoint.entity.js';
import { HistoryDay } from './entities/history-day.entity.js';
import { ImportFile } from './entities/import-file.entity.js';
import { HistoryDayRepository } from './history-source/history-day.repository.js';
import { HistoryDays } from './history-source/history-days.service.js';
import { HistoryDayWriter } from './history-source/history-day-writer.js';
import { HistoryPlanner, HistoryRequests } from './history-source/history-planner.js';
import { ImportFileRepository } from './import-file.repository.js';
import { ImportLeaseRepository } from './import-lease.repository.js';
import { ImportReportService } from './import-report.service.js';
import { ImportController } from './import.controller.js';
import { ImportRepository } from './import.repository.js';
import { ImportService } from './import.service.js';
import { KnownEntitiesRepository } from './known-entities.sql.js';
import { FilePipelines } from './pipeline/file-pipelines.js';
import { ParsePool } from './pipeline/parse-pool.js';
import { HistoryCommit } from './run/history-commit.js';
import { CommitSettings, CommitTargets, ImportCommitter } from './run/import-committer.js';
import { ImportPlanner } from './run/import-planner.js';
import { ImportRunner } from './run/import-runner.js';
import { DueImports, ImportWorkerLoop } from './run/import-worker-loop.js';
import { ImportWorker } from './run/import-worker.js';
import { RunContext } from './run/run-context.js';
import { archiveSourceProvider } from './source/archive-source.factory.js';
import { ArchiveSource } from './source/archive-source.js';

/** Historical imports: their API, the service that the command line shares with it, and the worker that runs them. */
@Module({
  imports: [
    CatalogModule,
    FindingsModule,
    SnapshotsModule,
    StatisticsModule,
    ThemeparksApiModule,
    TypeOrmModule.forFeature([HistoryDay, ImportCheckpoint, ImportFile]),
  ],
  controllers: [ImportController],
  providers: [
    archiveSourceProvider,
    {
      provide: ParsePool,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new ParsePool(config.IMPORT_PARSE_WORKERS),
    },
    ArchiveDestinationsService,
    CommitSettings,
    CommitTargets,
    DueImports,
    HistoryCommit,
    HistoryDayRepository,
    HistoryDayWriter,
    HistoryDays,
    HistoryPlanner,
    HistoryRequests,
    DryRunService,
    FilePipelines,
    ImportApiService,
    ImportCommitter,
    ImportFileRepository,
    ImportLeaseRepository,
    ImportPlanner,
    ImportReportService,
    ImportRepository,
    ImportRunner,
    ImportService,
    ImportWorker,
    ImportWorkerLoop,
    KnownEntitiesRepository,
    RunContext,
  ],
  exports: [
    ArchiveDestinationsService,
    ArchiveSource,
    DryRunService,
    HistoryDays,
    ImportFileRepository,
    ImportReportService,
    ImportRepository,
    ImportService,
    ImportWorker,
    ImportWorkerLoop,
    ParsePool,
  ],
})
export class ImportModule implements OnApplicationShutdown {
  constructor(@Inject(ParsePool) private readonly pool: ParsePool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }
}

/** Starts the worker loop in the server. The command line imports ImportModule alone, so it only runs its own imports. */
@Module({ imports: [ImportModule] })
export class ImportWorkerModule implements OnApplicationBootstrap {
  constructor(
    @Inject(ImportWorkerLoop) private readonly loop: ImportWorkerLoop,
    @Inject(AppConfig) private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.runsWorkers) this.loop.start();
  }
}
