import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../../common/time/clock.js';
import { FindingsService } from '../../findings/findings.service.js';
import type { Decider } from '../decisions/decision-record.js';
import { proposalFinding, proposalKey } from './proposal-findings.js';
import type { ProposalRecord, ProposalStatus } from './proposal-record.js';
import { ProposalRepository } from './proposal.repository.js';

/** Keeps a proposal and its finding in step; always in the caller's transaction. */
@Injectable()
export class ProposalState {
  constructor(
    private readonly repository: ProposalRepository,
    private readonly findings: FindingsService,
    private readonly clock: Clock,
  ) {}

  /** Records the finding of an open proposal. */
  async announce(manager: EntityManager, proposalId: number): Promise<void> {
    const proposal = (await this.repository.find(manager, proposalId))!;
    const pairs = await this.repository.findPairs(manager, proposalId);
    await this.findings.record(manager, [proposalFinding(proposal, pairs)]);
  }

  async change(
    manager: EntityManager,
    proposal: ProposalRecord,
    status: ProposalStatus,
    decider: Decider,
  ): Promise<void> {
    const decidedAt = status === 'OPEN' ? null : this.clock.now();
    await this.repository.setStatus(manager, proposal.proposalId, { status, decidedAt, ...decider });
    if (status === 'OPEN') return this.announce(manager, proposal.proposalId);
    const notes = `Closed by itself: proposal ${proposal.proposalId} is ${status.toLowerCase()}`;
    await this.findings.resolveAutomatically(manager, [proposalKey(proposal)], notes);
  }

  /** A proposal all of whose pairs were decided on otherwise is settled. */
  async settle(manager: EntityManager, rideId: number, decider: Decider): Promise<void> {
    for (const proposal of await this.repository.findOpenOfRide(manager, rideId)) {
      const { strongPairs, weakPairs, decidedPairs } = proposal;
      if (decidedPairs === strongPairs + weakPairs) await this.change(manager, proposal, 'CONFIRMED', decider);
    }
  }
}
