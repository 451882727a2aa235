import { INVALID, isJsonObject, readCount, readWord, type JsonObject } from '../../../common/reading/field-readers.js';
import {
  MAX_WAIT_MINUTES,
  QUEUE_TYPES,
  RIDE_STATUSES,
  SUSPICIOUS_WAIT_MINUTES,
  emptyQueue,
  type QueueObservation,
  type QueueType,
  type RideStatus,
} from '../observations.js';
import { normaliseQueue } from './queue-normaliser.js';
import { queuesByType, type QueuesByType } from './queue-shapes.js';
import type { ReadingContext } from './reading-context.js';

/** What a source says of one entity at one instant. */
export interface ReadObservation {
  status: RideStatus | null;
  /** Minutes of the standby queue; null where none is posted. */
  waitMinutes: number | null;
  /** Every other queue at most once, and STANDBY where it says more than its wait, in the order of QUEUE_TYPES. */
  queues: readonly QueueObservation[];
}

/** Where the fields stand in an entry, for the notes. */
export interface FieldPaths {
  status: string;
  queue: string;
  standbyWait: string;
  queues: Readonly<Record<QueueType, string>>;
}

const STATUS_WORDS: ReadonlySet<unknown> = new Set(RIDE_STATUSES);
const NO_QUEUES: readonly QueueObservation[] = [];

/** @param prefix of the object that holds `status` and `queue`, such as `data.` */
export function fieldPaths(prefix: string): FieldPaths {
  const queue = `${prefix}queue`;
  const queues = Object.fromEntries(QUEUE_TYPES.map((type) => [type, `${queue}.${type}`])) as FieldPaths['queues'];
  return { status: `${prefix}status`, queue, standbyWait: `${queue}.STANDBY.waitTime`, queues };
}

/**
 * Status, standby wait and queues of an entry: live, of the archive, or of the History API. A field that cannot be read
 * is null and noted, and leaves the others as they are. Never throws, whatever `fields` hold.
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

/** What is no possible wait (-999, 3030, 12.5, text) costs the wait alone: the status beside it is as good as any. */
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
  // nearly every entry has STANDBY alone: its own keys are fewer than all types
  for (const key in queues) {
    const queueType = key as QueueType;
    const fields = queues[queueType];
    if (fields === undefined || fields === null) continue;
    const row = readQueue(queueType, fields, paths, context);
    if (row !== null) (rows ??= []).push(row);
  }
  return rows === null ? NO_QUEUES : rows.length === 1 ? rows : rows.sort(byQueueType);
}

const byQueueType = (a: QueueObservation, b: QueueObservation): number =>
  QUEUE_TYPES.indexOf(a.queueType) - QUEUE_TYPES.indexOf(b.queueType);

/**
 * A queue that is reported but says nothing is a fact too, and not the same as no queue: a source ends an offer by nulls.
 * All its fields are null then. Only STANDBY needs no row of its own for that; its wait is the snapshot's.
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

/** The standby queue of nearly every entry: spares building a row that would be dropped. */
function hasOnlyWait(fields: JsonObject): boolean {
  for (const key in fields) if (key !== 'waitTime') return false;
  return true;
}
