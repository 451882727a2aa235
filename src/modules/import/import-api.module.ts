import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { MappingApiService } from '../catalog/mappings/mapping-api.service.js';
import { MappingController } from '../catalog/mappings/mapping.controller.js';
import { MappingModule } from '../catalog/mappings/mapping.module.js';
import { ImportApiService } from './import-api.service.js';
import { ImportWorkerModule } from './import-worker.module.js';
import { ImportController } from './import.controller.js';
import { ImportModule } from './import.module.js';

/** The admin API of imports; the command line shares ImportModule, which knows no HTTP. */
@Module({
  imports: [CatalogModule, ImportModule, ImportWorkerModule, MappingModule],
  controllers: [ImportController, MappingController],
  providers: [ImportApiService, MappingApiService],
})
export class ImportApiModule {}
