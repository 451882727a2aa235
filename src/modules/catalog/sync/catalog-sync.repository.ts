import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import type { EntityType } from '../entity-types.js';
import type { KnownPark, KnownRide } from './catalog-comparison.js';
import type { ListedPark } from './listed-park.js';

const COUNTS_AS_PARK = `(SELECT MAX(x.target_park_id) FROM catalog_decisions x
  WHERE x.park_id = p.park_id AND x.kind = 'SAME_AS' AND x.undone_at IS NULL)`;

type Flags<T, Names extends keyof T> = Omit<T, Names> & Record<Names, number | string | null>;

/** SQL of the synchronisation with the catalogue. Always in the caller's transaction. */
@Injectable()
export class SyncRepository {
  async updateDestination(
    manager: EntityManager,
    destinationId: number,
    { name, slug }: { name: string | null; slug: string | null },
  ): Promise<void> {
    await manager.query(
      `UPDATE destinations SET name = COALESCE(?, name), slug = COALESCE(?, slug), is_active = 1
        WHERE destination_id = ?`,
      [name, slug, destinationId],
    );
  }

  async findActiveDestinations(
    manager: EntityManager,
  ): Promise<{ destinationId: number; themeparksWikiId: string; name: string }[]> {
    return manager.query(
      `SELECT destination_id AS destinationId, themeparks_wiki_id AS themeparksWikiId, name
         FROM destinations WHERE is_active = 1`,
    );
  }

  /** Parks of the destination, and parks with these UUIDs in any destination. */
  async findParks(
    manager: EntityManager,
    destinationId: number,
    themeparksWikiIds: readonly string[],
  ): Promise<KnownPark[]> {
    const rows = await manager.query<Flags<KnownPark, 'isActive'>[]>(
      `SELECT p.park_id AS parkId, p.destination_id AS destinationId, d.themeparks_wiki_id AS destinationUuid,
              p.themeparks_wiki_id AS themeparksWikiId, p.name, p.slug, p.timezone, p.latitude, p.longitude,
              p.is_active AS isActive, ${COUNTS_AS_PARK} AS countsAsParkId
         FROM parks p JOIN destinations d ON d.destination_id = p.destination_id
        WHERE p.destination_id = ? OR p.themeparks_wiki_id IN (?) ORDER BY p.park_id`,
      [destinationId, listOf(themeparksWikiIds)],
    );
    return rows.map((row) => ({ ...row, isActive: Number(row.isActive) === 1 }));
  }

