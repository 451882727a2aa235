import { Module } from '@nestjs/common';
import { CoreModule } from '../../core.module.js';
import { MappingModule } from '../../modules/catalog/mappings/mapping.module.js';
import { DryRunModule } from '../../modules/import/dry-run/dry-run.module.js';
import { ImportModule } from '../../modules/import/import.module.js';
import { StatisticsStepModule } from '../statistics/statistics-step.module.js';
import { ImportSessionModule } from './import-session.module.js';
import { DryRunCli } from './dry-run-cli.js';
import { ImportCli } from './import-cli.js';
import { ImportOverview } from './import-overview.js';
import { MappingFile } from './mapping-file.js';

/** The import program: no HTTP, no crons. */
@Module({
  imports: [CoreModule, MappingModule, ImportModule, ImportSessionModule, DryRunModule, StatisticsStepModule],
  providers: [DryRunCli, ImportCli, ImportOverview, MappingFile],
})
export class ImportCliModule {}
