import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { Park } from '../../catalog/entities/park.entity.js';
import type { Ride } from '../../catalog/entities/ride.entity.js';
import { isCountedRideSql } from '../../catalog/entity-types.js';
import { MAX_TELLING_WAIT_MINUTES } from '../../exclusions/zero-waits.js';
import { sqlInstant } from '../../../common/database/sql-instant.js';
import type { ObservedSpan } from './opening-intervals.js';

export interface NewestSpan extends ObservedSpan, Pick<Park, 'parkId' | 'timezone'>, Pick<Ride, 'name'> {
  parkName: Park['name'];
  /** The canonical ride: the ride itself, unless it is linked to another one. */
  countsAs: number;
  /** The ride under whose UUID it was observed. */
  rideId: number;
}

/** SQL for the check of the feeds; reads current states only. */
@Injectable()
export class FeedHealthRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The newest live span of each active attraction, linked ones included, that was polled since; by park. */
  async findNewestSpans(polledSince: Date): Promise<NewestSpan[]> {
    return this.dataSource.manager.query<NewestSpan[]>(
      `SELECT p.park_id AS parkId, p.name AS parkName, p.timezone, r.ride_id AS countsAs, c.ride_id AS rideId, r.name,
              c.status, c.wait_time AS waitMinutes, ${millisecondsSql('c.recorded_at')} AS fromMs,
              ${millisecondsSql('c.last_confirmed_at')} AS untilMs, ${millisecondsSql('c.last_updated_api')} AS lastUpdatedMs
         FROM ride_current c LEFT JOIN ride_aliases a ON a.alias_ride_id = c.ride_id
         JOIN rides r ON r.ride_id = COALESCE(a.ride_id, c.ride_id) JOIN parks p ON p.park_id = r.park_id
        WHERE c.data_source = 'LIVE' AND c.last_confirmed_at >= ?
          AND (r.entity_type = 'ATTRACTION' OR r.entity_type IS NULL) AND ${isCountedRideSql('r')}
        ORDER BY p.park_id, r.ride_id, c.last_confirmed_at, c.recorded_at`,
      [polledSince],
    );
  }
}

/** How long before a window a row that reaches into it may start; earlier rows are ignored. */
const REACH_MS = DAY_MS;

/** Bounds are literals, so that only the partitions of the window, and each ride's part of the key, are read. */
const within = (rideIds: readonly number[], { startMs, endMs }: TimeInterval): string =>
  `ride_id IN (${rideIds.join(',')}) AND recorded_at >= '${sqlInstant(startMs)}' AND recorded_at < '${sqlInstant(endMs)}'`;

/** See `isWaitAboveZero`. */
const ABOVE_ZERO = `wait_time BETWEEN 1 AND ${MAX_TELLING_WAIT_MINUTES} AND status = 'OPERATING'`;

/** Bounded queries on the stored observations of one park's rides; used only for suspicious parks. */
@Injectable()
export class FeedHealthHistoryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async anyWaitAboveZero(rideIds: readonly number[], window: TimeInterval): Promise<boolean> {
    return this.any(`${within(rideIds, window)} AND ${ABOVE_ZERO}`);
  }

  /** The last instant at which a wait above zero was posted; null: none. */
  async findLastWaitAboveZero(rideIds: readonly number[], window: TimeInterval): Promise<number | null> {
    const [row] = await this.dataSource.query<{ atMs: number | string | null }[]>(
      `SELECT ${millisecondsSql('MAX(COALESCE(last_confirmed_at, recorded_at))')} AS atMs FROM ride_status_snapshots
        WHERE ${within(rideIds, window)} AND ${ABOVE_ZERO}`,
    );
    return row?.atMs == null ? null : Number(row.atMs);
  }

  async anyOperating(rideIds: readonly number[], window: TimeInterval): Promise<boolean> {
    return this.any(`${reachingInto(rideIds, window)} AND status = 'OPERATING'`);
  }

  async anyObserved(rideIds: readonly number[], window: TimeInterval): Promise<boolean> {
    return this.any(reachingInto(rideIds, window));
  }

  /** When any of the rides was first observed; null: never. */
  async findFirstObserved(rideIds: readonly number[]): Promise<number | null> {
    const [row] = await this.dataSource.query<{ atMs: number | string | null }[]>(
      `SELECT ${millisecondsSql('MIN(first_seen_at)')} AS atMs FROM rides WHERE ride_id IN (?)`,
      [rideIds],
    );
    return row?.atMs == null ? null : Number(row.atMs);
  }

  private async any(where: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT 1 FROM ride_status_snapshots WHERE ${where} ORDER BY ride_id, recorded_at LIMIT 1`,
    );
    return rows.length > 0;
  }
}

const reachingInto = (rideIds: readonly number[], { startMs, endMs }: TimeInterval): string =>
  `${within(rideIds, { startMs: startMs - REACH_MS, endMs })}
   AND COALESCE(last_confirmed_at, recorded_at) >= '${sqlInstant(startMs)}'`;
