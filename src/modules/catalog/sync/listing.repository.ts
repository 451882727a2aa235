import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../../common/collections/chunks-of.js';

/** What the catalogue's list reports of a ride beside its name and type. */
export interface RideListingRow {
  rideId: number;
  latitude: number | null;
  longitude: number | null;
  externalId: string | null;
  listOrder: number | null;
}

const ROWS_AT_ONCE = 500;

/** SQL on ride_listings; always in the caller's transaction. */
@Injectable()
export class ListingRepository {
  /** What is not reported any more stays known: a null changes nothing. Only rows that change are written. */
  async save(manager: EntityManager, rows: readonly RideListingRow[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_AT_ONCE)) {
      const stored = await manager.query<RideListingRow[]>(
        `SELECT ride_id AS rideId, latitude, longitude, external_id AS externalId, list_order AS listOrder
           FROM ride_listings WHERE ride_id IN (?)`,
        [chunk.map(({ rideId }) => rideId)],
      );
      const known = new Map(stored.map((row) => [row.rideId, row]));
      const changed = chunk.filter((row) => isNews(row, known.get(row.rideId)));
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

function isNews(row: RideListingRow, known: RideListingRow | undefined): boolean {
  if (known === undefined) return true;
  const fields = ['latitude', 'longitude', 'externalId', 'listOrder'] as const;
  return fields.some((field) => row[field] !== null && row[field] !== known[field]);
}
