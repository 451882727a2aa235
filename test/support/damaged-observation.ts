import { emptyQueue } from '../../src/modules/snapshots/observations.js';
import type { Damage } from '../../src/tools/api-simulator/damage.js';
import type { TimelineEntry } from './live-timeline.js';

/**
 * The expected stored values of an entity with a damaged element: null if it must be rejected, otherwise everything that is still
 * readable, and nothing more.
 */
export function storedInSpiteOf(damage: Damage, entry: TimelineEntry): TimelineEntry | null {
  switch (damage) {
    case 'WITHOUT_ID':
    case 'ELEMENT_NULL':
      return null;
    case 'WAIT_AS_OBJECT':
    case 'WAIT_AS_TEXT':
    case 'WAIT_TOO_LARGE':
    case 'WAIT_MINUS_ONE':
      return { ...entry, waitMinutes: null };
    case 'QUEUE_NULL':
      return { ...entry, waitMinutes: null, queues: [] };
    case 'QUEUE_ENTRY_NULL':
      return { ...entry, waitMinutes: null, queues: entry.queues.map(({ queueType }) => emptyQueue(queueType)) };
    case 'UNKNOWN_STATUS':
      return { ...entry, status: null };
    case 'UNKNOWN_STATE':
      return {
        ...entry,
        queues: entry.queues.map((queue) => ({ ...queue, state: null, boardingGroupStatus: null })),
      };
    case 'BAD_INSTANT':
      return { ...entry, lastUpdatedMs: null };
    case 'WITHOUT_NAME':
    case 'ELEMENT_TWICE':
    case 'UNKNOWN_QUEUE':
    case 'UNKNOWN_ENTITY_TYPE':
      return entry;
    case 'LIST_MISSING':
    case 'LIST_NULL':
    case 'LIST_AS_OBJECT':
    case 'UNKNOWN_SCHEDULE_TYPE':
      throw new Error(`no answer with ${damage} is stored`);
  }
}
