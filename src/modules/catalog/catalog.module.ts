import { Module } from '@nestjs/common';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { CatalogRepository } from './catalog.repository.js';
import { CatalogService } from './catalog.service.js';
import { EntityRegistry } from './registry/entity-registry.service.js';
import { RegistryRepository } from './registry/registry.repository.js';
import { RideActivity } from './ride-activity.js';
import { RideActivityRepository } from './ride-activity.repository.js';
import { RideDays } from './ride-days.js';
import { RideDaysRepository } from './ride-days.repository.js';
import { RideRepository } from './ride.repository.js';
import { RideService } from './ride.service.js';

@Module({
  imports: [SnapshotsModule],
  providers: [
    CatalogRepository,
    CatalogService,
    EntityRegistry,
    RegistryRepository,
    RideActivity,
    RideActivityRepository,
    RideDays,
    RideDaysRepository,
    RideRepository,
    RideService,
  ],
  exports: [CatalogService, EntityRegistry, RideActivity, RideDays, RideService],
})
export class CatalogModule {}
