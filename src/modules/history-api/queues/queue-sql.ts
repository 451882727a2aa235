import { sqlInstant } from '../../snapshots/observation-sql.js';
import type { QueueType } from '../../snapshots/observations.js';
import { QUEUE_STATE_COLUMNS } from '../../snapshots/queues/queue-columns.js';
import { laterTypesSql } from '../../snapshots/queues/queue-order.js';
import type { QueuePosition } from './queue-cursor.js';

/** Queue rows of some rides at instants [fromMs, toMs). */
export interface QueueWindow {
  rideIds: readonly number[];
  queueType: QueueType | null;
  fromMs: number;
  toMs: number;
}

/**
 * The rows of a window in time order, after `after`. The bounds are literals without T and Z, and the lower one moves
 * with the position: so the server reads only the partitions of what is left.
 */
export function queueSql(window: QueueWindow, after: QueuePosition | null, limit: number): string {
  const { rideIds, queueType, toMs } = window;
  const fromMs = Math.max(window.fromMs, after?.recordedAtMs ?? window.fromMs);
  const conditions = [
    `ride_id IN (${rideIds.join(',')})`,
    `recorded_at >= '${sqlInstant(fromMs)}' AND recorded_at < '${sqlInstant(toMs)}'`,
    ...(queueType === null ? [] : [`queue_type = '${queueType}'`]),
    ...(after === null ? [] : [afterSql(after)]),
  ];
  return `SELECT ride_id AS rideId, recorded_at AS recordedAt, observed_until AS observedUntil,
                 data_source AS dataSource, ${QUEUE_STATE_COLUMNS}
            FROM queue_data WHERE ${conditions.join(' AND ')}
           ORDER BY recorded_at, ride_id, queue_type LIMIT ${limit}`;
}

function afterSql({ recordedAtMs, rideId, queueType }: QueuePosition): string {
  const later = laterTypesSql(queueType);
  const sameRide = later === null ? '' : ` OR (ride_id = ${rideId} AND ${later})`;
  return `(recorded_at > '${sqlInstant(recordedAtMs)}' OR ride_id > ${rideId}${sameRide})`;
}
