import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog.module.js';
import { DecisionRepository } from '../decisions/decision.repository.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { MappingLinker } from './mapping-linker.js';
import { MappingTargets } from './mapping-targets.js';
import { MappingRepository } from './mapping.repository.js';
import { MappingService } from './mapping.service.js';

/** Decisions about UUIDs by people; API and command line share it. */
@Module({
  imports: [CatalogModule],
  providers: [DecisionRepository, MappingLinker, MappingTargets, MappingRepository, MappingService, RegistryRepository],
  exports: [DecisionRepository, MappingLinker, MappingRepository, MappingService],
})
export class MappingModule {}
