import type { EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections.js';
import { columnsOf, type RawRow, selectList, tableOf } from '../../../common/database/columns.js';
import { CatalogDecision } from '../entities/catalog-decision.entity.js';
import { Destination, Park } from '../entities/park.entity.js';
import { Ride, RideAlias, RideName } from '../entities/ride.entity.js';
import { ARCHIVE_ID_SOURCE } from '../entities/ride-external-id.entity.js';
import { selectExternalIds } from '../external-ids.sql.js';
import type { CandidateRide } from '../id-matching/match-types.js';

/** A park as registrations need it. */
export type KnownPark = Pick<Park, 'parkId' | 'destinationId' | 'themeparksWikiId' | 'timezone'>;

export interface KnownRide extends Pick<Ride, 'rideId' | 'name' | 'parkId' | 'entityType'> {
  themeparksWikiId: string;
  destinationId: number;
  timezone: string | null;
  parkUnknown: boolean;
  parkWikiId: string | null;
}

const destination = columnsOf(Destination);
const park = columnsOf(Park, 'p');
const ride = columnsOf(Ride, 'r');
const decision = columnsOf(CatalogDecision, 'd');

/** Does nothing if the destination exists. Not `INSERT IGNORE`, which would also hide a value that does not fit. */
export async function insertDestinationIfNew(
  manager: EntityManager,
  { themeparksWikiId, name }: Pick<Destination, 'themeparksWikiId' | 'name'>,
): Promise<void> {
  await manager.query(
    `INSERT INTO ${tableOf(Destination)} (${destination.themeparksWikiId}, ${destination.name}) VALUES (?, ?)
     ON DUPLICATE KEY UPDATE ${destination.name} = ${destination.name}`,
    [themeparksWikiId, name],
  );
}

/** Read in every poll: one statement for rides and their parks. */
export async function selectKnownRides(
  manager: EntityManager,
  themeparksWikiIds: readonly string[],
): Promise<KnownRide[]> {
  type Row = RawRow<Ride, 'rideId' | 'name' | 'parkId' | 'entityType'> &
    RawRow<Park, 'destinationId' | 'timezone'> & { themeparksWikiId: string; parkWikiId: Park['themeparksWikiId'] };
  const rows = await manager.query<Row[]>(
    `SELECT ${selectList(Ride, ['themeparksWikiId', 'rideId', 'name', 'parkId', 'entityType'], 'r')},
            ${selectList(Park, ['destinationId', 'timezone'], 'p')}, ${park.themeparksWikiId} AS parkWikiId
       FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
      WHERE ${ride.themeparksWikiId} IN (?)`,
    [themeparksWikiIds],
  );
  return rows.map((row) => ({ ...row, parkUnknown: row.parkWikiId === null }));
}

/** Parks by UUID. For a merged park, its target is returned under the requested UUID. */
export async function selectParksByUuid(
  manager: EntityManager,
  themeparksWikiIds: readonly string[],
): Promise<KnownPark[]> {
  return manager.query<RawRow<Park, keyof KnownPark>[]>(
    `SELECT ${selectList(Park, ['parkId', 'destinationId', 'timezone'], 't')},
            ${selectList(Park, ['themeparksWikiId'], 'p')}
       FROM ${tableOf(Park)} p
       LEFT JOIN ${tableOf(CatalogDecision)} d
         ON ${decision.parkId} = ${park.parkId} AND ${decision.kind} = 'SAME_AS' AND ${decision.undoneAt} IS NULL
       JOIN ${tableOf(Park)} t ON ${columnsOf(Park, 't').parkId} = COALESCE(${decision.targetParkId}, ${park.parkId})
      WHERE ${park.themeparksWikiId} IN (?)`,
    [themeparksWikiIds],
  );
}

/** Rides of a park that a new entity may match, once for each of their current and former names. */
export async function selectCandidates(manager: EntityManager, parkId: number): Promise<CandidateRide[]> {
  const former = columnsOf(RideName, 'n');
  const owner = columnsOf(Ride, 'o');
  type Row = RawRow<Ride, 'rideId' | 'name' | 'entityType'> & { hasUuid: number };
  const rows = await manager.query<Row[]>(
    `SELECT named.ride_id AS rideId, named.name, ${selectList(Ride, ['entityType'], 'r')},
            (${ride.themeparksWikiId} IS NOT NULL OR EXISTS (
              SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${columnsOf(RideAlias, 'a').rideId} = ${ride.rideId})) AS hasUuid
       FROM (SELECT ${owner.rideId} AS ride_id, ${owner.name} AS name FROM ${tableOf(Ride)} o WHERE ${owner.parkId} = ?
             UNION SELECT ${former.rideId}, ${former.name} FROM ${tableOf(RideName)} n
                     JOIN ${tableOf(Ride)} o ON ${owner.rideId} = ${former.rideId} WHERE ${owner.parkId} = ?) named
       JOIN ${tableOf(Ride)} r ON ${ride.rideId} = named.ride_id`,
    [parkId, parkId],
  );
  const candidates = rows.map((row) => ({ ...row, hasUuid: Number(row.hasUuid) === 1 }));
  // only rides without a UUID are matched by an id
  const withoutUuid = candidates.filter(({ hasUuid }) => !hasUuid).map(({ rideId }) => rideId);
  const ids = (await selectExternalIds(manager, withoutUuid)).filter(({ source }) => source === ARCHIVE_ID_SOURCE);
  const byRide = groupBy(ids, ({ rideId }) => rideId);
  return candidates.map((candidate) => ({
    ...candidate,
    operatorIds: (byRide.get(candidate.rideId) ?? []).map(({ externalId }) => externalId),
  }));
}
