import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ExportSemaphore } from './export-semaphore.js';
import { ExportController } from './export.controller.js';
import { ExportRepository } from './export.sql.js';
import { ExportService } from './export.service.js';
import { ExportFolderService } from './folder/export-folder.service.js';
import { FolderRowsRepository } from './folder/folder-rows.sql.js';
import { TableRowsRepository } from './tables/table-rows.sql.js';

/** Writes stored rows into files. */
@Module({
  imports: [CatalogModule],
  controllers: [ExportController],
  providers: [
    ExportRepository,
    ExportSemaphore,
    ExportService,
    TableRowsRepository,
    FolderRowsRepository,
    ExportFolderService,
  ],
  exports: [ExportService, ExportFolderService],
})
export class ExportModule {}
