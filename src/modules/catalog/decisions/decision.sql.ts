import type { EntityManager } from 'typeorm';
import { columnsOf, type RawRow, selectList, tableOf } from '../../../common/database/columns.js';
import { CatalogDecision } from '../entities/catalog-decision.entity.js';
import { Park } from '../entities/park.entity.js';
import { Ride } from '../entities/ride.entity.js';
import type { DecisionFilter, DecisionInForce, DecisionRecord } from './decision.js';

const decision = columnsOf(CatalogDecision, 'd');
const ride = columnsOf(Ride, 'r');
const park = columnsOf(Park, 'p');
const targetRide = columnsOf(Ride, 'tr');
const targetPark = columnsOf(Park, 'tp');

const PROPERTIES = [
  'decisionId',
  'kind',
  'rideId',
  'parkId',
  'targetRideId',
  'targetParkId',
  'queueType',
  'parentDecisionId',
  'proposalId',
  'note',
  'decidedBy',
  'decidedAt',
  'undoneAt',
  'undoneBy',
  'undoNote',
] as const;
const IN_FORCE_PROPERTIES = [
  'decisionId',
  'kind',
  'targetRideId',
  'targetParkId',
  'queueType',
  'note',
  'decidedAt',
] as const;

const FROM = `${tableOf(CatalogDecision)} d
  LEFT JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${decision.rideId}
  LEFT JOIN ${tableOf(Park)} p ON ${park.parkId} = ${decision.parkId}
  LEFT JOIN ${tableOf(Ride)} tr ON ${targetRide.rideId} = ${decision.targetRideId}
  LEFT JOIN ${tableOf(Park)} tp ON ${targetPark.parkId} = ${decision.targetParkId}`;

/** Decisions with the names of their rides and parks. `rest`: the conditions and what follows them. */
export async function selectDecisions(
  manager: EntityManager,
  rest: string,
  values: unknown[],
): Promise<DecisionRecord[]> {
  type Names = Record<'rideName' | 'parkName' | 'targetRideName' | 'targetParkName', string | null>;
  return manager.query<(RawRow<CatalogDecision, (typeof PROPERTIES)[number]> & Names)[]>(
    `SELECT ${selectList(CatalogDecision, PROPERTIES, 'd')}, ${ride.name} AS rideName,
            ${park.name} AS parkName, ${targetRide.name} AS targetRideName, ${targetPark.name} AS targetParkName
       FROM ${FROM} WHERE ${rest}`,
    values,
  );
}

/** Newest first, with the number of all decisions that fit. */
export async function selectDecisionPage(
  manager: EntityManager,
  filter: DecisionFilter,
  limit: number,
  offset: number,
): Promise<{ data: DecisionRecord[]; total: number }> {
  const { where, values } = conditionsOf(filter);
  const page = `${where} ORDER BY ${decision.decisionId} DESC LIMIT ? OFFSET ?`;
  const data = await selectDecisions(manager, page, [...values, limit, offset]);
  const [count] = await manager.query<{ total: number }[]>(
    `SELECT COUNT(*) AS total FROM ${tableOf(CatalogDecision)} d WHERE ${where}`,
    values,
  );
  return { data, total: count!.total };
}

/** The active decision that excludes a park or merges it into another one; null: none. */
export async function selectDecisionAboutPark(manager: EntityManager, parkId: number): Promise<DecisionInForce | null> {
  const [inForce] = await manager.query<DecisionInForce[]>(
    `SELECT ${selectList(CatalogDecision, IN_FORCE_PROPERTIES, 'd')} FROM ${tableOf(CatalogDecision)} d
      WHERE ${decision.parkId} = ? AND ${decision.undoneAt} IS NULL ORDER BY ${decision.decisionId} DESC LIMIT 1`,
    [parkId],
  );
  return inForce ?? null;
}

/** The active decision that excludes a ride or makes it a queue; null: none. */
export async function selectDecisionAboutRide(manager: EntityManager, rideId: number): Promise<DecisionInForce | null> {
  const [inForce] = await manager.query<DecisionInForce[]>(
    `SELECT ${selectList(CatalogDecision, IN_FORCE_PROPERTIES, 'd')} FROM ${tableOf(Ride)} r
       JOIN ${tableOf(CatalogDecision)} d ON ${decision.undoneAt} IS NULL AND ${decision.kind} <> 'SAME_AS'
        AND (${decision.rideId} = ${ride.rideId} OR (${decision.parkId} = ${ride.parkId} AND ${decision.kind} = 'EXCLUDED'))
      WHERE ${ride.rideId} = ? ORDER BY ${decision.rideId} IS NULL, ${decision.decisionId} LIMIT 1`,
    [rideId],
  );
  return inForce ?? null;
}

function conditionsOf(filter: DecisionFilter): { where: string; values: unknown[] } {
  const conditions: [string, unknown[]][] = [['1 = 1', []]];
  const { kind, rideId, parkId, proposalId, parentDecisionId, active } = filter;
  if (kind !== undefined) conditions.push([`${decision.kind} = ?`, [kind]]);
  if (rideId !== undefined) {
    conditions.push([`(${decision.rideId} = ? OR ${decision.targetRideId} = ?)`, [rideId, rideId]]);
  }
  if (parkId !== undefined) {
    const rideOfPark = `SELECT ${ride.rideId} FROM ${tableOf(Ride)} r WHERE ${ride.parkId} = ?`;
    const ofPark = `(${decision.parkId} = ? OR ${decision.targetParkId} = ? OR ${decision.rideId} IN (${rideOfPark}))`;
    conditions.push([ofPark, [parkId, parkId, parkId]]);
  }
  if (proposalId !== undefined) conditions.push([`${decision.proposalId} = ?`, [proposalId]]);
  if (parentDecisionId !== undefined) conditions.push([`${decision.parentDecisionId} = ?`, [parentDecisionId]]);
  if (active !== undefined) conditions.push([`${decision.undoneAt} IS ${active ? '' : 'NOT '}NULL`, []]);
  return { where: conditions.map(([sql]) => sql).join(' AND '), values: conditions.flatMap(([, bound]) => bound) };
}
