import { QUEUE_TYPES, type QueueType } from '../observations.js';

/**
 * That a queue comes after this one of the same ride and instant; null: none does. Types are in the order of their column,
 * which is that of QUEUE_TYPES.
 */
export function laterTypesSql(queueType: QueueType): string | null {
  const later = QUEUE_TYPES.slice(QUEUE_TYPES.indexOf(queueType) + 1);
  return later.length === 0 ? null : `queue_type IN (${later.map((type) => `'${type}'`).join(',')})`;
}
