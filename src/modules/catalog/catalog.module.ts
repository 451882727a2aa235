import { Module } from '@nestjs/common';
import { CatalogRepository } from './catalog.repository.js';
import { CatalogService } from './catalog.service.js';
import { EntityRegistry } from './registry/entity-registry.service.js';
import { RegistryRepository } from './registry/registry.repository.js';
import { RideRepository } from './ride.repository.js';
import { RideService } from './ride.service.js';

@Module({
  providers: [CatalogRepository, CatalogService, EntityRegistry, RegistryRepository, RideRepository, RideService],
  exports: [CatalogService, EntityRegistry, RegistryRepository, RideService],
})
export class CatalogModule {}
