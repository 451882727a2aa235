import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { DataSource, In, type Repository } from 'typeorm';
import { groupBy } from '../../common/collections.js';
import { columnsOf, selectList, tableOf } from '../../common/database/columns.js';
import { Park } from '../catalog/entities/park.entity.js';
import { Ride } from '../catalog/entities/ride.entity.js';
import { COUNTED_RIDES, ENTITY_TYPE, HEIGHT_KNOWN, IS_ATTRACTION, IS_COUNTED } from './coverage.sql.js';
import { EntityMetadata, EntityMetadataOverride } from './entity-metadata.entity.js';
import type { ReviewedRideView, ReviewList, ReviewQuery } from './review.dto.js';

const [ride, park, metadata] = [columnsOf(Ride, 'r'), columnsOf(Park, 'p'), columnsOf(EntityMetadata, 'm')];
const override = columnsOf(EntityMetadataOverride, 'o');

/** A classification that only a tag or a word in the name supports is worth a look. */
const CONDITIONS: Readonly<Record<ReviewList, string>> = {
  CLASSIFICATION: `${IS_ATTRACTION} AND (${metadata.indoorOutdoor} IS NULL AND ${metadata.classificationSource} IS NULL
    OR ${metadata.classificationSource} IN ('TAG', 'NAME_RULE'))`,
  POSITION: `(${metadata.latitude} IS NULL OR ${metadata.longitude} IS NULL)`,
  TYPE: `${ENTITY_TYPE} IS NULL`,
  HEIGHTS: `${IS_ATTRACTION} AND NOT ${HEIGHT_KNOWN}`,
  OVERRIDES: `EXISTS (SELECT 1 FROM ${tableOf(EntityMetadataOverride)} o WHERE ${override.rideId} = ${ride.rideId})`,
};

const FIELDS = [
  ...(['indoorOutdoor', 'classificationSource', 'classificationConfidence'] as const),
  ...(['heightMinCm', 'heightMinUnaccompaniedCm', 'heightMaxCm', 'lastSyncedAt'] as const),
] as const;

/** Lists rides whose metadata a person may have to complete or to check: five tables, one row for each ride. */
@Injectable()
export class ReviewRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @InjectRepository(EntityMetadataOverride) private readonly overrides: Repository<EntityMetadataOverride>,
  ) {}

  /** Unclassified rides first, then the least certain; others by park and name. */
  async find(query: ReviewQuery): Promise<ReviewedRideView[]> {
    const { sql, values } = whereOf(query);
    const first = query.list === 'CLASSIFICATION' ? `COALESCE(${metadata.classificationConfidence}, 0), ` : '';
    const rows = await this.dataSource.query<Omit<ReviewedRideView, 'overrides'>[]>(
      `SELECT ${ride.rideId} AS rideId, ${ride.name} AS name, ${park.parkId} AS parkId, ${park.name} AS parkName,
              ${ENTITY_TYPE} AS entityType, ${selectList(EntityMetadata, FIELDS, 'm')}
         FROM ${COUNTED_RIDES} WHERE ${sql}
        ORDER BY ${first}${park.name}, ${ride.name}, ${ride.rideId} LIMIT ? OFFSET ?`,
      [...values, query.limit, query.offset],
    );
    const byRide = await this.findOverrides(rows.map(({ rideId }) => rideId));
    return rows.map((row) => ({ ...row, overrides: byRide.get(row.rideId) ?? [] }));
  }

  async count(query: ReviewQuery): Promise<number> {
    const { sql, values } = whereOf(query);
    const [row] = await this.dataSource.query<{ total: number | string }[]>(
      `SELECT COUNT(*) AS total FROM ${COUNTED_RIDES} WHERE ${sql}`,
      values,
    );
    return Number(row!.total);
  }

  private async findOverrides(rideIds: readonly number[]): Promise<Map<number, ReviewedRideView['overrides']>> {
    const rows = await this.overrides.find({ where: { rideId: In(rideIds) }, order: { field: 'ASC' } });
    const grouped = groupBy(rows, ({ rideId }) => rideId);
    return new Map([...grouped].map(([rideId, same]) => [rideId, same.map(viewOf)]));
  }
}

const viewOf = ({ field, value, setAt }: EntityMetadataOverride) => ({
  field,
  value: value as string | number | null,
  setAt,
});

function whereOf({ list, parkId }: ReviewQuery): { sql: string; values: unknown[] } {
  const ofPark = parkId === undefined ? '' : ` AND ${ride.parkId} = ?`;
  return { sql: `${IS_COUNTED} AND (${CONDITIONS[list]})${ofPark}`, values: parkId === undefined ? [] : [parkId] };
}
