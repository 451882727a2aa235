import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { DecidablePark, DecisionFilter, DecisionRecord, NewDecision } from './decision.js';

const COLUMNS = `d.decision_id AS decisionId, d.kind, d.ride_id AS rideId, r.name AS rideName, d.park_id AS parkId,
  p.name AS parkName, d.target_ride_id AS targetRideId, tr.name AS targetRideName, d.target_park_id AS targetParkId,
  tp.name AS targetParkName, d.queue_type AS queueType, d.parent_decision_id AS parentDecisionId,
  d.proposal_id AS proposalId, d.note, d.decided_by AS decidedBy, d.decided_at AS decidedAt, d.undone_at AS undoneAt,
  d.undone_by AS undoneBy, d.undo_note AS undoNote`;
/** Columns of a `DecisionInForce`; `d` is the alias of `catalog_decisions`. */
export const DECISION_IN_FORCE_COLUMNS = `d.decision_id AS decisionId, d.kind, d.target_ride_id AS targetRideId,
  d.target_park_id AS targetParkId, d.queue_type AS queueType, d.note, d.decided_at AS decidedAt`;
const FROM = `FROM catalog_decisions d LEFT JOIN rides r ON r.ride_id = d.ride_id LEFT JOIN parks p ON p.park_id = d.park_id
  LEFT JOIN rides tr ON tr.ride_id = d.target_ride_id LEFT JOIN parks tp ON tp.park_id = d.target_park_id`;

interface Inserted {
  insertId: number;
}

/** SQL on catalog_decisions. */
@Injectable()
export class DecisionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first. */
  async findPage(
    filter: DecisionFilter,
    limit: number,
    offset: number,
  ): Promise<{ data: DecisionRecord[]; total: number }> {
    const { where, values } = conditionsOf(filter);
    const { manager } = this.dataSource;
    const data = await manager.query<DecisionRecord[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE ${where} ORDER BY d.decision_id DESC LIMIT ? OFFSET ?`,
      [...values, limit, offset],
    );
    const [count] = await manager.query<{ total: number }[]>(
      `SELECT COUNT(*) AS total FROM catalog_decisions d WHERE ${where}`,
      values,
    );
    return { data, total: count!.total };
  }

  async find(manager: EntityManager, decisionId: number): Promise<DecisionRecord | null> {
    const [row] = await manager.query<DecisionRecord[]>(`SELECT ${COLUMNS} ${FROM} WHERE d.decision_id = ?`, [
      decisionId,
    ]);
    return row ?? null;
  }

  /** Decisions about rides that belong to the merge of two parks. */
  async findChildren(manager: EntityManager, decisionId: number): Promise<DecisionRecord[]> {
    return manager.query<DecisionRecord[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE d.parent_decision_id = ? ORDER BY d.decision_id`,
      [decisionId],
    );
  }

  /** The active decision about a ride; null: none. */
  async findActiveOfRide(manager: EntityManager, rideId: number): Promise<DecisionRecord | null> {
    const [row] = await manager.query<DecisionRecord[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE d.ride_id = ? AND d.undone_at IS NULL ORDER BY d.decision_id DESC LIMIT 1`,
      [rideId],
    );
    return row ?? null;
  }

  async findActiveOfPark(manager: EntityManager, parkId: number): Promise<DecisionRecord | null> {
    const [row] = await manager.query<DecisionRecord[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE d.park_id = ? AND d.undone_at IS NULL ORDER BY d.decision_id DESC LIMIT 1`,
      [parkId],
    );
    return row ?? null;
  }

  /** Active decisions with this park as their target. */
  async findActiveWithTargetPark(manager: EntityManager, parkId: number): Promise<DecisionRecord[]> {
    return manager.query<DecisionRecord[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE d.target_park_id = ? AND d.undone_at IS NULL ORDER BY d.decision_id`,
      [parkId],
    );
  }

  /** The oldest active decision that makes another ride a queue of one of these; null: there is none. */
  async findActiveQueueOf(manager: EntityManager, rideIds: readonly number[]): Promise<DecisionRecord | null> {
    const [row] = await manager.query<DecisionRecord[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE d.kind = 'QUEUE_OF' AND d.target_ride_id IN (?) AND d.undone_at IS NULL
        ORDER BY d.decision_id LIMIT 1`,
      [rideIds],
    );
    return row ?? null;
  }

  /** Rides among these that have an active decision. */
  async findDecidedRides(manager: EntityManager, rideIds: readonly number[]): Promise<Set<number>> {
    if (rideIds.length === 0) return new Set();
    const rows = await manager.query<{ rideId: number }[]>(
      'SELECT ride_id AS rideId FROM catalog_decisions WHERE undone_at IS NULL AND ride_id IN (?)',
      [rideIds],
    );
    return new Set(rows.map(({ rideId }) => rideId));
  }

  async insert(manager: EntityManager, decision: NewDecision): Promise<number> {
    const { insertId } = await manager.query<Inserted>(
      `INSERT INTO catalog_decisions (kind, ride_id, park_id, target_ride_id, target_park_id, queue_type,
         parent_decision_id, proposal_id, note, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        decision.kind,
        decision.rideId,
        decision.parkId,
        decision.targetRideId,
        decision.targetParkId,
        decision.queueType,
        decision.parentDecisionId,
        decision.proposalId,
        decision.note,
        decision.decidedBy,
        decision.decidedAt,
      ],
    );
    return insertId;
  }

  /** @returns whether the decision was active */
  async markUndone(
    manager: EntityManager,
    decisionId: number,
    undone: { at: Date; by: string | null; note: string | null },
  ): Promise<boolean> {
    const { affectedRows } = await manager.query<{ affectedRows: number }>(
      `UPDATE catalog_decisions SET undone_at = ?, undone_by = ?, undo_note = ?
        WHERE decision_id = ? AND undone_at IS NULL`,
      [undone.at, undone.by, undone.note, decisionId],
    );
    return affectedRows === 1;
  }

  async findPark(manager: EntityManager, parkId: number): Promise<DecidablePark | null> {
    const [park] = await manager.query<DecidablePark[]>(
      `SELECT park_id AS parkId, destination_id AS destinationId, themeparks_wiki_id AS themeparksWikiId, name, timezone
         FROM parks WHERE park_id = ?`,
      [parkId],
    );
    return park ?? null;
  }
}

function conditionsOf(filter: DecisionFilter): { where: string; values: unknown[] } {
  const conditions: [string, unknown[]][] = [['1 = 1', []]];
  const { kind, rideId, parkId, proposalId, parentDecisionId, active } = filter;
  if (kind !== undefined) conditions.push(['d.kind = ?', [kind]]);
  if (rideId !== undefined) conditions.push(['(d.ride_id = ? OR d.target_ride_id = ?)', [rideId, rideId]]);
  if (parkId !== undefined) {
    const rideOfPark = 'SELECT ride_id FROM rides WHERE park_id = ?';
    const ofPark = `(d.park_id = ? OR d.target_park_id = ? OR d.ride_id IN (${rideOfPark}))`;
    conditions.push([ofPark, [parkId, parkId, parkId]]);
  }
  if (proposalId !== undefined) conditions.push(['d.proposal_id = ?', [proposalId]]);
  if (parentDecisionId !== undefined) conditions.push(['d.parent_decision_id = ?', [parentDecisionId]]);
  if (active !== undefined) conditions.push([`d.undone_at IS ${active ? '' : 'NOT '}NULL`, []]);
  return { where: conditions.map(([sql]) => sql).join(' AND '), values: conditions.flatMap(([, bound]) => bound) };
}
