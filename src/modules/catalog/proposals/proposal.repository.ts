import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, type Repository } from 'typeorm';
import { insertRow } from '../../../common/database/insert.js';
import { CatalogDecision } from '../entities/catalog-decision.entity.js';
import { IdentityProposal, IdentityProposalPair } from '../entities/identity-proposal.entity.js';
import { Park } from '../entities/park.entity.js';
import type { NewPair, ProposalFilter, ProposalKind, ProposalRecord, ProposedPair, ProposedRides } from './proposal.js';
import {
  selectOpenOfPark,
  selectOpenOfRide,
  selectPairs,
  selectPairsOfParks,
  selectProposal,
  selectProposalPage,
} from './proposal.sql.js';

/** Rows of identity_proposals and their pairs. */
@Injectable()
export class ProposalRepository {
  constructor(
    @InjectRepository(IdentityProposal) private readonly proposals: Repository<IdentityProposal>,
    @InjectRepository(IdentityProposalPair) private readonly pairs: Repository<IdentityProposalPair>,
    @InjectRepository(CatalogDecision) private readonly decisions: Repository<CatalogDecision>,
    @InjectRepository(Park) private readonly parks: Repository<Park>,
  ) {}

  /** Newest first. */
  async findPage(
    filter: ProposalFilter,
    limit: number,
    offset: number,
  ): Promise<{ data: ProposalRecord[]; total: number }> {
    return selectProposalPage(this.proposals.manager, filter, limit, offset);
  }

  async find(proposalId: number, manager: EntityManager = this.proposals.manager): Promise<ProposalRecord | null> {
    return selectProposal(manager, proposalId);
  }

  /** Open proposals about a ride. */
  async findOpenOfRide(manager: EntityManager, rideId: number): Promise<ProposalRecord[]> {
    return selectOpenOfRide(manager, rideId);
  }

  async findOpenOfPark(manager: EntityManager, parkId: number, kind: ProposalKind): Promise<ProposalRecord | null> {
    return selectOpenOfPark(manager, parkId, kind);
  }

  /** Likely pairs first, then in the order of their detection. */
  async findPairs(proposalId: number, manager: EntityManager = this.pairs.manager): Promise<ProposedPair[]> {
    return selectPairs(manager, proposalId);
  }

  /**
   * Rides of proposals about renumbered parks, whatever their status. A former ride is left out once the other ride of its
   * pair is linked to it, so that it can be proposed again if that id vanishes too.
   */
  async findRenumberedRides(manager: EntityManager, parkIds: readonly number[]): Promise<ProposedRides> {
    const pairs = await selectPairsOfParks(manager, 'RENUMBERED_PARK', parkIds);
    const former = pairs.filter(({ isLinked }) => !isLinked).flatMap(({ targetRideId }) => targetRideId ?? []);
    return { former: new Set(former), current: new Set(pairs.flatMap(({ rideId }) => rideId ?? [])) };
  }

  /** Rides that were proposed as queues, whatever the status. Their targets are not included: a ride may have more queues. */
  async findProposedQueues(manager: EntityManager, parkIds: readonly number[]): Promise<Set<number>> {
    const pairs = await selectPairsOfParks(manager, 'QUEUE_ENTITIES', parkIds);
    return new Set(pairs.flatMap(({ rideId }) => rideId ?? []));
  }

  async insert(
    manager: EntityManager,
    proposal: { kind: ProposalKind; parkId: number; detectedAt: Date },
  ): Promise<number> {
    return insertRow(manager.withRepository(this.proposals), proposal);
  }

  async insertPairs(manager: EntityManager, proposalId: number, pairs: readonly NewPair[]): Promise<void> {
    if (pairs.length === 0) return;
    await manager.withRepository(this.pairs).insert(pairs.map((pair) => ({ ...pair, proposalId })));
  }

  async setDecision(manager: EntityManager, pairId: number, decisionId: number): Promise<void> {
    await manager.withRepository(this.pairs).update({ pairId }, { decisionId });
  }

  async setStatus(
    manager: EntityManager,
    proposalId: number,
    decided: Pick<ProposalRecord, 'status' | 'decidedAt' | 'decidedBy' | 'note'>,
  ): Promise<void> {
    const { status, decidedAt, decidedBy, note } = decided;
    await manager.withRepository(this.proposals).update({ proposalId }, { status, decidedAt, decidedBy, note });
  }

  /** Active decisions that were made by confirming the proposal. */
  async findDecisions(manager: EntityManager, proposalId: number): Promise<number[]> {
    const decisions = await manager.withRepository(this.decisions).find({
      select: { decisionId: true },
      where: { proposalId, undoneAt: IsNull() },
      order: { decisionId: 'ASC' },
    });
    return decisions.map(({ decisionId }) => decisionId);
  }

  async findDestination(parkId: number): Promise<number> {
    const { destinationId } = await this.parks.findOneByOrFail({ parkId });
    return destinationId;
  }
}
