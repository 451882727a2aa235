import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
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
  /** Rides that count as themselves, in the order of their ids; the entries of parks and destinations are none. */
  async findOfPark(manager: EntityManager, parkId: number): Promise<PairableRide[]> {
    const rows = await manager.query<Row[]>(
      `SELECT r.ride_id AS rideId, r.name, n.name AS formerName, r.entity_type AS entityType, l.latitude, l.longitude,
              l.external_id AS externalId, l.list_order AS listOrder
         FROM rides r LEFT JOIN ride_listings l ON l.ride_id = r.ride_id LEFT JOIN ride_names n ON n.ride_id = r.ride_id
        WHERE r.park_id = ? AND (r.entity_type IS NULL OR r.entity_type NOT IN ('PARK', 'DESTINATION'))
          AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id)
        ORDER BY r.ride_id, n.last_seen_at DESC, n.name`,
      [parkId],
    );
    const rides = new Map<number, PairableRide & { names: string[] }>();
    for (const { rideId, name, formerName, latitude, longitude, ...row } of rows) {
      const position = latitude === null || longitude === null ? null : { latitude, longitude };
      const ride = rides.get(rideId) ?? { ...row, rideId, names: [name], position };
      if (formerName !== null && !ride.names.includes(formerName)) ride.names.push(formerName);
      rides.set(rideId, ride);
    }
    return [...rides.values()];
  }
}
