import { Body, Get, HttpCode, Injectable, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../../common/http/admin-controller.js';
import { ApiErrors } from '../../../common/http/openapi/api-errors.js';
import { ApiBodyExample } from '../../../common/http/openapi/body-example.js';
import { ApiPage, type Page, pageOf } from '../../../common/http/dto/page.js';
import { InternalId } from '../../../common/http/dto/path-ids.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { deciderOf } from '../decisions/decision.controller.js';
import { DeciderBody } from '../decisions/decision.dto.js';
import { ConfirmProposalBody, ProposalDetailView, ProposalsQuery, ProposalView } from './proposal.dto.js';
import { type ProposalDetails, ProposalService } from './proposal.service.js';

/** Proposals for the admin API. */
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

  /** @throws ValidationFailedError, ProposalNotFoundError, ProposalConflictError, DecisionConflictError, MappingConflictError */
  async confirm(proposalId: number, body: ConfirmProposalBody): Promise<ProposalDetailView> {
    const { pairIds = null, includeWeak = false } = body;
    if (pairIds !== null && body.includeWeak !== undefined) {
      throw new ValidationFailedError({ includeWeak: ['includeWeak must be left out beside pairIds'] });
    }
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

@AdminController('catalog/proposals', 'admin: catalogue', { writes: ['metadata'] })
export class ProposalController {
  constructor(private readonly proposals: ProposalApiService) {}

  @Get()
  @ApiOperation({
    summary: 'Proposals about the identity of rides: renumbered parks, and queues listed as rides',
  })
  @ApiPage(ProposalView, 'Newest first')
  list(@Query() query: ProposalsQuery): Promise<Page<ProposalView>> {
    return this.proposals.list(query);
  }

  @Get(':proposalId')
  @ApiOperation({ summary: 'A proposal with its pairs and the evidence for each' })
  @ApiOkResponse({ type: ProposalDetailView })
  @ApiErrors('PROPOSAL_NOT_FOUND')
  one(@InternalId('proposalId') proposalId: number): Promise<ProposalDetailView> {
    return this.proposals.get(proposalId);
  }

  @Post(':proposalId/confirm')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Confirm a proposal, completely or in part',
    description: 'Each pair becomes a separate decision. Statistics of the affected days are recomputed.',
  })
  @ApiBodyExample(ConfirmProposalBody, { note: 'Announced by the park', decidedBy: 'kim' })
  @ApiOkResponse({ type: ProposalDetailView })
  @ApiErrors('PROPOSAL_NOT_FOUND', 'PROPOSAL_CONFLICT', 'DECISION_CONFLICT', 'MAPPING_CONFLICT')
  confirm(@InternalId('proposalId') id: number, @Body() body: ConfirmProposalBody): Promise<ProposalDetailView> {
    return this.proposals.confirm(id, body);
  }

  @Post(':proposalId/reject')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reject a proposal: its rides stay unchanged and are not proposed again' })
  @ApiOkResponse({ type: ProposalDetailView })
  @ApiErrors('PROPOSAL_NOT_FOUND', 'PROPOSAL_CONFLICT')
  reject(@InternalId('proposalId') id: number, @Body() body: DeciderBody): Promise<ProposalDetailView> {
    return this.proposals.reject(id, body);
  }

  @Post(':proposalId/undo')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Undo the outcome of a proposal: all its decisions are undone, and the proposal is open again',
  })
  @ApiOkResponse({ type: ProposalDetailView })
  @ApiErrors('PROPOSAL_NOT_FOUND', 'PROPOSAL_CONFLICT')
  undo(@InternalId('proposalId') id: number, @Body() body: DeciderBody): Promise<ProposalDetailView> {
    return this.proposals.undo(id, body);
  }
}
