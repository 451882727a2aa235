import { Module } from '@nestjs/common';
import { ImportWorkerLoop } from './import-worker-loop.js';
import { ImportModule } from './import.module.js';

/** The serving process's part: carries out what the API starts. */
@Module({ imports: [ImportModule], providers: [ImportWorkerLoop], exports: [ImportWorkerLoop] })
export class ImportWorkerModule {}
