import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { SyncableRide, SyncScope } from './syncable-ride.js';

type RideRow = Omit<SyncableRide, 'parkPosition' | 'themeparksWikiIds'> & {
  parkLatitude: number | null;
  parkLongitude: number | null;
  themeparksWikiId: string | null;
};

/** Finds rides to synchronise: a join of five tables, most of them of the catalogue. */
@Injectable()
export class SyncableRideRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Rides that were never read come first, then the least recently read. A ride requested by id may be inactive. */
  async find({ parkId, rideId }: SyncScope): Promise<SyncableRide[]> {
    const conditions = ['a.alias_ride_id IS NULL'];
    if (parkId !== null) conditions.push('r.park_id = ?');
    conditions.push(rideId === null ? 'r.is_active = 1' : 'r.ride_id = ?');
    const rows = await this.dataSource.query<RideRow[]>(
      `SELECT r.ride_id AS rideId, r.name, r.themeparks_wiki_id AS themeparksWikiId, p.park_id AS parkId,
              p.name AS parkName, p.latitude AS parkLatitude, p.longitude AS parkLongitude,
              d.destination_id AS destinationId, d.name AS destinationName, d.themeparks_wiki_id AS destinationUuid,
              m.last_synced_at AS lastSyncedAt
         FROM rides r JOIN parks p ON p.park_id = r.park_id JOIN destinations d ON d.destination_id = p.destination_id
         LEFT JOIN ride_aliases a ON a.alias_ride_id = r.ride_id
         LEFT JOIN entity_metadata m ON m.ride_id = r.ride_id
        WHERE ${conditions.join(' AND ')} ORDER BY m.last_synced_at IS NOT NULL, m.last_synced_at, r.ride_id`,
      [parkId, rideId].filter((value) => value !== null),
    );
    const linked = await this.findLinkedIds(rows.map((row) => row.rideId));
    return rows.map((row) => rideOf(row, linked.get(row.rideId) ?? []));
  }

  async hasAny(): Promise<boolean> {
    return (await this.dataSource.query<unknown[]>('SELECT 1 FROM rides LIMIT 1')).length > 0;
  }

  private async findLinkedIds(rideIds: readonly number[]): Promise<Map<number, string[]>> {
    if (rideIds.length === 0) return new Map();
    const rows = await this.dataSource.query<{ rideId: number; themeparksWikiId: string }[]>(
      `SELECT ride_id AS rideId, themeparks_wiki_id AS themeparksWikiId FROM ride_aliases WHERE ride_id IN (?)
        ORDER BY linked_at DESC, alias_ride_id DESC`,
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
