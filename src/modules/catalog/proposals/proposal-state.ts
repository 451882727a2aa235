import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { plural } from '../../../common/text.js';
import { Clock } from '../../../common/time/clock.js';
import type { Finding, FindingKey } from '../../findings/finding.js';
import { FindingsService } from '../../findings/findings.service.js';
import type { Decider } from '../decisions/decision.js';
import type { ProposalRecord, ProposalStatus, ProposedPair } from './proposal.js';
import { ProposalRepository } from './proposal.repository.js';

const MAX_SAMPLES = 20;
const REASONS = { RENUMBERED_PARK: 'PARK_RENUMBERED', QUEUE_ENTITIES: 'QUEUE_ENTITIES' } as const;

const proposalKey = ({ proposalId, kind }: Pick<ProposalRecord, 'proposalId' | 'kind'>): FindingKey => ({
  issueType: 'MAPPING',
  reason: REASONS[kind],
  identity: [proposalId],
});

/** One finding per proposal, regardless of its number of rides. */
function proposalFinding(proposal: ProposalRecord, pairs: readonly ProposedPair[]): Finding {
  return {
    ...proposalKey(proposal),
    entityType: 'PARK',
    entityId: proposal.parkId,
    parkId: proposal.parkId,
    importId: null,
    windowStart: proposal.detectedAt,
    windowEnd: null,
    recordsAffected: Math.max(1, proposal.strongPairs + proposal.weakPairs + proposal.openRides),
    description: describe(proposal),
    sample: pairs.slice(0, MAX_SAMPLES).map(({ rideId, rideName, targetRideId, targetRideName, strength }) => {
      return { rideId, rideName, targetRideId, targetRideName, strength };
    }),
  };
}

function describe({ proposalId, kind, parkName, strongPairs, weakPairs, openRides }: ProposalRecord): string {
  const advice = `see /api/admin/catalog/proposals/${proposalId}`;
  if (kind === 'QUEUE_ENTITIES') {
    return `"${parkName}" lists ${plural(strongPairs, 'queue')} of rides as separate rides: ${advice}`;
  }
  return (
    `"${parkName}" seems to have been renumbered: ${strongPairs} likely and ${weakPairs} less likely pairs of rides are proposed, ` +
    `${openRides} rides have no counterpart. Nothing is merged until the proposal is confirmed: ${advice}`
  );
}

/** Changes the status of a proposal together with its finding. Always in the caller's transaction. */
@Injectable()
export class ProposalState {
  constructor(
    private readonly repository: ProposalRepository,
    private readonly findings: FindingsService,
    private readonly clock: Clock,
  ) {}

  /** Records the finding of an open proposal. */
  async announce(manager: EntityManager, proposalId: number): Promise<void> {
    const proposal = (await this.repository.find(proposalId, manager))!;
    const pairs = await this.repository.findPairs(proposalId, manager);
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
    const notes = `Resolved automatically: proposal ${proposal.proposalId} is ${status.toLowerCase()}`;
    await this.findings.resolveAutomatically(manager, [proposalKey(proposal)], notes);
  }

  /** Confirms open proposals about the ride if other decisions cover all their pairs. */
  async settle(manager: EntityManager, rideId: number, decider: Decider): Promise<void> {
    for (const proposal of await this.repository.findOpenOfRide(manager, rideId)) {
      const { strongPairs, weakPairs, decidedPairs } = proposal;
      if (decidedPairs === strongPairs + weakPairs) await this.change(manager, proposal, 'CONFIRMED', decider);
    }
  }
}
