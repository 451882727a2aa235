import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ExportSemaphore } from './export-semaphore.js';
import { ExportController } from './export.controller.js';
import { ExportRepository } from './export.sql.js';
import { ExportService } from './export.service.js';

/** Streams stored rows as files. */
@Module({
  imports: [CatalogModule],
  controllers: [ExportController],
  providers: [ExportRepository, ExportSemaphore, ExportService],
  exports: [ExportService],
})
export class ExportModule {}
