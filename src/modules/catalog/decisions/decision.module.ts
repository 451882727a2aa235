import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog.module.js';
import { MappingModule } from '../mappings/mapping.module.js';
import { EntityMoveModule } from '../moves/entity-move.module.js';
import { PairableRideRepository } from '../pairing/pairable-ride.repository.js';
import { ProposalStateModule } from '../proposals/proposal-state.module.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { DecisionService } from './decision.service.js';
import { ParkDecisions } from './park-decisions.js';
import { RideDecisions } from './ride-decisions.js';
import { SamePark } from './same-park.js';

/** Decisions of people about what rides and parks are. */
@Module({
  imports: [CatalogModule, EntityMoveModule, MappingModule, ProposalStateModule],
  providers: [DecisionService, PairableRideRepository, ParkDecisions, RegistryRepository, RideDecisions, SamePark],
  exports: [DecisionService, PairableRideRepository],
})
export class DecisionModule {}
