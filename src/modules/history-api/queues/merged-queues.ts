import { QUEUE_TYPES } from '../../snapshots/observations.js';
import type { QueuePoint } from './queues.dto.js';

/**
 * The first rows of several lists that are each in time order, rows of one instant by ride and type. An entity that posts
 * one wait both as its standby wait and as a queue has one row of it.
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
  one.recordedAt.getTime() - other.recordedAt.getTime() ||
  one.rideId - other.rideId ||
  QUEUE_TYPES.indexOf(one.queueType) - QUEUE_TYPES.indexOf(other.queueType);
