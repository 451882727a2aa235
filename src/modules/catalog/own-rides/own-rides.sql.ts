import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections.js';
import { columnsOf, type RawRow, selectList, tableOf } from '../../../common/database/columns.js';
import { CatalogDecision } from '../entities/catalog-decision.entity.js';
import { EntitySlug } from '../entities/entity-slug.entity.js';
import { Destination, Park } from '../entities/park.entity.js';
import type { RideExternalId } from '../entities/ride-external-id.entity.js';
import { Ride, RideAlias } from '../entities/ride.entity.js';
import { isCountedRideSql } from '../counted-entities.js';
import { insertExternalIds, selectExternalIds, selectExternalIdsOf } from '../external-ids.sql.js';
import type { OwnPark, OwnRide } from './own-ride.js';

const PARK = ['parkId', 'destinationId', 'themeparksWikiId', 'name', 'timezone', 'latitude', 'longitude'] as const;
const RIDE = ['rideId', 'parkId', 'themeparksWikiId', 'name', 'entityType'] as const;

const [park, ride, alias] = [columnsOf(Park, 'p'), columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a')];
const [decision, slug] = [columnsOf(CatalogDecision, 'd'), columnsOf(EntitySlug, 's')];
const destination = columnsOf(Destination, 't');
const [otherPark, otherRide] = [columnsOf(Park, 'o'), columnsOf(Ride, 'k')];

interface Member extends RawRow<Ride, (typeof RIDE)[number]> {
  destinationId: number;
  canonicalRideId: number;
  isCounted: number;
}

/** SQL of the import of a catalogue. Always in the caller's transaction. */
@Injectable()
export class OwnRideRepository {
  /** All parks, without the placeholders for rides that are not assigned to one. */
  async findParks(manager: EntityManager): Promise<OwnPark[]> {
    type Row = RawRow<Park, (typeof PARK)[number]> & Pick<OwnPark, 'destinationName' | 'mergedIntoParkId'>;
    const rows = await manager.query<Row[]>(
      `SELECT ${selectList(Park, PARK, 'p')}, ${destination.name} AS destinationName,
              ${decision.targetParkId} AS mergedIntoParkId
         FROM ${tableOf(Park)} p JOIN ${tableOf(Destination)} t ON ${destination.destinationId} = ${park.destinationId}
         LEFT JOIN ${tableOf(CatalogDecision)} d
           ON ${decision.parkId} = ${park.parkId} AND ${decision.kind} = 'SAME_AS' AND ${decision.undoneAt} IS NULL
        WHERE ${park.themeparksWikiId} IS NOT NULL ORDER BY ${park.parkId}`,
    );
    const slugs = groupBy(
      await manager.query<{ parkId: number; slug: string }[]>(
        `SELECT ${slug.entityId} AS parkId, ${slug.slug} AS slug FROM ${tableOf(EntitySlug)} s WHERE ${slug.entityKind} = 'PARK'`,
      ),
      ({ parkId }) => parkId,
    );
    return rows.map(({ latitude, longitude, ...row }) => ({
      ...row,
      slugs: (slugs.get(row.parkId) ?? []).map((one) => one.slug),
      position: latitude === null || longitude === null ? null : { latitude, longitude },
    }));
  }

  /** Rides of these destinations, rides with one of these UUIDs, and rides with an id of the source. */
  async findRides(
    manager: EntityManager,
    { destinationIds, uuids, source }: { destinationIds: readonly number[]; uuids: readonly string[]; source: string },
  ): Promise<OwnRide[]> {
    const withId = (await selectExternalIdsOf(manager, source)).map(({ rideId }) => rideId);
    const members = await manager.query<Member[]>(
      `SELECT ${selectList(Ride, RIDE, 'r')}, ${park.destinationId} AS destinationId,
              COALESCE(${alias.rideId}, ${ride.rideId}) AS canonicalRideId, ${isCountedRideSql('r')} AS isCounted
         FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
         LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${ride.rideId}
        WHERE ${park.destinationId} IN (?) OR ${park.destinationId} IN (
                SELECT ${otherPark.destinationId} FROM ${tableOf(Park)} o
                  JOIN ${tableOf(Ride)} k ON ${otherRide.parkId} = ${otherPark.parkId}
                 WHERE ${otherRide.themeparksWikiId} IN (?) OR ${otherRide.rideId} IN (?))
        ORDER BY ${ride.rideId}`,
      [orNone(destinationIds, 0), orNone(uuids, ''), orNone(withId, 0)],
    );
    const ids = groupBy(
      await selectExternalIds(
        manager,
        members.map(({ rideId }) => rideId),
      ),
      ({ rideId }) => rideId,
    );
    const groups = groupBy(members, ({ canonicalRideId }) => canonicalRideId);
    return [...groups].flatMap(([canonicalRideId, group]) => {
      const canonical = group.find(({ rideId }) => rideId === canonicalRideId);
      return canonical === undefined ? [] : [ownRideOf(canonical, group, ids)];
    });
  }

  async insertIds(manager: EntityManager, ids: readonly RideExternalId[]): Promise<void> {
    await insertExternalIds(manager, ids);
  }

  async setUuid(manager: EntityManager, rideId: number, themeparksWikiId: string): Promise<void> {
    const { rideId: id, themeparksWikiId: uuid } = columnsOf(Ride);
    await manager.query(`UPDATE ${tableOf(Ride)} SET ${uuid} = ? WHERE ${id} = ?`, [themeparksWikiId, rideId]);
  }
}

/** `IN ()` is no SQL. */
const orNone = <Value>(values: readonly Value[], none: Value): readonly Value[] =>
  values.length === 0 ? [none] : values;

function ownRideOf(
  { rideId, parkId, themeparksWikiId, name, entityType, destinationId, isCounted }: Member,
  group: readonly Member[],
  ids: ReadonlyMap<number, readonly { source: string; externalId: string }[]>,
): OwnRide {
  return {
    rideId,
    parkId,
    themeparksWikiId,
    name,
    entityType,
    destinationId,
    isCounted: Number(isCounted) === 1,
    uuids: group.flatMap((member) => member.themeparksWikiId ?? []),
    ids: group.flatMap((member) => ids.get(member.rideId) ?? []),
  };
}
