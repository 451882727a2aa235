import { emptyQueue, type QueueObservation } from '../../snapshots/observations.js';

/** Whether the queue was reported without any value: it is not offered. */
function isEmptyQueue(queue: QueueObservation): boolean {
  for (const field in queue) {
    if (field !== 'queueType' && queue[field as keyof QueueObservation] !== null) return false;
  }
  return true;
}

/**
 * The queues that end with a row, because it no longer has them, as queues without values. A row is a complete state. Events of
 * the archive are not: they need not repeat what did not change. A span of polls ends with its last confirmation.
 */
export function endedQueues(
  before: readonly QueueObservation[],
  after: readonly QueueObservation[],
): readonly QueueObservation[] {
  return before
    .filter((queue) => !isEmptyQueue(queue) && !after.some(({ queueType }) => queueType === queue.queueType))
    .map(({ queueType }) => emptyQueue(queueType));
}
