import { Module } from '@nestjs/common';
import { StatisticsModule } from '../analytics/statistics/statistics.module.js';
import { ImportWorkerLoop } from './import-worker-loop.js';
import { ImportModule } from './import.module.js';

/** The serving process's part: carries out what the API starts. */
@Module({ imports: [ImportModule, StatisticsModule], providers: [ImportWorkerLoop], exports: [ImportWorkerLoop] })
export class ImportWorkerModule {}
