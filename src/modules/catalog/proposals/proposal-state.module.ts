import { Module } from '@nestjs/common';
import { FindingsModule } from '../../findings/findings.module.js';
import { ProposalState } from './proposal-state.js';
import { ProposalRepository } from './proposal.repository.js';

@Module({
  imports: [FindingsModule],
  providers: [ProposalRepository, ProposalState],
  exports: [ProposalRepository, ProposalState],
})
export class ProposalStateModule {}
