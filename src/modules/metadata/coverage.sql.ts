import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { Destination, Park } from '../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../catalog/entities/ride.entity.js';
import { isCountedRideSql } from '../catalog/counted-entities.js';
import { EntityMetadata, EntityMetadataOverride } from './entity-metadata.entity.js';

/** Number of rides of a park, and for how many of them each field is known. */
export interface ParkCounts {
  parkId: number;
  parkName: string;
  destinationName: string;
  rides: number;
  withCoordinates: number;
  withType: number;
  attractions: number;
  classified: number;
  withKnownHeights: number;
}

const COUNTS = ['rides', 'withCoordinates', 'withType', 'attractions', 'classified', 'withKnownHeights'] as const;
const [destination, park] = [columnsOf(Destination, 'd'), columnsOf(Park, 'p')];
const [ride, alias] = [columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a')];
const [metadata, override] = [columnsOf(EntityMetadata, 'm'), columnsOf(EntityMetadataOverride, 'o')];

/** SQL on the tables of {@link COUNTED_RIDES}. */
export const ENTITY_TYPE = `COALESCE(${ride.entityType}, ${metadata.entityType})`;
/** A ride without a type may be an attraction. */
export const IS_ATTRACTION = `COALESCE(${ENTITY_TYPE}, 'ATTRACTION') = 'ATTRACTION'`;
export const HEIGHT_KNOWN = `(${metadata.tags} IS NOT NULL OR ${metadata.attributes} IS NOT NULL OR EXISTS (SELECT 1 FROM ${tableOf(EntityMetadataOverride)} o
  WHERE ${override.rideId} = ${ride.rideId} AND ${override.field} LIKE 'height%'))`;

/** Rides with their parks, destinations, metadata and links to other rides. */
export const COUNTED_RIDES = `${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
  JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${park.destinationId}
  LEFT JOIN ${tableOf(EntityMetadata)} m ON ${metadata.rideId} = ${ride.rideId}
  LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${ride.rideId}`;
/** Active rides that are not linked to another ride. */
export const IS_COUNTED = `${ride.isActive} = 1 AND ${alias.aliasRideId} IS NULL AND ${isCountedRideSql('r')}`;

/** Counts known fields: conditional sums over five tables, one row for each park. */
@Injectable()
export class CoverageRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Counts active rides that are not linked to another ride, by park; for one park or all parks. */
  async countByPark(parkId: number | null): Promise<ParkCounts[]> {
    const ofPark = parkId === null ? '' : `AND ${ride.parkId} = ?`;
    const rows = await this.dataSource.query<Record<keyof ParkCounts, string>[]>(
      `SELECT ${park.parkId} AS parkId, ${park.name} AS parkName, ${destination.name} AS destinationName,
              COUNT(*) AS rides,
              SUM(${metadata.latitude} IS NOT NULL AND ${metadata.longitude} IS NOT NULL) AS withCoordinates,
              SUM(${ENTITY_TYPE} IS NOT NULL) AS withType, SUM(${IS_ATTRACTION}) AS attractions,
              SUM(${IS_ATTRACTION} AND ${metadata.indoorOutdoor} IS NOT NULL) AS classified,
              SUM(${IS_ATTRACTION} AND ${HEIGHT_KNOWN}) AS withKnownHeights
         FROM ${COUNTED_RIDES}
        WHERE ${IS_COUNTED} ${ofPark}
        GROUP BY ${park.parkId}, ${park.name}, ${destination.name}
        ORDER BY ${destination.name}, ${park.name}, ${park.parkId}`,
      parkId === null ? [] : [parkId],
    );
    return rows.map((row) => ({
      ...row,
      parkId: Number(row.parkId),
      ...(Object.fromEntries(COUNTS.map((name) => [name, Number(row[name])])) as Record<
        (typeof COUNTS)[number],
        number
      >),
    }));
  }
}
