import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { CatalogSyncModule } from '../catalog/sync/catalog-sync.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ThemeparksApiModule } from '../wiki-api/wiki-api.module.js';
import { MetadataAdminService } from './api/metadata-admin.service.js';
import { CuratedIndex } from './classification/curated-index.js';
import { CURATED_PARKS } from './classification/curated/curated-parks.js';
import { CoverageRepository } from './field-coverage/coverage.repository.js';
import { MetadataReadRepository } from './metadata-read.repository.js';
import { MetadataWriter } from './metadata-writer.js';
import { MetadataRepository } from './metadata.repository.js';
import { MetadataService } from './metadata.service.js';
import { NearbyRepository } from './nearby/nearby.repository.js';
import { NearbyService } from './nearby/nearby.service.js';
import { OverrideService } from './overrides/override.service.js';
import { FactsWriter } from './sync/facts-writer.js';
import { MetadataSyncHandler } from './sync/metadata-sync-handler.js';
import { MetadataSyncJob } from './sync/metadata-sync-job.js';
import { MetadataSync } from './sync/metadata-sync.service.js';
import { SyncRunRepository } from './sync/sync-run.repository.js';
import { SyncableRideRepository } from './sync/syncable-ride.repository.js';

/** What rides are and where: kept in step with its source, read, and set by hand. */
@Module({
  imports: [CatalogModule, CatalogSyncModule, JobsModule, FindingsModule, ThemeparksApiModule],
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
    SyncRunRepository,
    SyncableRideRepository,
  ],
  exports: [MetadataAdminService, MetadataService, MetadataSyncHandler, MetadataSyncJob, NearbyService],
})
export class MetadataModule {}
