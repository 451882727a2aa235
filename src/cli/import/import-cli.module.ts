import { Module } from '@nestjs/common';
import { CoreModule } from '../../core.module.js';
import { CatalogModule } from '../../modules/catalog/catalog.module.js';
import { HistoryUpkeepModule } from '../../modules/history-upkeep/history-upkeep.module.js';
import { ImportModule } from '../../modules/import/import.module.js';
import { ThemeparksApiModule } from '../../modules/themeparks-api/themeparks-api.module.js';
import { StatisticsStepModule } from '../statistics/statistics-step.js';
import { DryRunCli } from './dry-run-cli.js';
import { FillGapsCli } from './fill-gaps-cli.js';
import { ImportCli } from './import-cli.js';
import { ImportOverview } from './import-overview.js';
import { ImportSessionModule } from './import-session.js';
import { LeaseWait } from './lease-wait.js';
import { MappingFile } from './mapping-file.js';

/** The import command: no HTTP, no scheduled jobs. */
@Module({
  imports: [
    CoreModule,
    CatalogModule,
    HistoryUpkeepModule,
    ImportModule,
    ImportSessionModule,
    StatisticsStepModule,
    ThemeparksApiModule,
  ],
  providers: [DryRunCli, FillGapsCli, ImportCli, ImportOverview, LeaseWait, MappingFile],
})
export class ImportCliModule {}
