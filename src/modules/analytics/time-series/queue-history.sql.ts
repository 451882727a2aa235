import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../../common/database/columns.js';
import type { HistoryPosition } from '../../snapshots/history-window.js';
import { laterTypesSql, QUEUE, QUEUE_STATE_COLUMNS } from '../../snapshots/observation-columns.js';
import { sqlInstant } from '../../../common/database/sql-helpers.js';
import { byQueueType, QUEUE_TYPES, type QueueType } from '../../snapshots/observations.js';
import { QueueData, RideStatusSnapshot } from '../../snapshots/entities/observation.entity.js';
import { encodeCursor, type ObservationCursor, readCursor } from './history-page.js';
import type { QueuePoint } from './queue-history.dto.js';

export interface QueuePosition extends HistoryPosition {
  queueType: QueueType;
}

export interface QueueCursor extends ObservationCursor {
  queueType: QueueType;
}

export const encodeQueueCursor = ({ queueType, ...cursor }: QueueCursor): string => encodeCursor(cursor, [queueType]);

/** @throws ValidationFailedError */
export const readQueueCursor = (text: string): QueueCursor => readCursor(text, readType);

function readType([word, ...more]: readonly unknown[]): { queueType: QueueType } | null {
  const queueType = QUEUE_TYPES.find((type) => type === word);
  return queueType === undefined || more.length > 0 ? null : { queueType };
}

/**
 * Merges lists that are sorted by time, ride and type, and returns the first rows. An entity that posts the same wait as its
 * standby wait and as a queue yields one row.
 */
export function mergedQueues(lists: readonly (readonly QueuePoint[])[], limit: number): QueuePoint[] {
  const rows = new Map<string, QueuePoint>();
  for (const row of lists.flat()) {
    const key = `${row.recordedAt.getTime()} ${row.rideId} ${row.queueType}`;
    if (!rows.has(key)) rows.set(key, row);
  }
  return [...rows.values()].sort(inOrder).slice(0, limit);
}

const inOrder = (one: QueuePoint, other: QueuePoint): number =>
  one.recordedAt.getTime() - other.recordedAt.getTime() || one.rideId - other.rideId || byQueueType(one, other);

const ROW = ['rideId', 'recordedAt', 'lastConfirmedAt', 'dataSource'] as const;
const OTHER_VALUES = [
  'state',
  'returnStart',
  'returnEnd',
  'priceMinor',
  'priceCurrency',
  'boardingGroupStatus',
  'groupStart',
  'groupEnd',
  'nextAllocationAt',
  'estimatedWaitMinutes',
] as const;

/** Queue rows of a set of rides in [fromMs, toMs). */
export interface QueueWindow {
  rideIds: readonly number[];
  queueType: QueueType | null;
  fromMs: number;
  toMs: number;
}

/**
 * The rows of a range in time order, after `after`. The bounds are literals without T and Z, and the lower bound follows the
 * position, so that the server reads only the remaining partitions.
 */
export function queueSql(window: QueueWindow, after: QueuePosition | null, limit: number): string {
  const { rideIds, queueType, toMs } = window;
  const fromMs = Math.max(window.fromMs, after?.recordedAtMs ?? window.fromMs);
  const conditions = [
    `${QUEUE.rideId} IN (${rideIds.join(',')})`,
    `${QUEUE.recordedAt} >= '${sqlInstant(fromMs)}' AND ${QUEUE.recordedAt} < '${sqlInstant(toMs)}'`,
    ...(queueType === null ? [] : [`${QUEUE.queueType} = '${queueType}'`]),
    ...(after === null ? [] : [afterSql(after)]),
  ];
  return `SELECT ${selectList(QueueData, ROW)}, ${QUEUE_STATE_COLUMNS}
            FROM queue_data WHERE ${conditions.join(' AND ')}
           ORDER BY ${QUEUE.recordedAt}, ${QUEUE.rideId}, ${QUEUE.queueType} LIMIT ${limit}`;
}

/**
 * Standby waits of entities that are a queue of another ride, as rows of that queue, with other values of their standby queue at
 * the same instant.
 */
function entityQueueSql(
  { rideIds, fromMs: startMs, toMs }: QueueWindow,
  queueType: QueueType,
  after: QueuePosition | null,
  limit: number,
): string {
  const fromMs = Math.max(startMs, after?.recordedAtMs ?? startMs);
  const [snapshot, queue] = [columnsOf(RideStatusSnapshot, 's'), columnsOf(QueueData, 'q')];
  const isWithin = (column: string) => `${column} >= '${sqlInstant(fromMs)}' AND ${column} < '${sqlInstant(toMs)}'`;
  const later =
    after === null
      ? ''
      : ` AND (${snapshot.recordedAt} > '${sqlInstant(after.recordedAtMs)}' OR ${snapshot.rideId} > ${after.rideId})`;
  return `SELECT ${selectList(RideStatusSnapshot, ROW, 's')}, '${queueType}' AS queueType, ${snapshot.waitTime} AS waitMinutes,
                 ${selectList(QueueData, OTHER_VALUES, 'q')}
            FROM ${tableOf(RideStatusSnapshot)} s
            LEFT JOIN ${tableOf(QueueData)} q ON ${queue.rideId} = ${snapshot.rideId} AND ${queue.recordedAt} = ${snapshot.recordedAt} AND ${isWithin(queue.recordedAt)}
                 AND ${queue.queueType} = 'STANDBY'
           WHERE ${snapshot.rideId} IN (${rideIds.join(',')}) AND ${isWithin(snapshot.recordedAt)} AND ${snapshot.waitTime} IS NOT NULL${later}
           ORDER BY ${snapshot.recordedAt}, ${snapshot.rideId} LIMIT ${limit}`;
}

function afterSql({ recordedAtMs, rideId, queueType }: QueuePosition): string {
  const later = laterTypesSql(queueType);
  const sameRide = later === null ? '' : ` OR (${QUEUE.rideId} = ${rideId} AND ${later})`;
  return `(${QUEUE.recordedAt} > '${sqlInstant(recordedAtMs)}' OR ${QUEUE.rideId} > ${rideId}${sameRide})`;
}

/** Reads queue rows, always of a time range, so that the server reads only its partitions. */
@Injectable()
export class QueueHistoryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Ordered by time, then by ride and type. */
  async findRows(window: QueueWindow, after: QueuePosition | null, limit: number): Promise<QueuePoint[]> {
    return this.dataSource.manager.query<QueuePoint[]>(queueSql(window, after, limit));
  }

  /** Waits of entities that are a queue of another ride, in the same order. */
  async findEntityRows(
    window: QueueWindow,
    queueType: QueueType,
    after: QueuePosition | null,
    limit: number,
  ): Promise<QueuePoint[]> {
    const { manager } = this.dataSource;
    const asStandby = await manager.query<QueuePoint[]>(entityQueueSql(window, queueType, after, limit));
    const asQueue = await manager.query<QueuePoint[]>(queueSql({ ...window, queueType }, after, limit));
    return mergedQueues([asStandby, asQueue], limit);
  }
}
