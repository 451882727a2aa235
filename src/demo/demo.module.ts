import { Module } from '@nestjs/common';
import { AppModule } from '../app.module.js';
import { ImportSessionModule } from '../cli/import/import-session.module.js';
import { StatisticsStepModule } from '../cli/statistics/statistics-step.module.js';
import { ImportModule } from '../modules/import/import.module.js';
import { DemoImport } from './demo-import.js';

/** The HTTP application as it is, and the means to import the sample. */
@Module({ imports: [AppModule, ImportModule, ImportSessionModule, StatisticsStepModule], providers: [DemoImport] })
export class DemoModule {}
