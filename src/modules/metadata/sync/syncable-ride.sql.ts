import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { Destination, Park } from '../../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../../catalog/entities/ride.entity.js';
import { EntityMetadata } from '../entity-metadata.entity.js';
import type { SyncableRide, SyncScope } from './syncable-ride.js';

type RideRow = Omit<SyncableRide, 'parkPosition' | 'themeparksWikiIds'> & {
  parkLatitude: number | null;
  parkLongitude: number | null;
  themeparksWikiId: string | null;
};

const [destination, park] = [columnsOf(Destination, 'd'), columnsOf(Park, 'p')];
const [ride, alias, metadata] = [columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a'), columnsOf(EntityMetadata, 'm')];

/** Finds rides to synchronise: a join of five tables, most of them of the catalogue. */
@Injectable()
export class SyncableRideRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Rides that were never read come first, then the least recently read. A ride requested by id may be inactive. */
  async find({ parkId, rideId }: SyncScope): Promise<SyncableRide[]> {
    const conditions = [`${alias.aliasRideId} IS NULL`];
    if (parkId !== null) conditions.push(`${ride.parkId} = ?`);
    conditions.push(rideId === null ? `${ride.isActive} = 1` : `${ride.rideId} = ?`);
    const rows = await this.dataSource.query<RideRow[]>(
      `SELECT ${ride.rideId} AS rideId, ${ride.name} AS name, ${ride.themeparksWikiId} AS themeparksWikiId,
              ${park.parkId} AS parkId, ${park.name} AS parkName, ${park.latitude} AS parkLatitude,
              ${park.longitude} AS parkLongitude,
              ${destination.destinationId} AS destinationId, ${destination.name} AS destinationName,
              ${destination.themeparksWikiId} AS destinationUuid,
              ${metadata.lastSyncedAt} AS lastSyncedAt
         FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
         JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${park.destinationId}
         LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${ride.rideId}
         LEFT JOIN ${tableOf(EntityMetadata)} m ON ${metadata.rideId} = ${ride.rideId}
        WHERE ${conditions.join(' AND ')}
        ORDER BY ${metadata.lastSyncedAt} IS NOT NULL, ${metadata.lastSyncedAt}, ${ride.rideId}`,
      [parkId, rideId].filter((value) => value !== null),
    );
    const linked = await this.findLinkedIds(rows.map((row) => row.rideId));
    return rows.map((row) => rideOf(row, linked.get(row.rideId) ?? []));
  }

  async hasAny(): Promise<boolean> {
    return (await this.dataSource.query<unknown[]>(`SELECT 1 FROM ${tableOf(Ride)} LIMIT 1`)).length > 0;
  }

  private async findLinkedIds(rideIds: readonly number[]): Promise<Map<number, string[]>> {
    if (rideIds.length === 0) return new Map();
    const rows = await this.dataSource.query<{ rideId: number; themeparksWikiId: string }[]>(
      `SELECT ${alias.rideId} AS rideId, ${alias.themeparksWikiId} AS themeparksWikiId FROM ${tableOf(RideAlias)} a
        WHERE ${alias.rideId} IN (?) ORDER BY ${alias.linkedAt} DESC, ${alias.aliasRideId} DESC`,
      [rideIds],
    );
    const ids = new Map<number, string[]>();
    for (const { rideId, themeparksWikiId } of rows) ids.set(rideId, [...(ids.get(rideId) ?? []), themeparksWikiId]);
    return ids;
  }
}

function rideOf(
  { parkLatitude, parkLongitude, themeparksWikiId, ...row }: RideRow,
  linked: readonly string[],
): SyncableRide {
  const isPlaced = parkLatitude !== null && parkLongitude !== null;
  return {
    ...row,
    parkPosition: isPlaced ? { latitude: parkLatitude, longitude: parkLongitude } : null,
    themeparksWikiIds: themeparksWikiId === null ? linked : [themeparksWikiId, ...linked],
  };
}
