import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type RawRow, selectList } from '../../common/database/columns.js';
import { distanceParameters, distanceSql, POLAR_RADIUS_METERS, radians } from '../../common/geo.js';
import { Ride } from '../catalog/entities/ride.entity.js';
import { type EntityType, isListedTypeSql } from '../catalog/entity-types.js';
import { isCountedRideSql } from '../catalog/counted-entities.js';
import { EntityMetadata } from './entity-metadata.entity.js';
import type { Classification, Heights, IndoorOutdoor, Position } from './metadata.js';

export interface Range {
  from: number;
  to: number;
}

export interface BoundingBox {
  latitudes: Range;
  /** Two ranges if the box crosses the antimeridian. */
  longitudes: Range[];
}

const ALL_LONGITUDES: Range = { from: -180, to: 180 };
/** Tolerance for rounding at the edge of the box, in degrees: a tenth of a millimetre. */
const SLACK_DEGREES = 1e-9;

const degrees = (angle: number): number => (angle * 180) / Math.PI;

/**
 * A box that contains every point within the distance. It uses the smallest radius of the earth, which gives the widest
 * angle. A circle that reaches a pole contains every longitude.
 */
export function boundingBox({ latitude, longitude }: Position, radiusMeters: number): BoundingBox {
  const angle = radiusMeters / POLAR_RADIUS_METERS;
  const reach = degrees(angle) + SLACK_DEGREES;
  const latitudes = { from: Math.max(-90, latitude - reach), to: Math.min(90, latitude + reach) };
  const reachesPole = Math.abs(latitude) + reach >= 90;
  if (reachesPole) return { latitudes, longitudes: [ALL_LONGITUDES] };
  const width = degrees(Math.asin(Math.sin(angle) / Math.cos(radians(latitude)))) + SLACK_DEGREES;
  return { latitudes, longitudes: wrapped(longitude - width, longitude + width) };
}

function wrapped(from: number, to: number): Range[] {
  if (from < -180)
    return [
      { from: from + 360, to: 180 },
      { from: -180, to },
    ];
  if (to > 180)
    return [
      { from, to: 180 },
      { from: -180, to: to - 360 },
    ];
  return [{ from, to }];
}

export interface NearbyFilter {
  indoorOutdoor?: IndoorOutdoor | undefined;
  /** Default: all types except parks and destinations. */
  entityType?: EntityType | undefined;
  /** Only rides that a person of this height may ride. */
  riderHeightCm?: number | undefined;
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

interface Near {
  rideId: number;
  distanceMeters: number;
  /** Length of the whole list. */
  total: number;
}

const RIDE_PROPERTIES = ['rideId', 'name', 'parkId'] as const;
const METADATA_PROPERTIES = [
  'latitude',
  'longitude',
  'indoorOutdoor',
  'classificationSource',
  'classificationConfidence',
  'heightMinCm',
  'heightMinUnaccompaniedCm',
  'heightMaxCm',
] as const;

type DescribedRide = RawRow<Ride, (typeof RIDE_PROPERTIES)[number]> &
  RawRow<EntityMetadata, (typeof METADATA_PROPERTIES)[number]> &
  Pick<NearbyRide, 'parkName' | 'entityType'>;

const TYPE = 'COALESCE(r.entity_type, m.entity_type)';
const DISTANCE = distanceSql('m.latitude', 'm.longitude');

/** Finds rides by position: distances on the sphere, and the number of all rides within the radius with each page. */
@Injectable()
export class NearbyRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Nearest first; ties by id. */
  async find(
    centre: Position,
    radiusMeters: number,
    filter: NearbyFilter,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ data: NearbyRide[]; total: number }> {
    const near = await this.findNear(centre, radiusMeters, filter, { limit, offset });
    if (near.length > 0 || offset === 0) return { data: await this.describe(near), total: Number(near[0]?.total ?? 0) };
    // A page beyond the end has no row that carries the total.
    const [first] = await this.findNear(centre, radiusMeters, filter, { limit: 1, offset: 0 });
    return { data: [], total: Number(first?.total ?? 0) };
  }

  /** Filters by the box first, which uses an index, then by the exact distance. */
  private async findNear(
    centre: Position,
    radiusMeters: number,
    filter: NearbyFilter,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<Near[]> {
    const box = boxCondition(centre, radiusMeters);
    const wanted = filterCondition(filter);
    return this.dataSource.query<Near[]>(
      `SELECT m.ride_id AS rideId, m.distance AS distanceMeters, COUNT(*) OVER () AS total
         FROM (SELECT m.*, ${DISTANCE} AS distance FROM entity_metadata m WHERE ${box.sql}) m
         JOIN rides r ON r.ride_id = m.ride_id
         LEFT JOIN ride_aliases a ON a.alias_ride_id = m.ride_id
        WHERE m.distance <= ? AND r.is_active = 1 AND a.alias_ride_id IS NULL AND ${isCountedRideSql('r')} AND ${wanted.sql}
        ORDER BY m.distance, m.ride_id LIMIT ? OFFSET ?`,
      [...distanceParameters(centre), ...box.values, radiusMeters, ...wanted.values, limit, offset],
    );
  }

  private async describe(nearest: readonly Near[]): Promise<NearbyRide[]> {
    if (nearest.length === 0) return [];
    const rides = await this.dataSource.query<DescribedRide[]>(
      `SELECT ${selectList(Ride, RIDE_PROPERTIES, 'r')}, p.name AS parkName, ${TYPE} AS entityType,
              ${selectList(EntityMetadata, METADATA_PROPERTIES, 'm')}
         FROM entity_metadata m JOIN rides r ON r.ride_id = m.ride_id JOIN parks p ON p.park_id = r.park_id
        WHERE m.ride_id IN (?)`,
      [nearest.map(({ rideId }) => rideId)],
    );
    const byId = new Map(rides.map((ride) => [ride.rideId, ride]));
    return nearest.flatMap(({ rideId, distanceMeters }) => {
      const ride = byId.get(rideId);
      // The query finds positions, so neither coordinate is null.
      return ride === undefined ? [] : [{ ...(ride as DescribedRide & Position), distanceMeters }];
    });
  }
}

function boxCondition(centre: Position, radiusMeters: number): Condition {
  const { latitudes, longitudes } = boundingBox(centre, radiusMeters);
  return {
    sql: `m.latitude BETWEEN ? AND ? AND (${longitudes.map(() => 'm.longitude BETWEEN ? AND ?').join(' OR ')})`,
    values: [latitudes, ...longitudes].flatMap(({ from, to }) => [from, to]),
  };
}

function filterCondition({ indoorOutdoor, entityType, riderHeightCm }: NearbyFilter): Condition {
  const conditions: Condition[] = [
    entityType === undefined
      ? { sql: isListedTypeSql(TYPE), values: [] }
      : { sql: `${TYPE} = ?`, values: [entityType] },
  ];
  if (indoorOutdoor !== undefined) conditions.push({ sql: 'm.indoor_outdoor = ?', values: [indoorOutdoor] });
  if (riderHeightCm !== undefined) {
    conditions.push({
      sql: '(m.height_min_cm IS NULL OR m.height_min_cm <= ?) AND (m.height_max_cm IS NULL OR m.height_max_cm >= ?)',
      values: [riderHeightCm, riderHeightCm],
    });
  }
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}
