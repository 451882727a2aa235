import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { Ride, RideAlias } from '../../catalog/entities/ride.entity.js';
import { type EntityType, isListedTypeSql } from '../../catalog/entity-types.js';
import { isCountedRideSql } from '../../catalog/counted-entities.js';

export interface RideOfPark {
  rideId: number;
  name: string;
  entityType: EntityType | null;
}

const [ride, alias] = [columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a')];

/** Reads the rides of a park in pages, and the rides linked to them. */
@Injectable()
export class ParkDayRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Rides of the park that are not linked to another ride, by id, after `afterId`. */
  async findRides(parkId: number, afterId: number, limit: number): Promise<RideOfPark[]> {
    return this.dataSource.manager.query<RideOfPark[]>(
      `SELECT ${ride.rideId} AS rideId, ${ride.name} AS name, ${ride.entityType} AS entityType FROM ${tableOf(Ride)} r
        WHERE ${ride.parkId} = ? AND ${ride.rideId} > ? AND ${isListedTypeSql(ride.entityType)} AND ${isCountedRideSql('r')}
          AND NOT EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${ride.rideId})
        ORDER BY ${ride.rideId} LIMIT ?`,
      [parkId, afterId, limit],
    );
  }

  /** The ids of linked rides, by the ride that they count as. */
  async findLinked(rideIds: readonly number[]): Promise<{ rideId: number; linkedRideId: number }[]> {
    if (rideIds.length === 0) return [];
    return this.dataSource.manager.query<{ rideId: number; linkedRideId: number }[]>(
      `SELECT ${alias.rideId} AS rideId, ${alias.aliasRideId} AS linkedRideId FROM ${tableOf(RideAlias)} a
        WHERE ${alias.rideId} IN (?)`,
      [rideIds],
    );
  }
}
