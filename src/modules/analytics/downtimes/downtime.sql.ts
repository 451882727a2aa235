import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { Ride, RideAlias } from '../../catalog/entities/ride.entity.js';
import { isCountedRideSql } from '../../catalog/counted-entities.js';
import type { DaySpan } from '../../statistics/day-spans.js';
import { RideDowntime } from '../../statistics/entities/ride-stats.entity.js';
import type { StoredDowntimePart } from './merge-downtimes.js';

export interface NamedRide {
  rideId: number;
  name: string;
}

const [ride, alias] = [columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a')];
const part = columnsOf(RideDowntime);

/** The rides whose statistics are those of the park; linked rides are part of another ride. */
const RIDES_OF_PARK = `SELECT ${ride.rideId} AS rideId, ${ride.name} AS name FROM ${tableOf(Ride)} r
  WHERE ${ride.parkId} = ? AND (${ride.entityType} = 'ATTRACTION' OR ${ride.entityType} IS NULL)
    AND NOT EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${ride.rideId})
    AND ${isCountedRideSql('r')}`;

/** Reads the stored downtimes of rides. */
@Injectable()
export class DowntimeRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findRidesOfPark(parkId: number): Promise<NamedRide[]> {
    return this.dataSource.manager.query<NamedRide[]>(RIDES_OF_PARK, [parkId]);
  }

  /** By ride, then in time order. */
  async findParts(rideIds: readonly number[], { from, to }: DaySpan): Promise<StoredDowntimePart[]> {
    if (rideIds.length === 0) return [];
    const rows = await this.dataSource.manager.query<
      (Omit<StoredDowntimePart, 'isContinued'> & { isContinued: number })[]
    >(
      `SELECT ${part.rideId} AS rideId, ${part.statDate} AS date, ${part.startedAt} AS startedAt,
              ${part.endedAt} AS endedAt, ${part.scheduledMs} AS scheduledMs, ${part.isContinued} AS isContinued,
              ${part.endedBy} AS endedBy
         FROM ${tableOf(RideDowntime)} WHERE ${part.rideId} IN (?) AND ${part.statDate} BETWEEN ? AND ?
        ORDER BY ${part.rideId}, ${part.statDate}, ${part.startedAt}`,
      [rideIds, from, to],
    );
    return rows.map((row) => ({ ...row, isContinued: Number(row.isContinued) === 1 }));
  }
}
