import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog.module.js';
import { DecisionModule } from '../decisions/decision.module.js';
import { MappingModule } from '../mappings/mapping.module.js';
import { ProposalDetector } from './proposal-detector.js';
import { ProposalStateModule } from './proposal-state.module.js';
import { ProposalService } from './proposal.service.js';

/** Proposals about the identity of rides. */
@Module({
  imports: [CatalogModule, DecisionModule, MappingModule, ProposalStateModule],
  providers: [ProposalDetector, ProposalService],
  exports: [ProposalDetector, ProposalService],
})
export class ProposalModule {}
