import { INVALID, isJsonObject, readCount, readWord, type JsonObject } from '../../../common/reading/field-readers.js';
import {
  byQueueType,
  emptyQueue,
  MAX_WAIT_MINUTES,
  QUEUE_TYPES,
  type QueueObservation,
  type QueueType,
  RIDE_STATUSES,
  type RideStatus,
  SUSPICIOUS_WAIT_MINUTES,
} from '../observations.js';
import { normaliseQueue } from './queue-normaliser.js';
import { queuesByType, type QueuesByType } from './queue-shapes.js';
import type { ReadingContext } from './reading-context.js';

/** The state of one entity at one instant, as reported by a source. */
export interface ReadObservation {
  status: RideStatus | null;
  /** Wait of the standby queue in minutes; null if none is posted. */
  waitMinutes: number | null;
  /** Each other queue at most once, and STANDBY if it has more than a wait, in the order of QUEUE_TYPES. */
  queues: readonly QueueObservation[];
}

/** Paths of the fields in an entry, for the notes. */
export interface FieldPaths {
  status: string;
  queue: string;
  standbyWait: string;
  queues: Readonly<Record<QueueType, string>>;
}

const STATUS_WORDS: ReadonlySet<unknown> = new Set(RIDE_STATUSES);
/** A queue that is null is one without values. */
const NO_FIELDS: JsonObject = {};
const NO_QUEUES: readonly QueueObservation[] = [];

/** @param prefix path of the object that contains `status` and `queue`, such as `data.` */
export function fieldPaths(prefix: string): FieldPaths {
  const queue = `${prefix}queue`;
  const queues = Object.fromEntries(QUEUE_TYPES.map((type) => [type, `${queue}.${type}`])) as FieldPaths['queues'];
  return { status: `${prefix}status`, queue, standbyWait: `${queue}.STANDBY.waitTime`, queues };
}

/**
 * Reads status, standby wait and queues of an entry of the live API, the archive or the History API. An unreadable field becomes
 * null and is noted; the other fields are unaffected. Never throws, whatever `fields` contain.
 */
export function readObservation(fields: JsonObject, paths: FieldPaths, context: ReadingContext): ReadObservation {
  const queues = queuesByType(fields.queue, paths.queue, context.note);
  return {
    status: readStatus(fields.status, paths, context),
    waitMinutes: readStandbyWait(queues.STANDBY, paths, context),
    queues: readQueues(queues, paths, context),
  };
}

function readStatus(raw: unknown, paths: FieldPaths, { note }: ReadingContext): RideStatus | null {
  if (STATUS_WORDS.has(raw)) return raw as RideStatus;
  const status = readWord(raw, RIDE_STATUSES);
  if (status !== INVALID) return status;
  note('UNKNOWN_STATUS', paths.status, raw);
  return null;
}

/**
 * An impossible wait (-999, 3030, 12.5, text) only drops the wait, because the status of the entry is still valid.
 * The limits are in `snapshots/observations.ts`.
 */
function readStandbyWait(standby: unknown, paths: FieldPaths, { note }: ReadingContext): number | null {
  const raw = isJsonObject(standby) ? standby.waitTime : undefined;
  const waitMinutes = readCount(raw, MAX_WAIT_MINUTES);
  if (waitMinutes === INVALID) {
    note('INVALID_WAIT_TIME', paths.standbyWait, raw);
    return null;
  }
  if (waitMinutes !== null && waitMinutes > SUSPICIOUS_WAIT_MINUTES) {
    note('SUSPICIOUS_WAIT_TIME', paths.standbyWait, raw);
  }
  return waitMinutes;
}

function readQueues(queues: QueuesByType, paths: FieldPaths, context: ReadingContext): readonly QueueObservation[] {
  let rows: QueueObservation[] | null = null;
  // Nearly every entry has only STANDBY: iterating over its keys is faster than over all types.
  for (const key in queues) {
    const queueType = key as QueueType;
    const fields = queues[queueType];
    if (fields === undefined) continue;
    const row = readQueue(queueType, fields ?? NO_FIELDS, paths, context);
    if (row !== null) (rows ??= []).push(row);
  }
  return rows === null ? NO_QUEUES : rows.length === 1 ? rows : rows.sort(byQueueType);
}

/**
 * A reported queue without values differs from a missing queue, because sources end an offer by setting its fields, or the whole
 * queue, to null. It is stored with null fields, except STANDBY, whose wait is part of the snapshot.
 */
function readQueue(
  queueType: QueueType,
  fields: unknown,
  paths: FieldPaths,
  context: ReadingContext,
): QueueObservation | null {
  const path = paths.queues[queueType];
  if (!isJsonObject(fields)) {
    context.note('INVALID_QUEUE', path, fields);
    return null;
  }
  if (queueType === 'STANDBY' && hasOnlyWait(fields)) return null;
  const row = normaliseQueue({ queueType, path, fields, context });
  return row ?? (queueType === 'STANDBY' ? null : emptyQueue(queueType));
}

/** Nearly every entry has only this queue: skips building a row that would be dropped. */
function hasOnlyWait(fields: JsonObject): boolean {
  for (const key in fields) if (key !== 'waitTime') return false;
  return true;
}
