import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { millisecondsSql, sqlInstant } from '../../../common/database/sql-helpers.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../../catalog/entities/ride.entity.js';
import { isCountedRideSql } from '../../catalog/counted-entities.js';
import { RideCurrent, RideStatusSnapshot } from '../../snapshots/entities/observation.entity.js';
import { MAX_TELLING_WAIT_MINUTES } from '../../exclusions/zero-waits.js';
import type { ObservedSpan } from './opening-intervals.js';

export interface NewestSpan extends ObservedSpan, Pick<Park, 'parkId' | 'timezone'>, Pick<Ride, 'name'> {
  parkName: Park['name'];
  /** The canonical ride: the ride itself, unless it is linked to another one. */
  countsAs: number;
  /** The ride under whose UUID it was observed. */
  rideId: number;
}

const [p, r, a, c] = [
  columnsOf(Park, 'p'),
  columnsOf(Ride, 'r'),
  columnsOf(RideAlias, 'a'),
  columnsOf(RideCurrent, 'c'),
];
const snapshot = columnsOf(RideStatusSnapshot);
const SNAPSHOTS = tableOf(RideStatusSnapshot);
const OBSERVED_UNTIL = `COALESCE(${snapshot.lastConfirmedAt}, ${snapshot.recordedAt})`;

/** SQL for the check of the feeds; reads current states only. */
@Injectable()
export class FeedHealthRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The newest live span of each active attraction, linked ones included, that was polled since; by park. */
  async findNewestSpans(polledSince: Date): Promise<NewestSpan[]> {
    return this.dataSource.manager.query<NewestSpan[]>(
      `SELECT ${p.parkId} AS parkId, ${p.name} AS parkName, ${p.timezone} AS timezone, ${r.rideId} AS countsAs,
              ${c.rideId} AS rideId, ${r.name} AS name, ${c.status} AS status, ${c.waitTime} AS waitMinutes,
              ${millisecondsSql(c.recordedAt)} AS fromMs, ${millisecondsSql(c.lastConfirmedAt)} AS untilMs,
              ${millisecondsSql(c.lastUpdatedApi)} AS lastUpdatedMs
         FROM ${tableOf(RideCurrent)} c LEFT JOIN ${tableOf(RideAlias)} a ON ${a.aliasRideId} = ${c.rideId}
         JOIN ${tableOf(Ride)} r ON ${r.rideId} = COALESCE(${a.rideId}, ${c.rideId})
         JOIN ${tableOf(Park)} p ON ${p.parkId} = ${r.parkId}
        WHERE ${c.dataSource} = 'LIVE' AND ${c.lastConfirmedAt} >= ?
          AND (${r.entityType} = 'ATTRACTION' OR ${r.entityType} IS NULL) AND ${isCountedRideSql('r')}
        ORDER BY ${p.parkId}, ${r.rideId}, ${c.lastConfirmedAt}, ${c.recordedAt}`,
      [polledSince],
    );
  }
}

/** How long before a window a row that reaches into it may start; earlier rows are ignored. */
const REACH_MS = DAY_MS;

/** Bounds are literals, so that only the partitions of the window, and each ride's part of the key, are read. */
const within = (rideIds: readonly number[], { startMs, endMs }: TimeInterval): string =>
  `${snapshot.rideId} IN (${rideIds.join(',')})
   AND ${snapshot.recordedAt} >= '${sqlInstant(startMs)}' AND ${snapshot.recordedAt} < '${sqlInstant(endMs)}'`;

const IS_OPERATING = `${snapshot.status} = 'OPERATING'`;

/** See `isWaitAboveZero`. */
const ABOVE_ZERO = `${snapshot.waitTime} BETWEEN 1 AND ${MAX_TELLING_WAIT_MINUTES} AND ${IS_OPERATING}`;

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
      `SELECT ${millisecondsSql(`MAX(${OBSERVED_UNTIL})`)} AS atMs FROM ${SNAPSHOTS}
        WHERE ${within(rideIds, window)} AND ${ABOVE_ZERO}`,
    );
    return row?.atMs == null ? null : Number(row.atMs);
  }

  async anyOperating(rideIds: readonly number[], window: TimeInterval): Promise<boolean> {
    return this.any(`${reachingInto(rideIds, window)} AND ${IS_OPERATING}`);
  }

  async anyObserved(rideIds: readonly number[], window: TimeInterval): Promise<boolean> {
    return this.any(reachingInto(rideIds, window));
  }

  /** When any of the rides was first observed; null: never. */
  async findFirstObserved(rideIds: readonly number[]): Promise<number | null> {
    const [row] = await this.dataSource.query<{ atMs: number | string | null }[]>(
      `SELECT ${millisecondsSql(`MIN(${r.firstSeenAt})`)} AS atMs FROM ${tableOf(Ride)} r WHERE ${r.rideId} IN (?)`,
      [rideIds],
    );
    return row?.atMs == null ? null : Number(row.atMs);
  }

  private async any(where: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT 1 FROM ${SNAPSHOTS} WHERE ${where} ORDER BY ${snapshot.rideId}, ${snapshot.recordedAt} LIMIT 1`,
    );
    return rows.length > 0;
  }
}

const reachingInto = (rideIds: readonly number[], { startMs, endMs }: TimeInterval): string =>
  `${within(rideIds, { startMs: startMs - REACH_MS, endMs })}
   AND ${OBSERVED_UNTIL} >= '${sqlInstant(startMs)}'`;