  async insertPark(manager: EntityManager, destinationId: number, park: ListedPark & { name: string }): Promise<void> {
    await manager.query(
      `INSERT INTO parks (destination_id, themeparks_wiki_id, name, slug, timezone, latitude, longitude)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [destinationId, park.themeparksWikiId, park.name, park.slug, park.timezone, park.latitude, park.longitude],
    );
  }

  async updatePark(manager: EntityManager, park: KnownPark): Promise<void> {
    await manager.query(
      `UPDATE parks SET destination_id = ?, name = ?, slug = ?, timezone = ?, latitude = ?, longitude = ?
        WHERE park_id = ?`,
      [park.destinationId, park.name, park.slug, park.timezone, park.latitude, park.longitude, park.parkId],
    );
  }

  /** Rides of the destination, and rides with these UUIDs in any destination. */
  async findRides(
    manager: EntityManager,
    destinationId: number,
    themeparksWikiIds: readonly string[],
  ): Promise<KnownRide[]> {
    const rows = await manager.query<Flags<KnownRide, 'isActive' | 'isHeldApart' | 'wasListed'>[]>(
      `SELECT r.ride_id AS rideId, r.themeparks_wiki_id AS themeparksWikiId, r.park_id AS parkId, r.name,
              r.entity_type AS entityType, r.is_active AS isActive, a.ride_id AS linkedToRideId,
              r.first_seen_at AS firstSeenAt, r.last_seen_at AS lastSeenAt, d.themeparks_wiki_id AS destinationUuid,
              EXISTS (SELECT 1 FROM ride_listings l WHERE l.ride_id = r.ride_id AND l.list_order IS NOT NULL) AS wasListed,
              EXISTS (SELECT 1 FROM id_mappings m WHERE m.themeparks_wiki_id = r.themeparks_wiki_id
                         AND m.undone_at IS NULL AND m.method = 'CREATED' AND m.reason = 'HAS_OTHER_UUID') AS isHeldApart
         FROM rides r JOIN parks p ON p.park_id = r.park_id JOIN destinations d ON d.destination_id = p.destination_id
         LEFT JOIN ride_aliases a ON a.alias_ride_id = r.ride_id
        WHERE p.destination_id = ? OR r.themeparks_wiki_id IN (?) ORDER BY r.ride_id`,
      [destinationId, listOf(themeparksWikiIds)],
    );
    return rows.map((row) => ({
      ...row,
      isActive: Number(row.isActive) === 1,
      isHeldApart: Number(row.isHeldApart) === 1,
      wasListed: Number(row.wasListed) === 1,
    }));
  }

  async findRidesOfPark(manager: EntityManager, parkId: number): Promise<{ rideId: number }[]> {
    return manager.query('SELECT ride_id AS rideId FROM rides WHERE park_id = ?', [parkId]);
  }

  async findParksById(
    manager: EntityManager,
    parkIds: readonly number[],
  ): Promise<{ parkId: number; destinationId: number; timezone: string | null }[]> {
    return manager.query(
      'SELECT park_id AS parkId, destination_id AS destinationId, timezone FROM parks WHERE park_id IN (?)',
      [parkIds],
    );
  }

  /** Records the current name of a ride among its names if it is missing there. */
  async keepName(manager: EntityManager, rideId: number, now: Date): Promise<void> {
    await manager.query(
      `INSERT IGNORE INTO ride_names (ride_id, name, first_seen_at, last_seen_at)
       SELECT ride_id, name, COALESCE(first_seen_at, ?), COALESCE(last_seen_at, ?) FROM rides
        WHERE ride_id = ? AND name NOT LIKE 'Unnamed %'`,
      [now, now, rideId],
    );
  }

  async setEntityType(manager: EntityManager, rideIds: readonly number[], entityType: EntityType): Promise<void> {
    await manager.query('UPDATE rides SET entity_type = ? WHERE ride_id IN (?)', [entityType, rideIds]);
  }

  async setParksActive(manager: EntityManager, parkIds: readonly number[], isActive: boolean): Promise<void> {
    if (parkIds.length === 0) return;
    await manager.query('UPDATE parks SET is_active = ? WHERE park_id IN (?)', [isActive ? 1 : 0, parkIds]);
  }

  /** Also deactivates its parks. @returns the rides that are still active */
  async deactivateDestination(manager: EntityManager, destinationId: number): Promise<number[]> {
    const rides = await manager.query<{ rideId: number }[]>(
      `SELECT r.ride_id AS rideId FROM rides r JOIN parks p ON p.park_id = r.park_id
        WHERE p.destination_id = ? AND r.is_active = 1`,
      [destinationId],
    );
    await manager.query('UPDATE parks SET is_active = 0 WHERE destination_id = ?', [destinationId]);
    await manager.query('UPDATE destinations SET is_active = 0 WHERE destination_id = ?', [destinationId]);
    return rides.map(({ rideId }) => rideId);
  }
}

/** `IN ()` with an empty list is invalid SQL. */
const listOf = (values: readonly string[]): readonly string[] => (values.length === 0 ? [''] : values);

/** Facts about a ride that the catalogue lists in addition to its name and type. */
export interface RideListingRow {
  rideId: number;
  latitude: number | null;
  longitude: number | null;
  externalId: string | null;
  listOrder: number | null;
}

const ROWS_PER_STATEMENT = 500;

/** SQL on ride_listings. Always in the caller's transaction. */
@Injectable()
export class ListingRepository {
  /** A null keeps the stored value. Only rows that change are written. */
  async save(manager: EntityManager, rows: readonly RideListingRow[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) {
      const stored = await manager.query<RideListingRow[]>(
        `SELECT ride_id AS rideId, latitude, longitude, external_id AS externalId, list_order AS listOrder
           FROM ride_listings WHERE ride_id IN (?)`,
        [chunk.map(({ rideId }) => rideId)],
      );
      const known = new Map(stored.map((row) => [row.rideId, row]));
      const changed = chunk.filter((row) => hasChanges(row, known.get(row.rideId)));
      if (changed.length > 0) await this.write(manager, changed);
    }
  }

  private async write(manager: EntityManager, rows: readonly RideListingRow[]): Promise<void> {
    await manager.query(
      `INSERT INTO ride_listings (ride_id, latitude, longitude, external_id, list_order)
       VALUES ${rows.map(() => '(?, ?, ?, ?, ?)').join(', ')}
       ON DUPLICATE KEY UPDATE latitude = COALESCE(VALUES(latitude), latitude),
         longitude = COALESCE(VALUES(longitude), longitude), external_id = COALESCE(VALUES(external_id), external_id),
         list_order = COALESCE(VALUES(list_order), list_order)`,
      rows.flatMap(({ rideId, latitude, longitude, externalId, listOrder }) => [
        rideId,
        latitude,
        longitude,
        externalId,
        listOrder,
      ]),
    );
  }
}

function hasChanges(row: RideListingRow, known: RideListingRow | undefined): boolean {
  if (known === undefined) return true;
  const fields = ['latitude', 'longitude', 'externalId', 'listOrder'] as const;
  return fields.some((field) => row[field] !== null && row[field] !== known[field]);
}
