import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { Ride } from '../../catalog/entities/ride.entity.js';
import { isCountedParkSql } from '../../catalog/counted-entities.js';
import { QueueData } from '../../snapshots/entities/observation.entity.js';
import type { QueueType } from '../../snapshots/observations.js';
import type { StoredRow } from './stored-states.js';

export interface ReconciledPark extends Pick<Park, 'parkId' | 'name' | 'timezone'> {
  themeparksWikiId: string;
}

export interface KnownRide extends Pick<Ride, 'rideId' | 'name'> {
  themeparksWikiId: string;
}

export type RideRow = StoredRow & { rideId: number };
export type QueueRow = RideRow & { queueType: QueueType };

/** Rides per statement. */
const RIDES_AT_ONCE = 40;

const park = columnsOf(Park, 'p');
const ride = columnsOf(Ride);
const queue = columnsOf(QueueData);

/** Rows of queues have no status. */
const QUEUE_COLUMNS = `${queue.rideId} AS rideId, ${millisecondsSql(queue.recordedAt)} AS atMs,
  ${millisecondsSql(`COALESCE(${queue.lastConfirmedAt}, ${queue.recordedAt})`)} AS untilMs, ${queue.dataSource} AS source,
  NULL AS status, ${queue.waitTimeMinutes} AS waitMinutes, ${queue.queueType} AS queueType`;

/** Reads parks, rides and their queues, always with a range of recorded_at, to limit the partitions. */
@Injectable()
export class StoredObservationsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Active parks with a UUID that no decision excludes, or the given park. */
  async findParks(parkId: number | null): Promise<ReconciledPark[]> {
    const where = parkId === null ? `${park.isActive} = 1 AND ${isCountedParkSql('p')}` : `${park.parkId} = ?`;
    return this.dataSource.query<ReconciledPark[]>(
      `SELECT ${park.parkId} AS parkId, ${park.name} AS name, ${park.timezone} AS timezone,
              ${park.themeparksWikiId} AS themeparksWikiId
         FROM ${tableOf(Park)} p WHERE ${where} AND ${park.themeparksWikiId} IS NOT NULL ORDER BY ${park.parkId}`,
      parkId === null ? [] : [parkId],
    );
  }

  /** The rides with these UUIDs. */
  async findRides(themeparksWikiIds: readonly string[]): Promise<KnownRide[]> {
    if (themeparksWikiIds.length === 0) return [];
    return this.dataSource.query<KnownRide[]>(
      `SELECT ${ride.rideId} AS rideId, ${ride.name} AS name, ${ride.themeparksWikiId} AS themeparksWikiId
         FROM ${tableOf(Ride)} WHERE ${ride.themeparksWikiId} IN (?) ORDER BY ${ride.rideId}`,
      [themeparksWikiIds],
    );
  }

  /** Other queues than the standby queue, by ride in time order. */
  async findQueues(rideIds: readonly number[], from: Date, to: Date): Promise<QueueRow[]> {
    const rows: QueueRow[] = [];
    for (const ids of chunksOf(rideIds, RIDES_AT_ONCE)) {
      const found = await this.dataSource.query<QueueRow[]>(
        `SELECT ${QUEUE_COLUMNS} FROM ${tableOf(QueueData)}
          WHERE ${queue.rideId} IN (?) AND ${queue.recordedAt} >= ? AND ${queue.recordedAt} < ?
          ORDER BY ${queue.rideId}, ${queue.recordedAt}`,
        [ids, from, to],
      );
      for (const row of found) rows.push(row);
    }
    return rows;
  }
}
