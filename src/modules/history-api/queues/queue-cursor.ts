import type { HistoryPosition } from '../../snapshots/history/history-sql.js';
import { QUEUE_TYPES, type QueueType } from '../../snapshots/observations.js';
import { encodeCursor, type ObservationCursor, readCursor } from '../observation-cursor.js';

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
