import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FindingsModule } from '../findings/findings.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ParkUseModule } from '../park-use/park-use.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { ThemeparksApiModule } from '../themeparks-api/themeparks-api.module.js';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { AddressesModule } from './addresses/addresses.module.js';
import { CanonicalGroupRepository } from './canonical-groups.sql.js';
import { CanonicalGroups } from './canonical-groups.service.js';
import { CatalogApiService } from './catalog-api.service.js';
import { DestinationController, ParkRidesController } from './catalog.controller.js';
import { MappingApiService, MappingController } from './mappings/mapping.controller.js';
import { CatalogRepository } from './catalog.repository.js';
import { CatalogService } from './catalog.service.js';
import { DecisionApiService, DecisionController } from './decisions/decision.controller.js';
import { DecisionRepository } from './decisions/decision.repository.js';
import { DecisionService } from './decisions/decision.service.js';
import { ParkDecisions, SamePark } from './decisions/park-decisions.js';
import { RideDecisions } from './decisions/ride-decisions.js';
import { CatalogDecision, EntityMove, IdMapping } from './entities/catalog-decision.entity.js';
import { IdentityProposal, IdentityProposalPair } from './entities/identity-proposal.entity.js';
import { Destination, Park } from './entities/park.entity.js';
import {
  ParkSchedule,
  ParkScheduleDescription,
  ParkScheduleMonth,
  ParkSchedulePending,
  ParkSchedulePrice,
} from './entities/park-schedule.entity.js';
import { RideExternalId } from './entities/ride-external-id.entity.js';
import { Ride, RideAlias, RideListing } from './entities/ride.entity.js';
import { MappingLinker, MappingTargets } from './mappings/mapping-linker.js';
import { MappingRepository } from './mappings/mapping.repository.js';
import { MappingService } from './mappings/mapping.service.js';
import { PairableRideRepository } from './proposals/pairable-ride.sql.js';
import { ProposalDetector } from './proposals/proposal-detector.js';
import { ProposalState } from './proposals/proposal-state.js';
import { ProposalApiService, ProposalController } from './proposals/proposal.controller.js';
import { ProposalRepository } from './proposals/proposal.repository.js';
import { ProposalService } from './proposals/proposal.service.js';
import { ParkScheduleController } from './published-schedule/park-schedule.controller.js';
import { ParkScheduleService } from './published-schedule/park-schedule.service.js';
import { PublishedScheduleRepository } from './published-schedule/published-schedule.repository.js';
import { RideActivityRepository, RideDaysRepository } from './registry/entity-changes.sql.js';
import { EntityMoves, RideActivity, RideDays } from './registry/entity-changes.service.js';
import { EntityMoveRepository } from './registry/entity-moves.repository.js';
import { EntityRegistry } from './registry/entity-registry.service.js';
import { ObservedDatesRepository } from './registry/observed-dates.sql.js';
import { ParkRegistration } from './registry/park-registration.service.js';
import { RegistryRepository } from './registry/registry.repository.js';
import { RideRepository } from './ride.sql.js';
import { RideService } from './ride.service.js';
import { OwnRides } from './own-rides/own-rides.service.js';
import { OwnRideRepository } from './own-rides/own-rides.sql.js';
import { PendingChanges } from './schedule/pending-changes.service.js';
import { PastSchedules } from './schedule/past-schedules.service.js';
import { ScheduleMonthRepository } from './schedule/schedule-month.repository.js';
import { ScheduleStore } from './schedule/schedule-store.service.js';
import { ScheduleRefresh, ScheduleSync } from './schedule/schedule-sync.service.js';
import {
  PendingChangeRepository,
  SchedulePriceRepository,
  ScheduleRepository,
} from './schedule/schedule.repository.js';
import {
  CatalogSyncHandler,
  CatalogSyncJob,
  PastSchedulesHandler,
  ScheduleRefreshHandler,
} from './sync/catalog-jobs.js';
import { ListingRepository, SyncRepository } from './sync/catalog-sync.repository.js';
import { CatalogSync } from './sync/catalog-sync.service.js';
import { ChangedIdLinker } from './sync/changed-ids.js';
import { DestinationSync } from './sync/destination-sync.service.js';
import { ParkSync } from './sync/park-sync.service.js';
import { RideSync } from './sync/ride-sync.service.js';
import { RideUpdates } from './sync/ride-updates.service.js';

const ENTITIES = [
  CatalogDecision,
  Destination,
  EntityMove,
  IdentityProposal,
  IdentityProposalPair,
  IdMapping,
  Park,
  ParkSchedule,
  ParkScheduleDescription,
  ParkScheduleMonth,
  ParkSchedulePending,
  ParkSchedulePrice,
  Ride,
  RideAlias,
  RideExternalId,
  RideListing,
];

/** Destinations, parks and rides: their identity, decisions about them, and the synchronisation with the source. */
@Module({
  imports: [
    TypeOrmModule.forFeature(ENTITIES),
    AddressesModule,
    ExclusionsModule,
    FindingsModule,
    JobsModule,
    ParkUseModule,
    SnapshotsModule,
    ThemeparksApiModule,
  ],
  controllers: [
    DestinationController,
    ParkRidesController,
    ParkScheduleController,
    MappingController,
    DecisionController,
    ProposalController,
  ],
  providers: [
    CanonicalGroupRepository,
    CanonicalGroups,
    CatalogApiService,
    MappingApiService,
    CatalogRepository,
    CatalogService,
    CatalogSync,
    CatalogSyncHandler,
    CatalogSyncJob,
    ChangedIdLinker,
    DecisionApiService,
    DecisionRepository,
    DecisionService,
    DestinationSync,
    EntityMoveRepository,
    EntityMoves,
    EntityRegistry,
    ListingRepository,
    MappingLinker,
    MappingRepository,
    MappingService,
    MappingTargets,
    ObservedDatesRepository,
    ParkRegistration,
    OwnRideRepository,
    OwnRides,
    PairableRideRepository,
    ParkDecisions,
    ParkScheduleService,
    ParkSync,
    PendingChangeRepository,
    PendingChanges,
    ProposalApiService,
    ProposalDetector,
    ProposalRepository,
    ProposalService,
    ProposalState,
    PublishedScheduleRepository,
    RegistryRepository,
    RideActivity,
    RideActivityRepository,
    RideDays,
    RideDaysRepository,
    RideDecisions,
    RideRepository,
    RideService,
    RideSync,
    RideUpdates,
    SamePark,
    PastSchedules,
    PastSchedulesHandler,
    ScheduleMonthRepository,
    SchedulePriceRepository,
    ScheduleRefresh,
    ScheduleRefreshHandler,
    ScheduleRepository,
    ScheduleStore,
    ScheduleSync,
    SyncRepository,
  ],
  exports: [
    CanonicalGroups,
    CatalogApiService,
    CatalogService,
    CatalogSyncJob,
    DecisionService,
    EntityRegistry,
    MappingService,
    OwnRides,
    ProposalService,
  ],
})
export class CatalogModule {}
