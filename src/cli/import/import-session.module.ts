import { Module } from '@nestjs/common';
import { ImportModule } from '../../modules/import/import.module.js';
import { ImportSession } from './import-session.js';

/** Imports that run in the process that requests them: those of the command line and the demo. */
@Module({ imports: [ImportModule], providers: [ImportSession], exports: [ImportSession] })
export class ImportSessionModule {}
