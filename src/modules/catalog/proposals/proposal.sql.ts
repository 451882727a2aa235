import type { EntityManager } from 'typeorm';
import { columnsOf, type RawRow, selectList, tableOf } from '../../../common/database/columns.js';
import { readJson } from '../../../common/database/sql-helpers.js';
import { CatalogDecision } from '../entities/catalog-decision.entity.js';
import { IdentityProposal, IdentityProposalPair } from '../entities/identity-proposal.entity.js';
import { Park } from '../entities/park.entity.js';
import { Ride, RideAlias } from '../entities/ride.entity.js';
import type { ProposalFilter, ProposalKind, ProposalRecord, ProposedPair } from './proposal.js';

const PROPERTIES = ['proposalId', 'kind', 'parkId', 'status', 'detectedAt', 'decidedAt', 'decidedBy', 'note'] as const;
const PAIR_PROPERTIES = ['pairId', 'rideId', 'targetRideId', 'queueType', 'strength', 'reason', 'evidence'] as const;

const proposal = columnsOf(IdentityProposal, 'o');
const pair = columnsOf(IdentityProposalPair, 'i');
const park = columnsOf(Park, 'p');
const decision = columnsOf(CatalogDecision, 'd');

/** The active decision about the ride of a pair, whether or not the proposal made it. */
const DECISION_OF_PAIR = `(SELECT MAX(${decision.decisionId}) FROM ${tableOf(CatalogDecision)} d
  WHERE ${decision.rideId} = ${pair.rideId} AND ${decision.undoneAt} IS NULL)`;
const COUNTS = `SELECT ${pair.proposalId} AS proposal_id, SUM(${pair.strength} = 'STRONG') AS strongPairs,
         SUM(${pair.strength} = 'WEAK') AS weakPairs, SUM(${pair.strength} = 'OPEN') AS openRides,
         SUM(${pair.strength} <> 'OPEN' AND ${DECISION_OF_PAIR} IS NOT NULL) AS decidedPairs
    FROM ${tableOf(IdentityProposalPair)} i GROUP BY ${pair.proposalId}`;

type Count = 'strongPairs' | 'weakPairs' | 'openRides' | 'decidedPairs';
type Row = RawRow<IdentityProposal, (typeof PROPERTIES)[number]> &
  Pick<ProposalRecord, 'parkName'> &
  Record<Count, number | string | null>;

/** Proposals with the counts of their pairs. `rest`: the conditions and what follows them. */
async function select(manager: EntityManager, rest: string, values: unknown[]): Promise<ProposalRecord[]> {
  const rows = await manager.query<Row[]>(
    `SELECT ${selectList(IdentityProposal, PROPERTIES, 'o')}, ${park.name} AS parkName,
            c.strongPairs, c.weakPairs, c.openRides, c.decidedPairs
       FROM ${tableOf(IdentityProposal)} o JOIN ${tableOf(Park)} p ON ${park.parkId} = ${proposal.parkId}
       LEFT JOIN (${COUNTS}) c ON c.proposal_id = ${proposal.proposalId} WHERE ${rest}`,
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

/** Newest first, with the number of all proposals that fit. */
export async function selectProposalPage(
  manager: EntityManager,
  filter: ProposalFilter,
  limit: number,
  offset: number,
): Promise<{ data: ProposalRecord[]; total: number }> {
  const filters = (['kind', 'status', 'parkId'] as const).filter((property) => filter[property] !== undefined);
  const where = ['1 = 1', ...filters.map((property) => `${proposal[property]} = ?`)].join(' AND ');
  const values = filters.map((property) => filter[property]);
  const page = `${where} ORDER BY ${proposal.proposalId} DESC LIMIT ? OFFSET ?`;
  const data = await select(manager, page, [...values, limit, offset]);
  const [count] = await manager.query<{ total: number }[]>(
    `SELECT COUNT(*) AS total FROM ${tableOf(IdentityProposal)} o WHERE ${where}`,
    values,
  );
  return { data, total: count!.total };
}

export async function selectProposal(manager: EntityManager, proposalId: number): Promise<ProposalRecord | null> {
  const [row] = await select(manager, `${proposal.proposalId} = ?`, [proposalId]);
  return row ?? null;
}

/** Open proposals about a ride. */
export async function selectOpenOfRide(manager: EntityManager, rideId: number): Promise<ProposalRecord[]> {
  const named = columnsOf(IdentityProposalPair, 'x');
  const ofRide = `SELECT ${named.proposalId} FROM ${tableOf(IdentityProposalPair)} x WHERE ${named.rideId} = ?`;
  return select(manager, `${proposal.status} = 'OPEN' AND ${proposal.proposalId} IN (${ofRide})`, [rideId]);
}

/** The newest open proposal of a kind about a park. */
export async function selectOpenOfPark(
  manager: EntityManager,
  parkId: number,
  kind: ProposalKind,
): Promise<ProposalRecord | null> {
  const [row] = await select(
    manager,
    `${proposal.status} = 'OPEN' AND ${proposal.parkId} = ? AND ${proposal.kind} = ?
      ORDER BY ${proposal.proposalId} DESC LIMIT 1`,
    [parkId, kind],
  );
  return row ?? null;
}

/** Likely pairs first, then in the order of their detection. */
export async function selectPairs(manager: EntityManager, proposalId: number): Promise<ProposedPair[]> {
  const ride = columnsOf(Ride, 'r');
  const target = columnsOf(Ride, 't');
  type PairRow = RawRow<IdentityProposalPair, (typeof PAIR_PROPERTIES)[number]> &
    Pick<ProposedPair, 'rideName' | 'targetRideName' | 'decisionId' | 'reason'>;
  const rows = await manager.query<PairRow[]>(
    `SELECT ${selectList(IdentityProposalPair, PAIR_PROPERTIES, 'i')}, ${ride.name} AS rideName,
            ${target.name} AS targetRideName, ${DECISION_OF_PAIR} AS decisionId
       FROM ${tableOf(IdentityProposalPair)} i LEFT JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${pair.rideId}
       LEFT JOIN ${tableOf(Ride)} t ON ${target.rideId} = ${pair.targetRideId}
      WHERE ${pair.proposalId} = ? ORDER BY ${pair.strength}, ${pair.pairId}`,
    [proposalId],
  );
  return rows.map((row) => ({ ...row, evidence: readJson<ProposedPair['evidence']>(row.evidence) }));
}

type PairedRides = Pick<IdentityProposalPair, 'rideId' | 'targetRideId'>;

/** Pairs of all proposals of a kind about parks; `isLinked`: whether the new ride is linked to the former one. */
export async function selectPairsOfParks(
  manager: EntityManager,
  kind: ProposalKind,
  parkIds: readonly number[],
): Promise<(PairedRides & { isLinked: number })[]> {
  if (parkIds.length === 0) return [];
  const alias = columnsOf(RideAlias, 'a');
  return manager.query<(PairedRides & { isLinked: number })[]>(
    `SELECT ${selectList(IdentityProposalPair, ['rideId', 'targetRideId'], 'i')},
            EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a
                     WHERE ${alias.aliasRideId} = ${pair.rideId} AND ${alias.rideId} = ${pair.targetRideId}) AS isLinked
       FROM ${tableOf(IdentityProposal)} o
       JOIN ${tableOf(IdentityProposalPair)} i ON ${pair.proposalId} = ${proposal.proposalId}
      WHERE ${proposal.kind} = ? AND ${proposal.parkId} IN (?)`,
    [kind, parkIds],
  );
}
