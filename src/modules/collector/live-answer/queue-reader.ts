import { INVALID, isJsonObject, readCount, type JsonObject } from '../../../common/reading/field-readers.js';
import { normaliseQueue } from '../../snapshots/reading/queue-normaliser.js';
import {
  MAX_WAIT_MINUTES,
  QUEUE_TYPES,
  SUSPICIOUS_WAIT_MINUTES,
  emptyQueue,
  type QueueObservation,
  type QueueType,
} from '../../snapshots/observations.js';
import type { EntryIssues } from './live-issue-log.js';
import { wholeSeconds } from '../../../common/reading/whole-seconds.js';

const STANDBY_WAIT_FIELD = 'queue.STANDBY.waitTime';
const KNOWN_TYPES: ReadonlySet<string> = new Set(QUEUE_TYPES);

/** Minutes of the standby queue, null where none is posted, INVALID (with an issue) where the entry is to be refused. */
export function readStandbyWait(queue: unknown, issues: EntryIssues): number | null | undefined {
  const standby = isJsonObject(queue) ? queue.STANDBY : undefined;
  const raw = isJsonObject(standby) ? standby.waitTime : undefined;
  const waitMinutes = readCount(raw, MAX_WAIT_MINUTES);
  if (waitMinutes === INVALID) issues.reject('INVALID_WAIT_TIME', STANDBY_WAIT_FIELD, raw);
  else if (waitMinutes !== null && waitMinutes > SUSPICIOUS_WAIT_MINUTES) {
    issues.note('SUSPICIOUS_WAIT_TIME', STANDBY_WAIT_FIELD, raw);
  }
  return waitMinutes;
}

/** Every queue that the entry reports, in the order of QUEUE_TYPES. */
export function readQueues(queue: unknown, issues: EntryIssues): QueueObservation[] {
  if (queue === undefined || queue === null) return [];
  if (!isJsonObject(queue)) {
    issues.note('INVALID_QUEUE', 'queue', queue);
    return [];
  }
  for (const key of Object.keys(queue)) {
    if (!KNOWN_TYPES.has(key)) issues.note('UNKNOWN_QUEUE_TYPE', 'queue', key);
  }
  return QUEUE_TYPES.flatMap((queueType) => readQueue(queueType, queue, issues) ?? []);
}

/**
 * A queue that is reported but says nothing is a fact too, and not the same as no queue: all its fields are null. Only
 * STANDBY needs no row of its own for that; its wait is the snapshot's.
 */
function readQueue(queueType: QueueType, queue: JsonObject, issues: EntryIssues): QueueObservation | null {
  const fields = Object.hasOwn(queue, queueType) ? queue[queueType] : undefined;
  if (fields === undefined || fields === null) return null;
  const path = `queue.${queueType}`;
  if (!isJsonObject(fields)) {
    issues.note('INVALID_QUEUE', path, fields);
    return null;
  }
  const row = normaliseQueue({ queueType, path, fields, localTime: undefined, note: issues.note });
  if (row === null) return queueType === 'STANDBY' ? null : emptyQueue(queueType);
  return toStoredPrecision(row);
}

function toStoredPrecision(row: QueueObservation): QueueObservation {
  return {
    ...row,
    returnStartMs: wholeSeconds(row.returnStartMs),
    returnEndMs: wholeSeconds(row.returnEndMs),
    nextAllocationAtMs: wholeSeconds(row.nextAllocationAtMs),
  };
}
