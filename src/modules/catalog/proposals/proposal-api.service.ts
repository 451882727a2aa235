import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../../../common/http/dto/page.js';
import { deciderOf } from '../decisions/decision-api.service.js';
import type { DeciderBody } from '../decisions/decision.dto.js';
import type { ConfirmProposalBody, ProposalDetailView, ProposalsQuery, ProposalView } from './proposal.dto.js';
import { type ProposalDetails, ProposalService } from './proposal.service.js';

/** Proposals as the admin API shows them. */
@Injectable()
export class ProposalApiService {
  constructor(private readonly proposals: ProposalService) {}

  async list(query: ProposalsQuery): Promise<Page<ProposalView>> {
    const { data, total } = await this.proposals.list(query, query.limit, query.offset);
    return pageOf(data, total, query);
  }

  /** @throws ProposalNotFoundError */
  async get(proposalId: number): Promise<ProposalDetailView> {
    return view(await this.proposals.get(proposalId));
  }

  /** @throws ProposalNotFoundError, ProposalConflictError, DecisionConflictError, MappingConflictError */
  async confirm(proposalId: number, body: ConfirmProposalBody): Promise<ProposalDetailView> {
    const { pairIds = null, includeWeak = false } = body;
    return view(await this.proposals.confirm(proposalId, { pairIds, includeWeak }, deciderOf(body)));
  }

  /** @throws ProposalNotFoundError, ProposalConflictError */
  async reject(proposalId: number, body: DeciderBody): Promise<ProposalDetailView> {
    return view(await this.proposals.reject(proposalId, deciderOf(body)));
  }

  /** @throws ProposalNotFoundError, ProposalConflictError */
  async undo(proposalId: number, body: DeciderBody): Promise<ProposalDetailView> {
    return view(await this.proposals.undo(proposalId, deciderOf(body)));
  }
}

const view = ({ proposal, pairs }: ProposalDetails): ProposalDetailView => ({ ...proposal, pairs });
