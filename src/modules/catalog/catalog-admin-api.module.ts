import { Module } from '@nestjs/common';
import { DecisionApiService } from './decisions/decision-api.service.js';
import { DecisionController } from './decisions/decision.controller.js';
import { DecisionModule } from './decisions/decision.module.js';
import { ProposalApiService } from './proposals/proposal-api.service.js';
import { ProposalController } from './proposals/proposal.controller.js';
import { ProposalModule } from './proposals/proposal.module.js';

/** The admin API of the catalogue. */
@Module({
  imports: [DecisionModule, ProposalModule],
  controllers: [DecisionController, ProposalController],
  providers: [DecisionApiService, ProposalApiService],
})
export class CatalogAdminApiModule {}
