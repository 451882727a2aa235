import type { EntityManager } from 'typeorm';
import { columnsOf, type RawRow, selectList, tableOf } from '../../../common/database/columns.js';
import { containsPattern } from '../../../common/database/sql-helpers.js';
import { IdMapping } from '../entities/catalog-decision.entity.js';
import { Park } from '../entities/park.entity.js';
import { Ride, RideAlias, RideName } from '../entities/ride.entity.js';
import {
  type ComparedRide,
  KEPT_SEPARATE,
  type MappableRide,
  type MappingFilter,
  type MappingRecord,
  type MethodCount,
} from './mapping.js';

const PROPERTIES = [
  'mappingId',
  'themeparksWikiId',
  'rideId',
  'method',
  'score',
  'reason',
  'archiveName',
  'matchedName',
  'importId',
  'decidedAt',
  'undoneAt',
] as const;

const mapping = columnsOf(IdMapping, 'm');
const ride = columnsOf(Ride, 'r');
const park = columnsOf(Park, 'p');
const own = columnsOf(Ride, 'own');
const near = columnsOf(Ride, 'near');
const name = columnsOf(RideName, 'n');
const alias = columnsOf(RideAlias, 'a');

/** The other ride in question, where the UUID counts as its own ride. */
const NEAREST_RIDE = `(SELECT MIN(${near.rideId}) FROM ${tableOf(Ride)} near
    WHERE (${mapping.method} = 'CREATED' OR ${mapping.reason} = '${KEPT_SEPARATE}') AND ${near.parkId} = ${ride.parkId} AND ${near.rideId} <> ${mapping.rideId}
      AND (${near.name} = ${mapping.matchedName} OR EXISTS (
        SELECT 1 FROM ${tableOf(RideName)} n WHERE ${name.rideId} = ${near.rideId} AND ${name.name} = ${mapping.matchedName})))`;
const FROM = `${tableOf(IdMapping)} m JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${mapping.rideId}
  JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
  LEFT JOIN ${tableOf(Ride)} own ON ${own.themeparksWikiId} = ${mapping.themeparksWikiId}`;
/**
 * A guess, or an entity that was kept separate although a similar name exists. The entry of a park itself is no ride, whatever
 * its name resembles.
 */
const WORTH_A_REVIEW = `(${mapping.method} = 'FUZZY_NAME'
  OR (${mapping.method} = 'CREATED' AND ${mapping.matchedName} IS NOT NULL))
  AND (${ride.entityType} IS NULL OR ${ride.entityType} NOT IN ('PARK', 'DESTINATION'))`;

type Row = RawRow<IdMapping, (typeof PROPERTIES)[number]> &
  Pick<MappingRecord, 'rideName' | 'parkId' | 'parkName' | 'ownRideId' | 'nearestRideId'>;

async function select(manager: EntityManager, rest: string, values: unknown[]): Promise<MappingRecord[]> {
  return manager.query<Row[]>(
    `SELECT ${selectList(IdMapping, PROPERTIES, 'm')}, ${ride.name} AS rideName, ${ride.parkId} AS parkId,
            ${park.name} AS parkName, ${own.rideId} AS ownRideId, ${NEAREST_RIDE} AS nearestRideId
       FROM ${FROM} WHERE ${rest}`,
    values,
  );
}

/** Least certain first, then newest first, with the number of all mappings that fit. */
export async function selectMappingPage(
  manager: EntityManager,
  filter: MappingFilter,
  limit: number,
  offset: number,
): Promise<{ data: MappingRecord[]; total: number }> {
  const { where, values } = conditionsOf(filter);
  const [count] = await manager.query<{ total: number }[]>(
    `SELECT COUNT(*) AS total FROM ${FROM} WHERE ${where}`,
    values,
  );
  const order = `COALESCE(${mapping.score}, 0), ${mapping.mappingId} DESC`;
  const data = await select(manager, `${where} ORDER BY ${order} LIMIT ? OFFSET ?`, [...values, limit, offset]);
  return { data, total: count!.total };
}

/** The active decision about a UUID. */
export async function selectCurrentMapping(
  manager: EntityManager,
  themeparksWikiId: string,
): Promise<MappingRecord | null> {
  const active = `${mapping.themeparksWikiId} = ? AND ${mapping.undoneAt} IS NULL`;
  const [row] = await select(manager, `${active} ORDER BY ${mapping.mappingId} DESC LIMIT 1`, [themeparksWikiId]);
  return row ?? null;
}

export async function countMappingsByMethod(manager: EntityManager, importId: string): Promise<MethodCount[]> {
  const { method, reason, undoneAt } = columnsOf(IdMapping);
  const rows = await manager.query<(Omit<MethodCount, 'undone'> & { undone: number | string })[]>(
    `SELECT ${method} AS method, ${reason} AS reason, COUNT(*) AS count, SUM(${undoneAt} IS NOT NULL) AS undone
       FROM ${tableOf(IdMapping)} WHERE ${columnsOf(IdMapping).importId} = ?
      GROUP BY ${method}, ${reason} ORDER BY ${method}, ${reason}`,
    [importId],
  );
  return rows.map((row) => ({ ...row, undone: Number(row.undone) }));
}

