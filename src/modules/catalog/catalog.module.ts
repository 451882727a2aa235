import { Module } from '@nestjs/common';
import { CatalogRepository } from './catalog.repository.js';
import { CatalogService } from './catalog.service.js';
import { EntityRegistry } from './registry/entity-registry.service.js';
import { RegistryRepository } from './registry/registry.repository.js';

@Module({
  providers: [CatalogRepository, CatalogService, EntityRegistry, RegistryRepository],
  exports: [CatalogService, EntityRegistry, RegistryRepository],
})
export class CatalogModule {}
