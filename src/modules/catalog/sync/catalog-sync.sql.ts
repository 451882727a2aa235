import type { EntityManager } from 'typeorm';
import { columnsOf, type RawRow, selectList, tableOf } from '../../../common/database/columns.js';
import { CatalogDecision, IdMapping } from '../entities/catalog-decision.entity.js';
import { Destination, Park } from '../entities/park.entity.js';
import { Ride, RideAlias, RideListing, RideName } from '../entities/ride.entity.js';
import type { KnownPark, KnownRide } from './catalog-comparison.js';

const destination = columnsOf(Destination, 'd');
const park = columnsOf(Park, 'p');
const ride = columnsOf(Ride, 'r');
const alias = columnsOf(RideAlias, 'a');

const PARK_PROPERTIES = [
  'parkId',
  'destinationId',
  'themeparksWikiId',
  'name',
  'slug',
  'timezone',
  'latitude',
  'longitude',
  'isActive',
] as const;
const RIDE_PROPERTIES = [
  'rideId',
  'themeparksWikiId',
  'parkId',
  'name',
  'entityType',
  'isActive',
  'firstSeenAt',
  'lastSeenAt',
] as const;

/** `IN ()` with an empty list is invalid SQL. */
const listOf = (values: readonly string[]): readonly string[] => (values.length === 0 ? [''] : values);

/** Parks of the destination, and parks with these UUIDs in any destination. */
export async function selectKnownParks(
  manager: EntityManager,
  destinationId: number,
  themeparksWikiIds: readonly string[],
): Promise<KnownPark[]> {
  const merge = columnsOf(CatalogDecision, 'x');
  type Row = RawRow<Park, (typeof PARK_PROPERTIES)[number]> & Pick<KnownPark, 'destinationUuid' | 'countsAsParkId'>;
  const rows = await manager.query<Row[]>(
    `SELECT ${selectList(Park, PARK_PROPERTIES, 'p')}, ${destination.themeparksWikiId} AS destinationUuid,
            (SELECT MAX(${merge.targetParkId}) FROM ${tableOf(CatalogDecision)} x
              WHERE ${merge.parkId} = ${park.parkId} AND ${merge.kind} = 'SAME_AS' AND ${merge.undoneAt} IS NULL) AS countsAsParkId
       FROM ${tableOf(Park)} p JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${park.destinationId}
      WHERE ${park.destinationId} = ? OR ${park.themeparksWikiId} IN (?) ORDER BY ${park.parkId}`,
    [destinationId, listOf(themeparksWikiIds)],
  );
  return rows.map((row) => ({ ...row, isActive: Number(row.isActive) === 1 }));
}

/** Rides of the destination, and rides with these UUIDs in any destination. */
export async function selectKnownRides(
  manager: EntityManager,
  destinationId: number,
  themeparksWikiIds: readonly string[],
): Promise<KnownRide[]> {
  const listing = columnsOf(RideListing, 'l');
  const mapping = columnsOf(IdMapping, 'm');
  type Row = RawRow<Ride, (typeof RIDE_PROPERTIES)[number]> &
    Pick<KnownRide, 'linkedToRideId' | 'destinationUuid'> &
    Record<'isHeldApart' | 'wasListed', number | string>;
  const rows = await manager.query<Row[]>(
    `SELECT ${selectList(Ride, RIDE_PROPERTIES, 'r')}, ${alias.rideId} AS linkedToRideId,
            ${destination.themeparksWikiId} AS destinationUuid,
            EXISTS (SELECT 1 FROM ${tableOf(RideListing)} l
                     WHERE ${listing.rideId} = ${ride.rideId} AND ${listing.listOrder} IS NOT NULL) AS wasListed,
            EXISTS (SELECT 1 FROM ${tableOf(IdMapping)} m
                     WHERE ${mapping.themeparksWikiId} = ${ride.themeparksWikiId} AND ${mapping.undoneAt} IS NULL
                       AND ${mapping.method} = 'CREATED' AND ${mapping.reason} = 'HAS_OTHER_UUID') AS isHeldApart
       FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
       JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${park.destinationId}
       LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${ride.rideId}
      WHERE ${park.destinationId} = ? OR ${ride.themeparksWikiId} IN (?) ORDER BY ${ride.rideId}`,
    [destinationId, listOf(themeparksWikiIds)],
  );
  return rows.map((row) => ({
    ...row,
    isActive: Number(row.isActive) === 1,
    isHeldApart: Number(row.isHeldApart) === 1,
    wasListed: Number(row.wasListed) === 1,
  }));
}

/** Active rides of a destination. */
export async function selectActiveRides(manager: EntityManager, destinationId: number): Promise<number[]> {
  const rides = await manager.query<Pick<Ride, 'rideId'>[]>(
    `SELECT ${ride.rideId} AS rideId
       FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
      WHERE ${park.destinationId} = ? AND ${ride.isActive} = 1`,
    [destinationId],
  );
  return rides.map(({ rideId }) => rideId);
}

/** Records the current name of a ride among its names if it is missing there. */
export async function insertCurrentName(manager: EntityManager, rideId: number, now: Date): Promise<void> {
  const name = columnsOf(RideName);
  await manager.query(
    `INSERT IGNORE INTO ${tableOf(RideName)} (${name.rideId}, ${name.name}, ${name.firstSeenAt}, ${name.lastSeenAt})
     SELECT ${ride.rideId}, ${ride.name}, COALESCE(${ride.firstSeenAt}, ?), COALESCE(${ride.lastSeenAt}, ?)
       FROM ${tableOf(Ride)} r WHERE ${ride.rideId} = ? AND ${ride.name} NOT LIKE 'Unnamed %'`,
    [now, now, rideId],
  );
}

/** Inserts or updates many rows in one statement. A null keeps the stored value. */
export async function upsertListings(manager: EntityManager, rows: readonly RideListing[]): Promise<void> {
  const listing = columnsOf(RideListing);
  const facts = ['latitude', 'longitude', 'externalId', 'listOrder'] as const;
  const updates = facts.map((fact) => `${listing[fact]} = COALESCE(VALUES(${listing[fact]}), ${listing[fact]})`);
  await manager.query(
    `INSERT INTO ${tableOf(RideListing)} (${listing.rideId}, ${facts.map((fact) => listing[fact]).join(', ')})
     VALUES ${rows.map(() => '(?, ?, ?, ?, ?)').join(', ')}
     ON DUPLICATE KEY UPDATE ${updates.join(', ')}`,
    rows.flatMap((row) => [row.rideId, ...facts.map((fact) => row[fact])]),
  );
}
