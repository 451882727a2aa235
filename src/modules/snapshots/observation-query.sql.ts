import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { sqlInstant } from '../../common/database/sql-instant.js';
import { millisecondsSql } from '../../common/database/sql-helpers.js';
import type { RideStatusSnapshot } from './entities/observation.entity.js';
import type { HistoryPosition, HistoryWindow } from './history-window.js';
import type { DataSource as ObservationSource } from './observations.js';

export interface HistoryRecord extends Pick<
  RideStatusSnapshot,
  'rideId' | 'recordedAt' | 'status' | 'lastConfirmedAt' | 'dataSource'
> {
  waitMinutes: RideStatusSnapshot['waitTime'];
}

/** A row written by polls, from the first to the last poll that observed it. */
export interface LiveSpan extends Pick<RideStatusSnapshot, 'rideId' | 'status'> {
  fromMs: number;
  untilMs: number;
  waitMinutes: RideStatusSnapshot['waitTime'];
  lastUpdatedMs: number | null;
}

const COLUMNS = `ride_id AS rideId, recorded_at AS recordedAt, status, wait_time AS waitMinutes,
  last_confirmed_at AS lastConfirmedAt, data_source AS dataSource`;

/**
 * The rows of a range in time order, after `after`. The bounds are literals without T and Z, and the lower bound follows the
 * position, so that the server reads only the remaining partitions.
 */
export function historySql(window: HistoryWindow, after: HistoryPosition | null, limit: number): string {
  const fromMs = Math.max(window.fromMs, after?.recordedAtMs ?? window.fromMs);
  return `SELECT ${COLUMNS}
            FROM ride_status_snapshots
           WHERE ${withinSql({ ...window, fromMs })}${after === null ? '' : ` AND ${afterSql(after)}`}
           ORDER BY recorded_at, ride_id LIMIT ${limit}`;
}

/** The last row of each ride in the range: one index lookup per partition. */
function lastRowsSql({ rideIds, ...window }: HistoryWindow): string {
  return rideIds
    .map(
      (rideId) =>
        `(SELECT ${COLUMNS} FROM ride_status_snapshots WHERE ${withinSql({ rideIds: [rideId], ...window })}
           ORDER BY recorded_at DESC LIMIT 1)`,
    )
    .join(' UNION ALL ');
}

/** Ordered by primary key. */
function liveSpansSql(window: HistoryWindow): string {
  return `SELECT ride_id AS rideId, ${millisecondsSql('recorded_at')} AS fromMs,
                 ${millisecondsSql('COALESCE(last_confirmed_at, recorded_at)')} AS untilMs, status,
                 wait_time AS waitMinutes, ${millisecondsSql('last_updated_api')} AS lastUpdatedMs
            FROM ride_status_snapshots WHERE ${withinSql(window)} AND data_source = 'LIVE'
           ORDER BY ride_id, recorded_at`;
}

function countSql(window: HistoryWindow, source: ObservationSource): string {
  return `SELECT COUNT(*) AS count FROM ride_status_snapshots WHERE ${withinSql(window)} AND data_source = '${source}'`;
}

const withinSql = ({ rideIds, fromMs, toMs }: HistoryWindow): string =>
  `ride_id IN (${rideIds.join(',')}) AND recorded_at >= '${sqlInstant(fromMs)}' AND recorded_at < '${sqlInstant(toMs)}'`;

const afterSql = ({ recordedAtMs, rideId }: HistoryPosition): string =>
  `(recorded_at > '${sqlInstant(recordedAtMs)}' OR ride_id > ${rideId})`;

/** Reads snapshots, always of a time range, so that the server reads only its partitions. */
@Injectable()
export class ObservationQueryRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Ordered by time, then by ride. */
  async findPoints(window: HistoryWindow, after: HistoryPosition | null, limit: number): Promise<HistoryRecord[]> {
    return this.database.query<HistoryRecord[]>(historySql(window, after, limit));
  }

  /** The last row of each ride that has one in the window. */
  async findLastRows(window: HistoryWindow): Promise<HistoryRecord[]> {
    if (window.rideIds.length === 0) return [];
    return this.database.query<HistoryRecord[]>(lastRowsSql(window));
  }

  /** Ordered by ride, then by time. */
  async findLiveSpans(window: HistoryWindow): Promise<LiveSpan[]> {
    if (window.rideIds.length === 0) return [];
    return this.database.query<LiveSpan[]>(liveSpansSql(window));
  }

  async count(window: HistoryWindow, source: ObservationSource): Promise<number> {
    if (window.rideIds.length === 0) return 0;
    const [row] = await this.database.query<{ count: number }[]>(countSql(window, source));
    return row!.count;
  }
}
