import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogModule } from '../catalog/catalog.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ThemeparksApiModule } from '../themeparks-api/themeparks-api.module.js';
import { CuratedIndex } from './classification/curated-index.js';
import { CURATED_PARKS } from './classification/curated-parks.js';
import { CoverageRepository } from './coverage.sql.js';
import { EntityMetadata, EntityMetadataHistory, EntityMetadataOverride } from './entity-metadata.entity.js';
import { MetadataSyncRun } from './metadata-sync.entity.js';
import { MetadataReadRepository } from './metadata-read.repository.js';
import { FactsWriter, MetadataWriter } from './metadata-writer.js';
import { MetadataAdminController, RideController, RideMetadataController } from './metadata.controller.js';
import { MetadataRepository } from './metadata.repository.js';
import { MetadataAdminService, MetadataService, NearbyService } from './metadata.service.js';
import { NearbyRepository } from './nearby.sql.js';
import { OverrideService } from './override.service.js';
import { OwnPositions } from './own-positions.js';
import { ReviewRepository } from './review.sql.js';
import { MetadataSyncHandler, MetadataSyncJob } from './sync/metadata-sync-jobs.js';
import { SyncRunRepository } from './sync/metadata-sync.repository.js';
import { SyncableRideRepository } from './sync/syncable-ride.sql.js';
import { MetadataSync } from './sync/metadata-sync.service.js';

/** Metadata of rides, such as position, type and heights: synchronisation, reads, and overrides by hand. */
@Module({
  imports: [
    TypeOrmModule.forFeature([EntityMetadata, EntityMetadataHistory, EntityMetadataOverride, MetadataSyncRun]),
    CatalogModule,
    FindingsModule,
    JobsModule,
    ThemeparksApiModule,
  ],
  // The order matters: RideController would take `/api/rides/nearby` for the id of a ride.
  controllers: [MetadataAdminController, RideMetadataController, RideController],
  providers: [
    { provide: CuratedIndex, useFactory: () => new CuratedIndex(CURATED_PARKS) },
    CoverageRepository,
    FactsWriter,
    MetadataAdminService,
    MetadataReadRepository,
    MetadataRepository,
    MetadataService,
    MetadataSync,
    MetadataSyncHandler,
    MetadataSyncJob,
    MetadataWriter,
    NearbyRepository,
    NearbyService,
    OverrideService,
    OwnPositions,
    ReviewRepository,
    SyncableRideRepository,
    SyncRunRepository,
  ],
  exports: [MetadataAdminService, MetadataService, MetadataSyncHandler, MetadataSyncJob, NearbyService, OwnPositions],
})
export class MetadataModule {}
