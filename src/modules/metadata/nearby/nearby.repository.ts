import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityType } from '../../catalog/entity-types.js';
import type { Classification, Heights, IndoorOutdoor, Position } from '../metadata.js';
import { boundingBox } from '../position/bounding-box.js';
import { distanceParameters, distanceSql } from '../position/great-circle.js';

export interface NearbyFilter {
  indoorOutdoor?: IndoorOutdoor;
  entityType?: EntityType;
  /** Somebody of this height may ride. */
  riderHeightCm?: number;
}

export interface NearbyRide extends Position, Heights, Classification {
  rideId: number;
  name: string;
  parkId: number;
  parkName: string;
  entityType: EntityType | null;
  distanceMeters: number;
}

interface Condition {
  sql: string;
  values: unknown[];
}

const TYPE = 'COALESCE(r.entity_type, m.entity_type)';
const DISTANCE = distanceSql('m.latitude', 'm.longitude');
const TABLES = `entity_metadata m JOIN rides r ON r.ride_id = m.ride_id
  LEFT JOIN ride_aliases a ON a.alias_ride_id = m.ride_id`;

/** SQL that finds rides by where they are. */
@Injectable()
export class NearbyRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Nearest first; of those equally near, the lower id. */
  async find(
    centre: Position,
    radiusMeters: number,
    filter: NearbyFilter,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ data: NearbyRide[]; total: number }> {
    const where = nearbyCondition(centre, radiusMeters, filter);
    const nearest = await this.dataSource.query<{ rideId: number; distanceMeters: number }[]>(
      `SELECT m.ride_id AS rideId, ${DISTANCE} AS distanceMeters FROM ${TABLES} WHERE ${where.sql}
        ORDER BY distanceMeters, m.ride_id LIMIT ? OFFSET ?`,
      [...distanceParameters(centre), ...where.values, limit, offset],
    );
    const isAll = offset === 0 && nearest.length < limit;
    const total = isAll ? nearest.length : await this.count(where);
    return { data: await this.describe(nearest), total };
  }

  private async count({ sql, values }: Condition): Promise<number> {
    const [row] = await this.dataSource.query<{ total: number }[]>(
      `SELECT COUNT(*) AS total FROM ${TABLES} WHERE ${sql}`,
      values,
    );
    return Number(row!.total);
  }

  private async describe(nearest: readonly { rideId: number; distanceMeters: number }[]): Promise<NearbyRide[]> {
    if (nearest.length === 0) return [];
    const rides = await this.dataSource.query<Omit<NearbyRide, 'distanceMeters'>[]>(
      `SELECT r.ride_id AS rideId, r.name, r.park_id AS parkId, p.name AS parkName, ${TYPE} AS entityType,
              m.latitude, m.longitude, m.indoor_outdoor AS indoorOutdoor,
              m.classification_source AS classificationSource,
              m.classification_confidence AS classificationConfidence, m.height_min_cm AS heightMinCm,
              m.height_min_unaccompanied_cm AS heightMinUnaccompaniedCm, m.height_max_cm AS heightMaxCm
         FROM entity_metadata m JOIN rides r ON r.ride_id = m.ride_id JOIN parks p ON p.park_id = r.park_id
        WHERE m.ride_id IN (?)`,
      [nearest.map(({ rideId }) => rideId)],
    );
    const byId = new Map(rides.map((ride) => [ride.rideId, ride]));
    return nearest.flatMap(({ rideId, distanceMeters }) => {
      const ride = byId.get(rideId);
      return ride === undefined ? [] : [{ ...ride, distanceMeters }];
    });
  }
}

/** The box first, which an index answers; then the distance, of what is left. */
function nearbyCondition(centre: Position, radiusMeters: number, filter: NearbyFilter): Condition {
  const { latitudes, longitudes } = boundingBox(centre, radiusMeters);
  const conditions: Condition[] = [
    { sql: 'm.latitude BETWEEN ? AND ?', values: [latitudes.from, latitudes.to] },
    {
      sql: `(${longitudes.map(() => 'm.longitude BETWEEN ? AND ?').join(' OR ')})`,
      values: longitudes.flatMap(({ from, to }) => [from, to]),
    },
    { sql: 'r.is_active = 1 AND a.alias_ride_id IS NULL', values: [] },
    ...filterConditions(filter),
    { sql: `${DISTANCE} <= ?`, values: [...distanceParameters(centre), radiusMeters] },
  ];
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}

function filterConditions({ indoorOutdoor, entityType, riderHeightCm }: NearbyFilter): Condition[] {
  const conditions: Condition[] = [];
  if (indoorOutdoor !== undefined) conditions.push({ sql: 'm.indoor_outdoor = ?', values: [indoorOutdoor] });
  if (entityType !== undefined) conditions.push({ sql: `${TYPE} = ?`, values: [entityType] });
  if (riderHeightCm !== undefined) {
    conditions.push({
      sql: '(m.height_min_cm IS NULL OR m.height_min_cm <= ?) AND (m.height_max_cm IS NULL OR m.height_max_cm >= ?)',
      values: [riderHeightCm, riderHeightCm],
    });
  }
  return conditions;
}
