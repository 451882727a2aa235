import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { MetadataModule } from '../metadata/metadata.module.js';
import { CatalogImport } from './catalog-import.service.js';
import { CatalogImportController } from './own-catalog.controller.js';

/** Imports of a catalogue of one's own. */
@Module({
  imports: [CatalogModule, MetadataModule],
  controllers: [CatalogImportController],
  providers: [CatalogImport],
  exports: [CatalogImport],
})
export class OwnCatalogModule {}
