import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections/group-by.js';
import type { EntityType } from '../entity-types.js';
import type { PairableRide } from './ride-pair.js';

interface Row {
  rideId: number;
  name: string;
  formerName: string | null;
  entityType: EntityType | null;
  latitude: number | null;
  longitude: number | null;
  externalId: string | null;
  listOrder: number | null;
}

/** SQL that reads what rides are told apart by. */
@Injectable()
export class PairableRideRepository {
  /**
   * Rides that count as themselves, in the order of their ids; the entries of parks and destinations are none. What is
   * known under linked UUIDs is known of the ride: what was reported last comes first.
   */
  async findOfPark(manager: EntityManager, parkId: number): Promise<PairableRide[]> {
    const rows = await manager.query<Row[]>(
      `SELECT r.ride_id AS rideId, r.name, n.name AS formerName, r.entity_type AS entityType, l.latitude, l.longitude,
              l.external_id AS externalId, l.list_order AS listOrder
         FROM rides r JOIN rides m ON m.ride_id = r.ride_id
              OR m.ride_id IN (SELECT a.alias_ride_id FROM ride_aliases a WHERE a.ride_id = r.ride_id)
         LEFT JOIN ride_listings l ON l.ride_id = m.ride_id LEFT JOIN ride_names n ON n.ride_id = m.ride_id
        WHERE r.park_id = ? AND (r.entity_type IS NULL OR r.entity_type NOT IN ('PARK', 'DESTINATION'))
          AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id)
        ORDER BY r.ride_id, m.last_seen_at DESC, m.ride_id DESC, n.last_seen_at DESC, n.name`,
      [parkId],
    );
    return [...groupBy(rows, ({ rideId }) => rideId).values()].map(toPairable);
  }
}

function toPairable(rows: readonly Row[]): PairableRide {
  const { rideId, name, entityType } = rows[0]!;
  const place = rows.find(({ latitude, longitude }) => latitude !== null && longitude !== null);
  return {
    rideId,
    names: [...new Set([name, ...rows.flatMap(({ formerName }) => formerName ?? [])])],
    entityType,
    position: place === undefined ? null : { latitude: place.latitude!, longitude: place.longitude! },
    externalId: rows.find(({ externalId }) => externalId !== null)?.externalId ?? null,
    listOrder: rows.find(({ listOrder }) => listOrder !== null)?.listOrder ?? null,
  };
}
