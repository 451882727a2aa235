import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { ArchiveDestinationsService } from './archive-destinations.service.js';
import { DryRunService } from './dry-run.service.js';
import { ImportApiService } from './import-api.service.js';
import { ImportFileRepository } from './import-file.repository.js';
import { ImportReportService } from './import-report.service.js';
import { ImportController } from './import.controller.js';
import { ImportRepository } from './import.repository.js';
import { ImportService } from './import.service.js';
import { KnownEntitiesRepository } from './known-entities.repository.js';
import { ParsePool } from './pipeline/parse-pool.js';
import { CommitSettings, ImportCommitter } from './run/import-committer.js';
import { ImportPlanner } from './run/import-planner.js';
import { ImportRunner } from './run/import-runner.js';
import { ImportWorker, ImportWorkerLoop } from './run/import-worker.js';
import { RunContext } from './run/run-context.js';
import { archiveSourceProvider } from './source/archive-source.factory.js';
import { ArchiveSource } from './source/archive-source.js';

/** Imports as such: what the command line and the API share. */
@Module({
  imports: [CatalogModule, FindingsModule, SnapshotsModule],
  providers: [
    archiveSourceProvider,
    {
      provide: ParsePool,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new ParsePool(config.IMPORT_PARSE_WORKERS),
    },
    ArchiveDestinationsService,
    CommitSettings,
    ImportCommitter,
    ImportFileRepository,
    ImportPlanner,
    ImportReportService,
    ImportRepository,
    ImportRunner,
    ImportService,
    ImportWorker,
    RunContext,
  ],
  exports: [
    ArchiveDestinationsService,
    ArchiveSource,
    ImportFileRepository,
    ImportReportService,
    ImportRepository,
    ImportService,
    ImportWorker,
    ParsePool,
  ],
})
export class ImportModule implements OnApplicationShutdown {
  constructor(@Inject(ParsePool) private readonly pool: ParsePool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }
}

/** The serving process's part: carries out what the API starts. */
@Module({ imports: [ImportModule, StatisticsModule], providers: [ImportWorkerLoop], exports: [ImportWorkerLoop] })
export class ImportWorkerModule {}

/** The admin API of imports; the command line shares ImportModule, which knows no HTTP. */
@Module({
  imports: [CatalogModule, ImportModule, ImportWorkerModule],
  controllers: [ImportController],
  providers: [ImportApiService],
})
export class ImportApiModule {}

@Module({
  imports: [CatalogModule, ImportModule],
  providers: [DryRunService, KnownEntitiesRepository],
  exports: [DryRunService],
})
export class DryRunModule {}
