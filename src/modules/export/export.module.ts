import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ExportRepository } from './export.repository.js';
import { ExportService } from './export.service.js';
import { ExportSlots } from './export-slots.js';

@Module({
  imports: [CatalogModule],
  providers: [ExportRepository, ExportService, ExportSlots],
  exports: [ExportService],
})
export class ExportModule {}
