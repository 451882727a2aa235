import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../../common/database/transaction.service.js';
import type { QueueType } from '../../snapshots/observations.js';
import type { LinkOrigin } from '../mappings/mapping.service.js';
import { ProposalState } from '../proposals/proposal-state.js';
import { EntityMoveRepository } from '../registry/entity-moves.repository.js';
import { type Decider, type DecisionFilter, DecisionNotFoundError, type DecisionRecord } from './decision.js';
import { DecisionRepository } from './decision.repository.js';
import { ParkDecisions } from './park-decisions.js';
import { alreadyUndone, RideDecisions } from './ride-decisions.js';

/** A decision that a person requests about a ride or a park. */
export type DecisionRequest =
  | { kind: 'EXCLUDED' | 'SAME_AS'; rideId: number; targetRideId: number | null }
  | { kind: 'EXCLUDED' | 'SAME_AS'; parkId: number; targetParkId: number | null }
  | { kind: 'QUEUE_OF'; rideId: number; targetRideId: number; queueType: QueueType };

export interface DecisionDetails {
  decision: DecisionRecord;
  /** If two parks are merged: the decisions about their rides. */
  children: DecisionRecord[];
  /** If two parks are merged: moved rides without a counterpart. */
  withoutPartner: { rideId: number; name: string }[];
}

/** Decisions about the identity of rides and parks. Each can be undone; raw observations never change. */
@Injectable()
export class DecisionService {
  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: DecisionRepository,
    private readonly rides: RideDecisions,
    private readonly parks: ParkDecisions,
    private readonly moved: EntityMoveRepository,
    private readonly proposals: ProposalState,
  ) {}

  async list(
    filter: DecisionFilter,
    limit: number,
    offset: number,
  ): Promise<{ data: DecisionRecord[]; total: number }> {
    return this.repository.findPage(filter, limit, offset);
  }

  /** @throws DecisionNotFoundError */
  async get(decisionId: number): Promise<DecisionDetails> {
    return this.detailsOf(decisionId);
  }

  /** @throws RideNotFoundError, ParkNotFoundError, DecisionConflictError, MappingConflictError */
  async decide(request: DecisionRequest, decider: Decider): Promise<DecisionDetails> {
    const origin = { ...decider, parentDecisionId: null, proposalId: null };
    return this.transactions.run(async (manager) => {
      const decisionId = await this.decideWithin(manager, request, origin);
      if ('rideId' in request) await this.proposals.settle(manager, request.rideId, decider);
      return this.detailsOf(decisionId, manager);
    }, ONLY_AFTER_CONFLICTS);
  }

  /** Like `decide`, in the caller's transaction. @returns the id of the decision */
  async decideWithin(manager: EntityManager, request: DecisionRequest, origin: LinkOrigin): Promise<number> {
    if (request.kind === 'QUEUE_OF') {
      const { rideId, targetRideId, queueType } = request;
      return this.rides.queueOf(manager, rideId, { rideId: targetRideId, queueType }, origin);
    }
    if ('rideId' in request) {
      const { rideId, targetRideId } = request;
      if (targetRideId === null) return this.rides.exclude(manager, rideId, origin);
      return this.rides.sameAs(manager, rideId, targetRideId, origin);
    }
    const { parkId, targetParkId } = request;
    if (targetParkId === null) return this.parks.exclude(manager, parkId, origin);
    return this.parks.sameAs(manager, parkId, targetParkId, origin);
  }

  /** @throws DecisionNotFoundError, DecisionConflictError */
  async undo(decisionId: number, decider: Decider): Promise<DecisionDetails> {
    return this.transactions.run(async (manager) => {
      await this.undoWithin(manager, decisionId, decider);
      return this.detailsOf(decisionId, manager);
    }, ONLY_AFTER_CONFLICTS);
  }

  /** Like `undo`, in the caller's transaction. */
  async undoWithin(manager: EntityManager, decisionId: number, decider: Decider): Promise<void> {
    const decision = await this.repository.find(decisionId, manager);
    if (decision === null) throw new DecisionNotFoundError(decisionId);
    if (decision.undoneAt !== null) throw alreadyUndone(decision);
    if (decision.parkId === null) await this.rides.undo(manager, decision, decider);
    else await this.parks.undo(manager, decision, decider);
  }

  private async detailsOf(decisionId: number, manager?: EntityManager): Promise<DecisionDetails> {
    const decision = await this.repository.find(decisionId, manager);
    if (decision === null) throw new DecisionNotFoundError(decisionId);
    const moved = await this.moved.findMovedBy(decisionId, manager);
    return {
      decision,
      children: await this.repository.findChildren(decisionId, manager),
      withoutPartner: moved
        .filter(({ linkedToRideId }) => linkedToRideId === null)
        .map(({ rideId, name }) => ({ rideId, name })),
    };
  }
}
