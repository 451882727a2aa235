import type { EntityManager } from 'typeorm';
import { columnsOf, type RawRow, selectList, tableOf } from '../../common/database/columns.js';
import { containsPattern } from '../../common/database/sql-helpers.js';
import { RideCurrent } from '../snapshots/entities/observation.entity.js';
import { presentSlugSql } from './addresses/address.sql.js';
import { Destination, Park } from './entities/park.entity.js';
import { Ride, RideAlias } from './entities/ride.entity.js';
import { isListedTypeSql } from './entity-types.js';
import { isCountedRideSql, isListedParkSql } from './counted-entities.js';

const DESTINATION_PROPERTIES = ['destinationId', 'themeparksWikiId', 'name', 'firstSeenAt', 'lastSeenAt'] as const;
const PARK_PROPERTIES = [
  'parkId',
  'destinationId',
  'themeparksWikiId',
  'name',
  'timezone',
  'latitude',
  'longitude',
  'reportsDown',
  'firstSeenAt',
  'lastSeenAt',
] as const;

export interface DestinationRecord extends Pick<Destination, (typeof DESTINATION_PROPERTIES)[number]> {
  slug: string | null;
  parks: number;
}

export interface ParkRecord extends Pick<Park, (typeof PARK_PROPERTIES)[number]> {
  slug: string | null;
  destinationName: string;
  downReportedFrom: string | null;
}

export interface ParkRideCounts {
  rides: number;
  linkedRides: number;
  observedRides: number;
}

export interface Slice {
  limit: number;
  offset: number;
}

export interface Found<T> {
  data: T[];
  total: number;
}

const destination = columnsOf(Destination, 'd');
const park = columnsOf(Park, 'p');
const ride = columnsOf(Ride, 'r');

const IS_LISTED_PARK = isListedParkSql('p');

/** Sorted by name. */
export async function selectDestinations(
  manager: EntityManager,
  { limit, offset }: Slice,
): Promise<Found<DestinationRecord>> {
  const page = `ORDER BY ${destination.name}, ${destination.destinationId} LIMIT ? OFFSET ?`;
  const data = await selectDestinationRecords(manager, page, [limit, offset]);
  return { data, total: await count(manager, `${tableOf(Destination)} d`, []) };
}

export async function selectDestination(
  manager: EntityManager,
  destinationId: number,
): Promise<DestinationRecord | null> {
  const [found] = await selectDestinationRecords(manager, `WHERE ${destination.destinationId} = ?`, [destinationId]);
  return found ?? null;
}

async function selectDestinationRecords(
  manager: EntityManager,
  rest: string,
  values: unknown[],
): Promise<DestinationRecord[]> {
  return manager.query<DestinationRecord[]>(
    `SELECT ${selectList(Destination, DESTINATION_PROPERTIES, 'd')},
            ${presentSlugSql('DESTINATION', destination.destinationId)} AS slug,
            (SELECT COUNT(*) FROM ${tableOf(Park)} p
              WHERE ${park.destinationId} = ${destination.destinationId} AND ${IS_LISTED_PARK}) AS parks
       FROM ${tableOf(Destination)} d ${rest}`,
    values,
  );
}

export async function selectPark(manager: EntityManager, parkId: number): Promise<ParkRecord | null> {
  const [found] = await selectParkRecords(manager, `WHERE ${park.parkId} = ?`, [parkId]);
  return found ?? null;
}

/** Sorted by name. */
export async function selectParks(
  manager: EntityManager,
  filter: { destinationId?: number; q?: string },
  { limit, offset }: Slice,
): Promise<Found<ParkRecord>> {
  const conditions: [string, ...unknown[]][] = [[IS_LISTED_PARK]];
  if (filter.destinationId !== undefined) conditions.push([`${park.destinationId} = ?`, filter.destinationId]);
  if (filter.q !== undefined) conditions.push([`${park.name} LIKE ?`, containsPattern(filter.q)]);
  const where = `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`;
  const values = conditions.flatMap(([, ...bound]) => bound);
  const page = `${where} ORDER BY ${park.name}, ${park.parkId} LIMIT ? OFFSET ?`;
  const data = await selectParkRecords(manager, page, [...values, limit, offset]);
  return { data, total: await count(manager, `${tableOf(Park)} p ${where}`, values) };
}

/** Rides of a destination that are not assigned to a park yet. */
export async function selectRidesWithoutPark(manager: EntityManager, destinationId: number): Promise<number[]> {
  const rides = await manager.query<Pick<Ride, 'rideId'>[]>(
    `SELECT ${ride.rideId} AS rideId FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
      WHERE ${park.destinationId} = ? AND ${park.themeparksWikiId} IS NULL`,
    [destinationId],
  );
  return rides.map(({ rideId }) => rideId);
}

export async function countRides(manager: EntityManager, parkId: number): Promise<ParkRideCounts> {
  const alias = columnsOf(RideAlias, 'a');
  const current = columnsOf(RideCurrent, 'c');
  const linked = columnsOf(RideAlias, 'linked');
  const linkedCurrent = columnsOf(RideCurrent, 'lc');
  const [counts] = await manager.query<Record<keyof ParkRideCounts, string | number | null>[]>(
    `SELECT SUM(${alias.rideId} IS NULL) AS rides, SUM(${alias.rideId} IS NOT NULL) AS linkedRides,
            SUM(${alias.rideId} IS NULL AND (${current.rideId} IS NOT NULL OR EXISTS (
              SELECT 1 FROM ${tableOf(RideAlias)} linked
                JOIN ${tableOf(RideCurrent)} lc ON ${linkedCurrent.rideId} = ${linked.aliasRideId}
               WHERE ${linked.rideId} = ${ride.rideId}))) AS observedRides
       FROM ${tableOf(Ride)} r LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${ride.rideId}
       LEFT JOIN ${tableOf(RideCurrent)} c ON ${current.rideId} = ${ride.rideId}
      WHERE ${ride.parkId} = ? AND ${isListedTypeSql(ride.entityType)} AND ${isCountedRideSql('r')}`,
    [parkId],
  );
  const { rides, linkedRides, observedRides } = counts!;
  return { rides: Number(rides), linkedRides: Number(linkedRides), observedRides: Number(observedRides) };
}

async function selectParkRecords(manager: EntityManager, rest: string, values: unknown[]): Promise<ParkRecord[]> {
  type Row = RawRow<Park, (typeof PARK_PROPERTIES)[number]> &
    Pick<ParkRecord, 'slug' | 'destinationName' | 'downReportedFrom'>;
  const rows = await manager.query<Row[]>(
    `SELECT ${selectList(Park, PARK_PROPERTIES, 'p')}, ${destination.name} AS destinationName,
            ${presentSlugSql('PARK', park.parkId)} AS slug,
            (SELECT MAX(w.from_date) FROM park_down_reports w
              WHERE w.park_id = ${park.parkId} AND w.until_date IS NULL) AS downReportedFrom
       FROM ${tableOf(Park)} p
       JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${park.destinationId} ${rest}`,
    values,
  );
  return rows.map((row) => ({
    ...row,
    reportsDown: row.reportsDown === null ? null : Number(row.reportsDown) === 1,
  }));
}

async function count(manager: EntityManager, from: string, values: unknown[]): Promise<number> {
  const [row] = await manager.query<{ total: number }[]>(`SELECT COUNT(*) AS total FROM ${from}`, values);
  return row!.total;
}
