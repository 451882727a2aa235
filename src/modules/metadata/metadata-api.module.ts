import { Module } from '@nestjs/common';
import { MetadataAdminController } from './api/metadata-admin.controller.js';
import { RideMetadataController } from './api/ride-metadata.controller.js';
import { MetadataModule } from './metadata.module.js';

/** Metadata over HTTP. Comes before the catalogue: `/api/rides/nearby` would else be taken for a ride's id. */
@Module({
  imports: [MetadataModule],
  controllers: [MetadataAdminController, RideMetadataController],
})
export class MetadataApiModule {}
