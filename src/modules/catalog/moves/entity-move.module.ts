import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog.module.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { EntityMoveRepository } from './entity-move.repository.js';
import { EntityMoves } from './entity-moves.js';

@Module({
  imports: [CatalogModule],
  providers: [EntityMoveRepository, EntityMoves, RegistryRepository],
  exports: [EntityMoveRepository, EntityMoves],
})
export class EntityMoveModule {}
