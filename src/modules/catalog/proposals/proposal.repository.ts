import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections.js';
import { readJson } from '../../../common/database/sql-helpers.js';
import type { EntityType } from '../entity-types.js';
import type { PairableRide } from '../id-matching/ride-pair.js';
import type { NewPair, ProposalFilter, ProposalKind, ProposalRecord, ProposedPair, ProposedRides } from './proposal.js';

/** The active decision about the ride of a pair, whether or not the proposal made it. */
const DECISION_OF_PAIR = `(SELECT MAX(d.decision_id) FROM catalog_decisions d
  WHERE d.ride_id = i.ride_id AND d.undone_at IS NULL)`;
const COUNTS = `SELECT i.proposal_id, SUM(i.strength = 'STRONG') AS strongPairs, SUM(i.strength = 'WEAK') AS weakPairs,
         SUM(i.strength = 'OPEN') AS openRides, SUM(i.strength <> 'OPEN' AND ${DECISION_OF_PAIR} IS NOT NULL) AS decidedPairs
    FROM identity_proposal_pairs i GROUP BY i.proposal_id`;
const COLUMNS = `o.proposal_id AS proposalId, o.kind, o.park_id AS parkId, p.name AS parkName, o.status,
  o.detected_at AS detectedAt, o.decided_at AS decidedAt, o.decided_by AS decidedBy, o.note`;

type Row = Omit<ProposalRecord, 'strongPairs' | 'weakPairs' | 'openRides' | 'decidedPairs'> &
  Record<'strongPairs' | 'weakPairs' | 'openRides' | 'decidedPairs', number | string | null>;

