import { Module } from '@nestjs/common';
import { ImportModule } from '../../modules/import/import.module.js';
import { ImportSession } from './import-session.js';

/** Imports carried out in the process that asks for them: the command line's and the demo's. */
@Module({ imports: [ImportModule], providers: [ImportSession], exports: [ImportSession] })
export class ImportSessionModule {}
