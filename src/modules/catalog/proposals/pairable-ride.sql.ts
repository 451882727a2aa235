import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupBy } from '../../../common/collections.js';
import { columnsOf, type RawRow, selectList, tableOf } from '../../../common/database/columns.js';
import { Ride, RideAlias, RideListing, RideName } from '../entities/ride.entity.js';
import type { PairableRide } from '../id-matching/ride-pair.js';

const FACTS = ['latitude', 'longitude', 'externalId', 'listOrder'] as const;

type PairableRow = RawRow<Ride, 'rideId' | 'name' | 'entityType'> &
  RawRow<RideListing, (typeof FACTS)[number]> & { formerName: RideName['name'] | null };

/** SQL that reads the facts by which rides are matched. */
@Injectable()
export class PairableRideRepository {
  /**
   * Rides of a park that are not linked to another ride, by id, without entries of parks and destinations. Facts of linked
   * UUIDs count for the ride, the most recently reported first.
   */
  async findOfPark(manager: EntityManager, parkId: number): Promise<PairableRide[]> {
    const ride = columnsOf(Ride, 'r');
    const member = columnsOf(Ride, 'm');
    const alias = columnsOf(RideAlias, 'a');
    const name = columnsOf(RideName, 'n');
    const rows = await manager.query<PairableRow[]>(
      `SELECT ${selectList(Ride, ['rideId', 'name', 'entityType'], 'r')}, ${name.name} AS formerName,
              ${selectList(RideListing, FACTS, 'l')}
         FROM ${tableOf(Ride)} r JOIN ${tableOf(Ride)} m ON ${member.rideId} = ${ride.rideId}
              OR ${member.rideId} IN (
                SELECT ${alias.aliasRideId} FROM ${tableOf(RideAlias)} a WHERE ${alias.rideId} = ${ride.rideId})
         LEFT JOIN ${tableOf(RideListing)} l ON ${columnsOf(RideListing, 'l').rideId} = ${member.rideId}
         LEFT JOIN ${tableOf(RideName)} n ON ${name.rideId} = ${member.rideId}
        WHERE ${ride.parkId} = ?
          AND (${ride.entityType} IS NULL OR ${ride.entityType} NOT IN ('PARK', 'DESTINATION'))
          AND NOT EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${ride.rideId})
        ORDER BY ${ride.rideId}, ${member.lastSeenAt} DESC, ${member.rideId} DESC, ${name.lastSeenAt} DESC, ${name.name}`,
      [parkId],
    );
    return [...groupBy(rows, ({ rideId }) => rideId).values()].map(toPairable);
  }
}

function toPairable(rows: readonly PairableRow[]): PairableRide {
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
