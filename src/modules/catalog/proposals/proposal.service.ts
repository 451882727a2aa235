import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../../common/database/transaction.service.js';
import type { Decider } from '../decisions/decision.js';
import { DecisionService } from '../decisions/decision.service.js';
import { EntityRegistry } from '../registry/entity-registry.service.js';
import { ProposalState } from './proposal-state.js';
import {
  ProposalConflictError,
  type ProposalFilter,
  ProposalNotFoundError,
  type ProposalRecord,
  type ProposedPair,
} from './proposal.js';
import { ProposalRepository } from './proposal.repository.js';

export interface ProposalDetails {
  proposal: ProposalRecord;
  pairs: ProposedPair[];
}

export interface Confirmation {
  /** Only these pairs; null: all strong pairs. */
  pairIds: readonly number[] | null;
  /** Also confirm the weak pairs. */
  includeWeak: boolean;
}

/** Proposals about the identity of rides: confirmation, rejection and undo. */
@Injectable()
export class ProposalService {
  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: ProposalRepository,
    private readonly state: ProposalState,
    private readonly decisions: DecisionService,
    private readonly registry: EntityRegistry,
  ) {}

  async list(
    filter: ProposalFilter,
    limit: number,
    offset: number,
  ): Promise<{ data: ProposalRecord[]; total: number }> {
    return this.repository.findPage(filter, limit, offset);
  }

  /** @throws ProposalNotFoundError */
  async get(proposalId: number): Promise<ProposalDetails> {
    const proposal = await this.repository.find(proposalId);
    if (proposal === null) throw new ProposalNotFoundError(proposalId);
    return { proposal, pairs: await this.repository.findPairs(proposalId) };
  }

  /**
   * Confirms all strong pairs, or the given ones. The others can be confirmed later.
   * @throws ProposalNotFoundError, ProposalConflictError, DecisionConflictError, MappingConflictError
   */
  async confirm(
    proposalId: number,
    { pairIds, includeWeak }: Confirmation,
    decider: Decider,
  ): Promise<ProposalDetails> {
    return this.change(proposalId, async (manager, proposal) => {
      if (proposal.status === 'REJECTED') {
        throw new ProposalConflictError(proposalId, `Proposal ${proposalId} was rejected: undo the rejection first`);
      }
      const pairs = await this.repository.findPairs(proposalId, manager);
      const chosen = pairIds === null ? likelyOnes(pairs, includeWeak) : chosenOnes(proposalId, pairs, pairIds);
      if (chosen.length === 0) throw new ProposalConflictError(proposalId, 'No pairs are left to confirm');
      for (const pair of chosen) {
        const decisionId = await this.decide(manager, proposal, pair, decider);
        await this.repository.setDecision(manager, pair.pairId, decisionId);
      }
      await this.state.change(manager, proposal, 'CONFIRMED', decider);
    });
  }

  /** The rides stay unchanged and are not proposed again. @throws ProposalNotFoundError, ProposalConflictError */
  async reject(proposalId: number, decider: Decider): Promise<ProposalDetails> {
    return this.change(proposalId, async (manager, proposal) => {
      if (proposal.status !== 'OPEN') {
        throw new ProposalConflictError(
          proposalId,
          `Proposal ${proposalId} is ${proposal.status}: undo its outcome first`,
        );
      }
      await this.state.change(manager, proposal, 'REJECTED', decider);
    });
  }

  /** Undoes every decision of the proposal and reopens it. @throws ProposalNotFoundError, ProposalConflictError */
  async undo(proposalId: number, decider: Decider): Promise<ProposalDetails> {
    return this.change(proposalId, async (manager, proposal) => {
      if (proposal.status === 'OPEN')
        throw new ProposalConflictError(proposalId, `Proposal ${proposalId} is still open: nothing to undo`);
      for (const decisionId of await this.repository.findDecisions(manager, proposalId)) {
        await this.decisions.undoWithin(manager, decisionId, decider);
      }
      await this.state.change(manager, proposal, 'OPEN', decider);
    });
  }

  private async decide(
    manager: EntityManager,
    { kind, proposalId }: ProposalRecord,
    pair: ProposedPair,
    decider: Decider,
  ): Promise<number> {
    const [rideId, targetRideId] = [pair.rideId!, pair.targetRideId!];
    const origin = { ...decider, proposalId, parentDecisionId: null };
    return kind === 'QUEUE_ENTITIES'
      ? this.decisions.decideWithin(
          manager,
          { kind: 'QUEUE_OF', rideId, targetRideId, queueType: pair.queueType! },
          origin,
        )
      : this.decisions.decideWithin(manager, { kind: 'SAME_AS', rideId, targetRideId }, origin);
  }

  /** Runs the work with the destination locked against synchronisations, then refreshes the names of its rides. */
  private async change(
    proposalId: number,
    work: (manager: EntityManager, proposal: ProposalRecord) => Promise<void>,
  ): Promise<ProposalDetails> {
    const known = await this.repository.find(proposalId);
    if (known === null) throw new ProposalNotFoundError(proposalId);
    const destinationId = await this.repository.findDestination(known.parkId);
    await this.transactions.run(async (manager) => {
      await this.registry.lockDestination(manager, destinationId);
      await work(manager, (await this.repository.find(proposalId, manager))!);
    }, ONLY_AFTER_CONFLICTS);
    await this.registry.refreshObserved(destinationId);
    return this.get(proposalId);
  }
}

const likelyOnes = (pairs: readonly ProposedPair[], includeWeak: boolean): ProposedPair[] =>
  pairs.filter(
    ({ strength, decisionId }) =>
      decisionId === null && (strength === 'STRONG' || (includeWeak && strength === 'WEAK')),
  );

function chosenOnes(proposalId: number, pairs: readonly ProposedPair[], pairIds: readonly number[]): ProposedPair[] {
  return pairIds.map((pairId) => {
    const pair = pairs.find((one) => one.pairId === pairId);
    if (pair === undefined)
      throw new ProposalConflictError(proposalId, `Proposal ${proposalId} has no pair ${pairId}`, { pairId });
    if (pair.strength === 'OPEN') {
      throw new ProposalConflictError(proposalId, `The ride of pair ${pairId} has no counterpart`, { pairId });
    }
    if (pair.decisionId !== null) {
      const why = `Pair ${pairId} was already decided by decision ${pair.decisionId}`;
      throw new ProposalConflictError(proposalId, why, { pairId });
    }
    return pair;
  });
}
