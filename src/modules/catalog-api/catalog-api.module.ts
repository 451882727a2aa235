import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { MetadataModule } from '../metadata/metadata.module.js';
import { CatalogApiService } from './catalog-api.service.js';
import { DestinationController } from './destination.controller.js';
import { ParkController } from './park.controller.js';
import { RideController } from './ride.controller.js';

/** The public catalogue over HTTP. */
@Module({
  imports: [CatalogModule, ExclusionsModule, MetadataModule],
  controllers: [DestinationController, ParkController, RideController],
  providers: [CatalogApiService],
})
export class CatalogApiModule {}