/** SQL on identity_proposals and their pairs. */
@Injectable()
export class ProposalRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first. */
  async findPage(
    filter: ProposalFilter,
    limit: number,
    offset: number,
  ): Promise<{ data: ProposalRecord[]; total: number }> {
    const conditions: [string, unknown][] = [];
    if (filter.kind !== undefined) conditions.push(['o.kind = ?', filter.kind]);
    if (filter.status !== undefined) conditions.push(['o.status = ?', filter.status]);
    if (filter.parkId !== undefined) conditions.push(['o.park_id = ?', filter.parkId]);
    const where = ['1 = 1', ...conditions.map(([sql]) => sql)].join(' AND ');
    const values = conditions.map(([, value]) => value);
    const { manager } = this.dataSource;
    const data = await select(manager, `${where} ORDER BY o.proposal_id DESC LIMIT ? OFFSET ?`, [
      ...values,
      limit,
      offset,
    ]);
    const [count] = await manager.query<{ total: number }[]>(
      `SELECT COUNT(*) AS total FROM identity_proposals o WHERE ${where}`,
      values,
    );
    return { data, total: count!.total };
  }

  async find(manager: EntityManager, proposalId: number): Promise<ProposalRecord | null> {
    const [row] = await select(manager, 'o.proposal_id = ?', [proposalId]);
    return row ?? null;
  }

  /** Open proposals about a ride. */
  async findOpenOfRide(manager: EntityManager, rideId: number): Promise<ProposalRecord[]> {
    const ofRide = 'SELECT x.proposal_id FROM identity_proposal_pairs x WHERE x.ride_id = ?';
    return select(manager, `o.status = 'OPEN' AND o.proposal_id IN (${ofRide})`, [rideId]);
  }

  async findOpenOfPark(manager: EntityManager, parkId: number, kind: ProposalKind): Promise<ProposalRecord | null> {
    const [row] = await select(
      manager,
      `o.status = 'OPEN' AND o.park_id = ? AND o.kind = ? ORDER BY o.proposal_id DESC LIMIT 1`,
      [parkId, kind],
    );
    return row ?? null;
  }

  /** Likely pairs first, then in the order of their detection. */
  async findPairs(manager: EntityManager, proposalId: number): Promise<ProposedPair[]> {
    const rows = await manager.query<(Omit<ProposedPair, 'evidence'> & { evidence: string | null })[]>(
      `SELECT i.pair_id AS pairId, i.ride_id AS rideId, r.name AS rideName, i.target_ride_id AS targetRideId,
              t.name AS targetRideName, i.queue_type AS queueType, i.strength, i.reason, i.evidence,
              ${DECISION_OF_PAIR} AS decisionId
         FROM identity_proposal_pairs i LEFT JOIN rides r ON r.ride_id = i.ride_id
         LEFT JOIN rides t ON t.ride_id = i.target_ride_id
        WHERE i.proposal_id = ? ORDER BY i.strength, i.pair_id`,
      [proposalId],
    );
    return rows.map(({ evidence, ...row }) => ({
      ...row,
      evidence: readJson<ProposedPair['evidence']>(evidence),
    }));
  }

  /**
   * Rides of proposals about renumbered parks, whatever their status. A former ride is excluded once the other ride of its
   * pair is linked to it: that one may vanish too, and the ride may be renumbered again.
   */
  async findRenumberedRides(manager: EntityManager, parkIds: readonly number[]): Promise<ProposedRides> {
    const rows = await this.findPairsOfParks<{ isLinked: number }>(
      manager,
      'RENUMBERED_PARK',
      parkIds,
      `EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = i.ride_id AND a.ride_id = i.target_ride_id) AS isLinked`,
    );
    const former = rows.filter(({ isLinked }) => !isLinked).flatMap(({ targetRideId }) => targetRideId ?? []);
    return { former: new Set(former), current: new Set(rows.flatMap(({ rideId }) => rideId ?? [])) };
  }

  /** Rides that were proposed as queues, whatever the status. Their targets are not included: a ride may have more queues. */
  async findProposedQueues(manager: EntityManager, parkIds: readonly number[]): Promise<Set<number>> {
    const rows = await this.findPairsOfParks(manager, 'QUEUE_ENTITIES', parkIds, '1');
    return new Set(rows.flatMap(({ rideId }) => rideId ?? []));
  }

  private async findPairsOfParks<Further>(
    manager: EntityManager,
    kind: ProposalKind,
    parkIds: readonly number[],
    further: string,
  ): Promise<({ rideId: number | null; targetRideId: number | null } & Further)[]> {
    if (parkIds.length === 0) return [];
    return manager.query(
      `SELECT i.ride_id AS rideId, i.target_ride_id AS targetRideId, ${further}
         FROM identity_proposals o JOIN identity_proposal_pairs i ON i.proposal_id = o.proposal_id
        WHERE o.kind = ? AND o.park_id IN (?)`,
      [kind, parkIds],
    );
  }

  async insert(
    manager: EntityManager,
    proposal: { kind: ProposalKind; parkId: number; detectedAt: Date },
  ): Promise<number> {
    const { insertId } = await manager.query<{ insertId: number }>(
      'INSERT INTO identity_proposals (kind, park_id, detected_at) VALUES (?, ?, ?)',
      [proposal.kind, proposal.parkId, proposal.detectedAt],
    );
    return insertId;
  }

  async insertPairs(manager: EntityManager, proposalId: number, pairs: readonly NewPair[]): Promise<void> {
    if (pairs.length === 0) return;
    await manager.query(
      `INSERT INTO identity_proposal_pairs (proposal_id, ride_id, target_ride_id, queue_type, strength, reason, evidence)
       VALUES ${pairs.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      pairs.flatMap(({ rideId, targetRideId, queueType, strength, reason, evidence }) => [
        proposalId,
        rideId,
        targetRideId,
        queueType,
        strength,
        reason,
        evidence === null ? null : JSON.stringify(evidence),
      ]),
    );
  }

  async setDecision(manager: EntityManager, pairId: number, decisionId: number): Promise<void> {
    await manager.query('UPDATE identity_proposal_pairs SET decision_id = ? WHERE pair_id = ?', [decisionId, pairId]);
  }

  async setStatus(
    manager: EntityManager,
    proposalId: number,
    decided: Pick<ProposalRecord, 'status' | 'decidedAt' | 'decidedBy' | 'note'>,
  ): Promise<void> {
    await manager.query(
      'UPDATE identity_proposals SET status = ?, decided_at = ?, decided_by = ?, note = ? WHERE proposal_id = ?',
      [decided.status, decided.decidedAt, decided.decidedBy, decided.note, proposalId],
    );
  }

  /** Active decisions that were made by confirming the proposal. */
  async findDecisions(manager: EntityManager, proposalId: number): Promise<number[]> {
    const rows = await manager.query<{ decisionId: number }[]>(
      `SELECT decision_id AS decisionId FROM catalog_decisions
        WHERE proposal_id = ? AND undone_at IS NULL ORDER BY decision_id`,
      [proposalId],
    );
    return rows.map(({ decisionId }) => decisionId);
  }

  async findDestination(manager: EntityManager, parkId: number): Promise<number> {
    const [row] = await manager.query<{ id: number }[]>('SELECT destination_id AS id FROM parks WHERE park_id = ?', [
      parkId,
    ]);
    return row!.id;
  }
}

async function select(manager: EntityManager, rest: string, values: unknown[]): Promise<ProposalRecord[]> {
  const rows = await manager.query<Row[]>(
    `SELECT ${COLUMNS}, c.strongPairs, c.weakPairs, c.openRides, c.decidedPairs
       FROM identity_proposals o JOIN parks p ON p.park_id = o.park_id
       LEFT JOIN (${COUNTS}) c ON c.proposal_id = o.proposal_id WHERE ${rest}`,
    values,
  );
  return rows.map((row) => ({
    ...row,
    strongPairs: Number(row.strongPairs),
    weakPairs: Number(row.weakPairs),
    openRides: Number(row.openRides),
    decidedPairs: Number(row.decidedPairs),
  }));
}

interface PairableRow {
  rideId: number;
  name: string;
  formerName: string | null;
  entityType: EntityType | null;
  latitude: number | null;
  longitude: number | null;
  externalId: string | null;
  listOrder: number | null;
}

/** SQL that reads the facts by which rides are matched. */
@Injectable()
export class PairableRideRepository {
  /**
   * Rides of a park that are not linked to another ride, by id, without entries of parks and destinations. Facts of linked
   * UUIDs count for the ride, the most recently reported first.
   */
  async findOfPark(manager: EntityManager, parkId: number): Promise<PairableRide[]> {
    const rows = await manager.query<PairableRow[]>(
      `SELECT r.ride_id AS rideId, r.name, n.name AS formerName, r.entity_type AS entityType, l.latitude, l.longitude,
              l.external_id AS externalId, l.list_order AS listOrder
         FROM rides r JOIN rides m ON m.ride_id = r.ride_id
              OR m.ride_id IN (SELECT a.alias_ride_id FROM ride_aliases a WHERE a.ride_id = r.ride_id)
         LEFT JOIN ride_listings l ON l.ride_id = m.ride_id LEFT JOIN ride_names n ON n.ride_id = m.ride_id
        WHERE r.park_id = ? AND (r.entity_type IS NULL OR r.entity_type NOT IN ('PARK', 'DESTINATION'))
          AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id)
        ORDER BY r.ride_id, m.last_seen_at DESC, m.ride_id DESC, n.last_seen_at DESC, n.name`,
      [parkId],
    );
    return [...groupBy(rows, ({ rideId }) => rideId).values()].map(toPairable);
  }
}

function toPairable(rows: readonly PairableRow[]): PairableRide {
  const { rideId, name, entityType } = rows[0]!;
  const place = rows.find(({ latitude, longitude }) => latitude !== null && longitude !== null);
  return {
    rideId,
    names: [...new Set([name, ...rows.flatMap(({ formerName }) => formerName ?? [])])],
    entityType,
    position: place === undefined ? null : { latitude: place.latitude!, longitude: place.longitude! },
    externalId: rows.find(({ externalId }) => externalId !== null)?.externalId ?? null,
    listOrder: rows.find(({ listOrder }) => listOrder !== null)?.listOrder ?? null,
  };
}
