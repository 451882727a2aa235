import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql, sqlInstant } from '../../common/database/sql-helpers.js';
import type { HistoryPosition, HistoryWindow } from './history-window.js';
import type { RideStatusSnapshot } from './entities/observation.entity.js';
import { SNAPSHOT } from './observation-columns.js';
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

const {
  rideId: RIDE,
  recordedAt: AT,
  status: STATUS,
  waitTime: WAIT,
  lastConfirmedAt: CONFIRMED,
  dataSource: SOURCE,
} = SNAPSHOT;

const COLUMNS = `${RIDE} AS rideId, ${AT} AS recordedAt, ${STATUS} AS status, ${WAIT} AS waitMinutes,
  ${CONFIRMED} AS lastConfirmedAt, ${SOURCE} AS dataSource`;

/**
 * The rows of a range in time order, after `after`. The bounds are literals without T and Z, and the lower bound follows the
 * position, so that the server reads only the remaining partitions.
 */
export function historySql(window: HistoryWindow, after: HistoryPosition | null, limit: number): string {
  const fromMs = Math.max(window.fromMs, after?.recordedAtMs ?? window.fromMs);
  return `SELECT ${COLUMNS}
            FROM ride_status_snapshots
           WHERE ${withinSql({ ...window, fromMs })}${after === null ? '' : ` AND ${afterSql(after)}`}
           ORDER BY ${AT}, ${RIDE} LIMIT ${limit}`;
}

/** Ordered by primary key. */
function rowsSql(window: HistoryWindow): string {
  return `SELECT ${COLUMNS} FROM ride_status_snapshots WHERE ${withinSql(window)} ORDER BY ${RIDE}, ${AT}`;
}

/**
 * The first or last row of each ride in its range: one index lookup per partition. A grouped MIN() or MAX() may read the whole
 * range.
 */
function outermostRowsSql(windows: readonly HistoryWindow[], order: 'ASC' | 'DESC'): string {
  const lookUps = windows.flatMap(({ rideIds, ...window }) =>
    rideIds.map(
      (rideId) =>
        `(SELECT ${COLUMNS} FROM ride_status_snapshots WHERE ${withinSql({ rideIds: [rideId], ...window })}
           ORDER BY ${AT} ${order} LIMIT 1)`,
    ),
  );
  return lookUps.join(' UNION ALL ');
}

/** The last row of each ride in a short range: a scan of its keys, which for many rides is faster than a lookup for each. */
function lastRowsOfShortRangeSql(window: HistoryWindow): string {
  return `SELECT s.${RIDE} AS rideId, s.${AT} AS recordedAt, s.${STATUS} AS status, s.${WAIT} AS waitMinutes,
                 s.${CONFIRMED} AS lastConfirmedAt, s.${SOURCE} AS dataSource
            FROM (SELECT ${RIDE}, MAX(${AT}) AS last_at FROM ride_status_snapshots WHERE ${withinSql(window)} GROUP BY ${RIDE}) l
                 STRAIGHT_JOIN ride_status_snapshots s ON s.${RIDE} = l.${RIDE} AND s.${AT} = l.last_at
           WHERE s.${AT} >= '${sqlInstant(window.fromMs)}' AND s.${AT} < '${sqlInstant(window.toMs)}'`;
}

/** The instant of the first row of each ride in a short range. */
function firstInstantsSql(window: HistoryWindow): string {
  return `SELECT ${RIDE} AS rideId, MIN(${AT}) AS recordedAt FROM ride_status_snapshots WHERE ${withinSql(window)} GROUP BY ${RIDE}`;
}

/** Ordered by primary key. */
function spansSql(windows: readonly HistoryWindow[], source: ObservationSource): string {
  return `SELECT ${RIDE} AS rideId, ${millisecondsSql(AT)} AS fromMs,
                 ${millisecondsSql(`COALESCE(${CONFIRMED}, ${AT})`)} AS untilMs, ${STATUS} AS status,
                 ${WAIT} AS waitMinutes, ${millisecondsSql(SNAPSHOT.lastUpdatedApi)} AS lastUpdatedMs
            FROM ride_status_snapshots WHERE (${windows.map(withinSql).join(' OR ')}) AND ${SOURCE} = '${source}'
           ORDER BY ${RIDE}, ${AT}`;
}

function countSql(window: HistoryWindow, source: ObservationSource): string {
  return `SELECT COUNT(*) AS count FROM ride_status_snapshots WHERE ${withinSql(window)} AND ${SOURCE} = '${source}'`;
}

const withinSql = ({ rideIds, fromMs, toMs }: HistoryWindow): string =>
  `${RIDE} IN (${rideIds.join(',')}) AND ${AT} >= '${sqlInstant(fromMs)}' AND ${AT} < '${sqlInstant(toMs)}'`;

const afterSql = ({ recordedAtMs, rideId }: HistoryPosition): string =>
  `(${AT} > '${sqlInstant(recordedAtMs)}' OR ${RIDE} > ${rideId})`;

const isEmpty = ({ rideIds }: HistoryWindow): boolean => rideIds.length === 0;

/** Reads snapshots, always of a time range, so that the server reads only its partitions. */
@Injectable()
export class ObservationQueryRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Ordered by time, then by ride. */
  async findPoints(window: HistoryWindow, after: HistoryPosition | null, limit: number): Promise<HistoryRecord[]> {
    return this.database.query<HistoryRecord[]>(historySql(window, after, limit));
  }

  /** Ordered by ride, then by time. */
  async findRows(window: HistoryWindow): Promise<HistoryRecord[]> {
    return isEmpty(window) ? [] : this.database.query<HistoryRecord[]>(rowsSql(window));
  }

  /** The last row of each ride that has one in its window. */
  async findLastRows(windows: readonly HistoryWindow[]): Promise<HistoryRecord[]> {
    if (windows.every(isEmpty)) return [];
    return this.database.query<HistoryRecord[]>(outermostRowsSql(windows, 'DESC'));
  }

  /** Like {@link findLastRows}, for many rides and a range of about a day. */
  async findLastRowsOfShortRange(window: HistoryWindow): Promise<HistoryRecord[]> {
    return isEmpty(window) ? [] : this.database.query<HistoryRecord[]>(lastRowsOfShortRangeSql(window));
  }

  /** When the first row of each ride begins, in a range of about a day. */
  async findFirstInstants(window: HistoryWindow): Promise<Pick<HistoryRecord, 'rideId' | 'recordedAt'>[]> {
    if (isEmpty(window)) return [];
    return this.database.query<Pick<HistoryRecord, 'rideId' | 'recordedAt'>[]>(firstInstantsSql(window));
  }

  /** The first row of each ride that has one in its window. */
  async findFirstRows(windows: readonly HistoryWindow[]): Promise<HistoryRecord[]> {
    if (windows.every(isEmpty)) return [];
    return this.database.query<HistoryRecord[]>(outermostRowsSql(windows, 'ASC'));
  }

  /** The rows of a source, from the instant of each to the last one that confirmed it. Ordered by ride, then by time. */
  async findSpans(windows: readonly HistoryWindow[], source: ObservationSource): Promise<LiveSpan[]> {
    if (windows.every(isEmpty)) return [];
    return this.database.query<LiveSpan[]>(spansSql(windows, source));
  }

  async count(window: HistoryWindow, source: ObservationSource): Promise<number> {
    if (window.rideIds.length === 0) return 0;
    const [row] = await this.database.query<{ count: number }[]>(countSql(window, source));
    return row!.count;
  }
}
