import { Module } from '@nestjs/common';
import { ExportController } from './export.controller.js';
import { ExportModule } from './export.module.js';

/** Files of stored rows over HTTP. */
@Module({ imports: [ExportModule], controllers: [ExportController] })
export class ExportApiModule {}
