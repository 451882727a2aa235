import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, IsNull, type Repository } from 'typeorm';
import { columnsOf } from '../../../common/database/columns.js';
import { insertRow } from '../../../common/database/insert.js';
import { CatalogDecision } from '../entities/catalog-decision.entity.js';
import { Park } from '../entities/park.entity.js';
import type { DecidablePark, DecisionFilter, DecisionRecord, NewDecision } from './decision.js';
import { selectDecisionPage, selectDecisions } from './decision.sql.js';

const decision = columnsOf(CatalogDecision, 'd');
const IS_ACTIVE = `${decision.undoneAt} IS NULL`;
const NEWEST = `ORDER BY ${decision.decisionId} DESC LIMIT 1`;

/** Rows of catalog_decisions. */
@Injectable()
export class DecisionRepository {
  constructor(
    @InjectRepository(CatalogDecision) private readonly decisions: Repository<CatalogDecision>,
    @InjectRepository(Park) private readonly parks: Repository<Park>,
  ) {}

  /** Newest first. */
  async findPage(
    filter: DecisionFilter,
    limit: number,
    offset: number,
  ): Promise<{ data: DecisionRecord[]; total: number }> {
    return selectDecisionPage(this.decisions.manager, filter, limit, offset);
  }

  async find(decisionId: number, manager: EntityManager = this.decisions.manager): Promise<DecisionRecord | null> {
    const [row] = await selectDecisions(manager, `${decision.decisionId} = ?`, [decisionId]);
    return row ?? null;
  }

  /** Decisions about rides that belong to the merge of two parks. */
  async findChildren(decisionId: number, manager: EntityManager = this.decisions.manager): Promise<DecisionRecord[]> {
    const children = `${decision.parentDecisionId} = ? ORDER BY ${decision.decisionId}`;
    return selectDecisions(manager, children, [decisionId]);
  }

  /** The active decision about a ride; null: none. */
  async findActiveOfRide(manager: EntityManager, rideId: number): Promise<DecisionRecord | null> {
    const [row] = await selectDecisions(manager, `${decision.rideId} = ? AND ${IS_ACTIVE} ${NEWEST}`, [rideId]);
    return row ?? null;
  }

  async findActiveOfPark(manager: EntityManager, parkId: number): Promise<DecisionRecord | null> {
    const [row] = await selectDecisions(manager, `${decision.parkId} = ? AND ${IS_ACTIVE} ${NEWEST}`, [parkId]);
    return row ?? null;
  }

  /** Active decisions with this park as their target. */
  async findActiveWithTargetPark(manager: EntityManager, parkId: number): Promise<DecisionRecord[]> {
    const ofTarget = `${decision.targetParkId} = ? AND ${IS_ACTIVE} ORDER BY ${decision.decisionId}`;
    return selectDecisions(manager, ofTarget, [parkId]);
  }

  /** The oldest active decision that makes another ride a queue of one of these; null: there is none. */
  async findActiveQueueOf(manager: EntityManager, rideIds: readonly number[]): Promise<DecisionRecord | null> {
    const queue = `${decision.kind} = 'QUEUE_OF' AND ${decision.targetRideId} IN (?) AND ${IS_ACTIVE}`;
    const [row] = await selectDecisions(manager, `${queue} ORDER BY ${decision.decisionId} LIMIT 1`, [rideIds]);
    return row ?? null;
  }

  /** Rides among these that have an active decision. */
  async findDecidedRides(manager: EntityManager, rideIds: readonly number[]): Promise<Set<number>> {
    if (rideIds.length === 0) return new Set();
    const decided = await manager.withRepository(this.decisions).find({
      select: { decisionId: true, rideId: true },
      where: { undoneAt: IsNull(), rideId: In(rideIds) },
    });
    return new Set(decided.map(({ rideId }) => rideId!));
  }

  async insert(manager: EntityManager, added: NewDecision): Promise<number> {
    return insertRow(manager.withRepository(this.decisions), added);
  }

  /** @returns whether the decision was active */
  async markUndone(
    manager: EntityManager,
    decisionId: number,
    undone: { at: Date; by: string | null; note: string | null },
  ): Promise<boolean> {
    const { affected } = await manager
      .withRepository(this.decisions)
      .update({ decisionId, undoneAt: IsNull() }, { undoneAt: undone.at, undoneBy: undone.by, undoNote: undone.note });
    return affected === 1;
  }

  async findPark(manager: EntityManager, parkId: number): Promise<DecidablePark | null> {
    return manager.withRepository(this.parks).findOneBy({ parkId });
  }
}
