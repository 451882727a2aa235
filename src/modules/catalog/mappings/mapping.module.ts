import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog.module.js';
import { MappingLinker } from './mapping-linker.js';
import { MappingRepository } from './mapping.repository.js';
import { MappingService } from './mapping.service.js';

/** Decisions about UUIDs by people; API and command line share it. */
@Module({
  imports: [CatalogModule],
  providers: [MappingLinker, MappingRepository, MappingService],
  exports: [MappingLinker, MappingRepository, MappingService],
})
export class MappingModule {}
