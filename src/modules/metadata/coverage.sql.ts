import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isCountedRideSql } from '../catalog/entity-types.js';

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
const TYPE = 'COALESCE(r.entity_type, m.entity_type)';
/** A ride without a type may be an attraction. */
const IS_ATTRACTION = `COALESCE(${TYPE}, 'ATTRACTION') = 'ATTRACTION'`;
const HEIGHT_KNOWN = `(m.tags IS NOT NULL OR EXISTS (SELECT 1 FROM entity_metadata_overrides o
  WHERE o.ride_id = r.ride_id AND o.field LIKE 'height%'))`;

/** Counts known fields: conditional sums over five tables, one row for each park. */
@Injectable()
export class CoverageRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Counts active rides that are not linked to another ride, by park; for one park or all parks. */
  async countByPark(parkId: number | null): Promise<ParkCounts[]> {
    const rows = await this.dataSource.query<Record<keyof ParkCounts, string>[]>(
      `SELECT p.park_id AS parkId, p.name AS parkName, d.name AS destinationName, COUNT(*) AS rides,
              SUM(m.latitude IS NOT NULL AND m.longitude IS NOT NULL) AS withCoordinates,
              SUM(${TYPE} IS NOT NULL) AS withType, SUM(${IS_ATTRACTION}) AS attractions,
              SUM(${IS_ATTRACTION} AND m.indoor_outdoor IS NOT NULL) AS classified,
              SUM(${IS_ATTRACTION} AND ${HEIGHT_KNOWN}) AS withKnownHeights
         FROM rides r JOIN parks p ON p.park_id = r.park_id JOIN destinations d ON d.destination_id = p.destination_id
         LEFT JOIN entity_metadata m ON m.ride_id = r.ride_id
         LEFT JOIN ride_aliases a ON a.alias_ride_id = r.ride_id
        WHERE r.is_active = 1 AND a.alias_ride_id IS NULL AND ${isCountedRideSql('r')} ${parkId === null ? '' : 'AND r.park_id = ?'}
        GROUP BY p.park_id, p.name, d.name ORDER BY d.name, p.name, p.park_id`,
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
