import { Module } from '@nestjs/common';
import { FindingsModule } from '../../findings/findings.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { ParkUseModule } from '../../park-use/park-use.module.js';
import { SnapshotsModule } from '../../snapshots/snapshots.module.js';
import { ThemeparksApiModule } from '../../wiki-api/wiki-api.module.js';
import { CatalogModule } from '../catalog.module.js';
import { MappingModule } from '../mappings/mapping.module.js';
import { EntityMoveModule } from '../moves/entity-move.module.js';
import { ProposalModule } from '../proposals/proposal.module.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { CatalogSyncHandler } from './catalog-sync-handler.js';
import { CatalogSyncJob } from './catalog-sync-job.js';
import { CatalogSync } from './catalog-sync.service.js';
import { DestinationSync } from './destination-sync.service.js';
import { ListingRepository } from './listing.repository.js';
import { ParkSync } from './park-sync.service.js';
import { RekeyLinker } from './rekey-linker.js';
import { RideSync } from './ride-sync.service.js';
import { RideUpdates } from './ride-updates.service.js';
import { PendingChangeRepository } from './schedule/pending-change.repository.js';
import { PendingChanges } from './schedule/pending-changes.service.js';
import { SchedulePriceRepository } from './schedule/schedule-price.repository.js';
import { ScheduleRefreshHandler } from './schedule/schedule-refresh-handler.js';
import { ScheduleRefresh } from './schedule/schedule-refresh.service.js';
import { ScheduleStore } from './schedule/schedule-store.service.js';
import { ScheduleSync } from './schedule/schedule-sync.service.js';
import { ScheduleRepository } from './schedule/schedule.repository.js';
import { SyncRepository } from './sync.repository.js';

/** Keeps the catalogue in step with its source; cron and command line share it. */
@Module({
  imports: [
    CatalogModule,
    JobsModule,
    EntityMoveModule,
    MappingModule,
    ProposalModule,
    FindingsModule,
    ParkUseModule,
    SnapshotsModule,
    ThemeparksApiModule,
  ],
  providers: [
    CatalogSync,
    CatalogSyncHandler,
    CatalogSyncJob,
    DestinationSync,
    ListingRepository,
    ParkSync,
    PendingChangeRepository,
    PendingChanges,
    RegistryRepository,
    RekeyLinker,
    RideSync,
    RideUpdates,
    SchedulePriceRepository,
    ScheduleRefresh,
    ScheduleRefreshHandler,
    ScheduleRepository,
    ScheduleStore,
    ScheduleSync,
    SyncRepository,
  ],
  exports: [CatalogSyncJob],
})
export class CatalogSyncModule {}
