import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { MappingModule } from '../catalog/mappings/mapping.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { CommitSettings } from './commit-settings.js';
import { ImportCommitter } from './import-committer.js';
import { ImportFileRepository } from './import-file.repository.js';
import { ImportPlanner } from './import-planner.js';
import { ImportRunner } from './import-runner.js';
import { ImportWorker } from './import-worker.js';
import { ImportRepository } from './import.repository.js';
import { ImportService } from './import.service.js';
import { ParsePool } from './pipeline/parse-pool.js';
import { ArchiveDestinationsService } from './report/archive-destinations.service.js';
import { ImportReportService } from './report/import-report.service.js';
import { RunContext } from './run-context.js';
import { archiveSourceProvider } from './source/archive-source.factory.js';
import { ArchiveSource } from './source/archive-source.js';

/** Imports as such: what the command line and the API share. */
@Module({
  imports: [CatalogModule, MappingModule, FindingsModule, SnapshotsModule],
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