async function selectRides(manager: EntityManager, condition: string, values: unknown[]): Promise<MappableRide[]> {
  type RideRow = RawRow<Ride, 'rideId' | 'themeparksWikiId' | 'name' | 'parkId'> &
    RawRow<Park, 'destinationId' | 'timezone'> &
    Pick<MappableRide, 'linkedToRideId'>;
  return manager.query<RideRow[]>(
    `SELECT ${selectList(Ride, ['rideId', 'themeparksWikiId', 'name', 'parkId'], 'r')},
            ${selectList(Park, ['destinationId', 'timezone'], 'p')}, ${alias.rideId} AS linkedToRideId
       FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
       LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${ride.rideId}
      WHERE ${condition} ORDER BY ${ride.rideId}`,
    values,
  );
}

export async function selectRide(manager: EntityManager, rideId: number): Promise<MappableRide | null> {
  const [found] = await selectRides(manager, `${ride.rideId} = ?`, [rideId]);
  return found ?? null;
}

export async function selectRideOfUuid(manager: EntityManager, themeparksWikiId: string): Promise<MappableRide | null> {
  const [found] = await selectRides(manager, `${ride.themeparksWikiId} = ?`, [themeparksWikiId]);
  return found ?? null;
}

/** What a person compares before deciding whether two rides are the same. */
export async function selectComparedRides(manager: EntityManager, rideIds: readonly number[]): Promise<ComparedRide[]> {
  if (rideIds.length === 0) return [];
  const rows = await manager.query<(Omit<ComparedRide, 'isListed'> & { isListed: unknown })[]>(
    `SELECT ${ride.rideId} AS rideId, ${ride.name} AS name, ${park.parkId} AS parkId, ${park.name} AS parkName,
            ${ride.entityType} AS entityType, ${ride.isActive} AS isListed, ${ride.firstSeenAt} AS firstSeenAt,
            ${ride.lastSeenAt} AS lastSeenAt
       FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId} WHERE ${ride.rideId} IN (?)`,
    [rideIds],
  );
  return rows.map((row) => ({ ...row, isListed: Number(row.isListed) === 1 }));
}

/** Rides of a park that currently have this name. */
export async function selectRidesByName(
  manager: EntityManager,
  parkId: number,
  normalizedName: string,
): Promise<MappableRide[]> {
  const isNamed = `CAST(${ride.normalizedName} AS BINARY) = CAST(? AS BINARY)`;
  return selectRides(manager, `${ride.parkId} = ? AND ${isNamed}`, [parkId, normalizedName]);
}

/** Every current and former name of a ride. */
export async function selectNames(manager: EntityManager, rideId: number): Promise<string[]> {
  const rows = await manager.query<Pick<Ride, 'name'>[]>(
    `SELECT ${ride.name} AS name FROM ${tableOf(Ride)} r WHERE ${ride.rideId} = ?
     UNION SELECT ${name.name} FROM ${tableOf(RideName)} n WHERE ${name.rideId} = ?`,
    [rideId, rideId],
  );
  return rows.map((row) => row.name);
}

/** Number of these UUIDs whose ride was never observed. */
export async function countUnobserved(manager: EntityManager, themeparksWikiIds: readonly string[]): Promise<number> {
  if (themeparksWikiIds.length === 0) return 0;
  const [row] = await manager.query<{ count: number }[]>(
    `SELECT COUNT(*) AS count FROM ${tableOf(Ride)} r
      WHERE ${ride.themeparksWikiId} IN (?) AND ${ride.firstSeenAt} IS NULL
        AND NOT EXISTS (SELECT 1 FROM ${tableOf(RideName)} n WHERE ${name.rideId} = ${ride.rideId})`,
    [themeparksWikiIds],
  );
  return Number(row!.count);
}

/** Whether the request has a filter of its own, which replaces the default one. */
function isNarrowed({ all, undone, ...others }: MappingFilter): boolean {
  const { method, reason, maxScore, importId, parkId, q } = others;
  const given = [method, reason, maxScore, importId, parkId, q].some((value) => value !== undefined);
  return all === true || undone === true || given;
}

function conditionsOf(filter: MappingFilter): { where: string; values: unknown[] } {
  const pattern = filter.q === undefined ? undefined : containsPattern(filter.q);
  const conditions: [string, unknown[]][] = [[`${mapping.undoneAt} IS ${filter.undone ? 'NOT ' : ''}NULL`, []]];
  if (!isNarrowed(filter)) conditions.push([WORTH_A_REVIEW, []]);
  if (filter.method !== undefined) conditions.push([`${mapping.method} = ?`, [filter.method]]);
  if (filter.reason !== undefined) conditions.push([`${mapping.reason} = ?`, [filter.reason]]);
  if (filter.maxScore !== undefined) conditions.push([`${mapping.score} <= ?`, [filter.maxScore]]);
  if (filter.importId !== undefined) conditions.push([`${mapping.importId} = ?`, [filter.importId]]);
  if (filter.parkId !== undefined) conditions.push([`${ride.parkId} = ?`, [filter.parkId]]);
  if (pattern !== undefined) {
    conditions.push([`(${mapping.archiveName} LIKE ? OR ${mapping.matchedName} LIKE ?)`, [pattern, pattern]]);
  }
  return { where: conditions.map(([sql]) => sql).join(' AND '), values: conditions.flatMap(([, values]) => values) };
}
