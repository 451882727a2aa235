import {
  INVALID,
  isJsonObject,
  isWithoutValue,
  type JsonObject,
  readCount,
  readCurrency,
  readPriceMinor,
  readWord,
} from '../../../common/reading/field-readers.js';
import {
  BOARDING_GROUP_STATUSES,
  emptyQueue,
  MAX_WAIT_MINUTES,
  type QueueObservation,
  type QueueType,
  RETURN_STATES,
  SUSPICIOUS_WAIT_MINUTES,
} from '../observations.js';
import { readInstant } from './instant-reader.js';
import type { ReadingContext } from './reading-context.js';

/** Largest plausible boarding group; it also fits a SMALLINT column. */
const MAX_GROUP = 32_767;

/** One entry of `data.queue` and the context to read it. */
export interface QueueEntry {
  queueType: QueueType;
  /** Path of the entry, such as `data.queue.RETURN_TIME`; prefix of every noted field. */
  path: string;
  fields: JsonObject;
  context: ReadingContext;
}

/**
 * One queue as a typed observation, or null if it has no values. The wait of STANDBY belongs to the snapshot and is included only
 * if the queue has other values too.
 */
export function normaliseQueue(entry: QueueEntry): QueueObservation | null {
  const row = entry.queueType === 'BOARDING_GROUP' ? readBoardingGroup(entry) : readReturnOrWait(entry);
  const hasMore =
    entry.queueType === 'STANDBY' ? hasMoreThanWait(row) : row.waitMinutes !== null || hasMoreThanWait(row);
  return hasMore ? row : null;
}

function readReturnOrWait(entry: QueueEntry): QueueObservation {
  const { fields } = entry;
  const row = emptyQueue(entry.queueType);
  row.waitMinutes = readWait(entry);
  row.state = noteIfInvalid(entry, 'state', readWord(fields.state, RETURN_STATES), fields.state);
  row.returnStartMs = readTime(entry, 'returnStart');
  row.returnEndMs = readTime(entry, 'returnEnd');
  readPrice(entry, row);
  return row;
}

/** The archive uses `state` and `currentGroup`, the live API `allocationStatus` and `currentGroupStart`. */
function readBoardingGroup(entry: QueueEntry): QueueObservation {
  const { fields } = entry;
  const row = emptyQueue(entry.queueType);
  const statusField = isWithoutValue(fields.allocationStatus) ? 'state' : 'allocationStatus';
  const status = fields[statusField];
  row.waitMinutes = readWait(entry);
  row.boardingGroupStatus = noteIfInvalid(entry, statusField, readWord(status, BOARDING_GROUP_STATUSES), status);
  readGroups(entry, row);
  row.nextAllocationAtMs = readTime(entry, 'nextAllocationTime');
  const estimate = readCount(fields.estimatedWait, MAX_WAIT_MINUTES);
  row.estimatedWaitMinutes = noteIfInvalid(entry, 'estimatedWait', estimate, fields.estimatedWait);
  return row;
}

/** Problems of the standby wait were already noted with the snapshot. */
function readWait(entry: QueueEntry): number | null {
  const raw = entry.fields.waitTime;
  const waitMinutes = readCount(raw, MAX_WAIT_MINUTES);
  if (entry.queueType === 'STANDBY') return waitMinutes ?? null;
  if (typeof waitMinutes === 'number' && waitMinutes > SUSPICIOUS_WAIT_MINUTES) {
    entry.context.note('SUSPICIOUS_WAIT_TIME', `${entry.path}.waitTime`, raw);
  }
  return noteIfInvalid(entry, 'waitTime', waitMinutes, raw);
}

/** `currentGroup` is a single group, a text such as "45-60", or an object with both ends of the range. */
function readGroups(entry: QueueEntry, row: QueueObservation): void {
  const { fields } = entry;
  const current = fields.currentGroup;
  row.groupStart = readGroup(entry, 'currentGroupStart', fields.currentGroupStart);
  row.groupEnd = readGroup(entry, 'currentGroupEnd', fields.currentGroupEnd);
  if (isWithoutValue(current)) return;
  const [first, last] = endsOfRange(current);
  row.groupStart ??= readGroup(entry, 'currentGroup', first);
  row.groupEnd ??= first === last ? row.groupStart : readGroup(entry, 'currentGroup', last);
}

function endsOfRange(current: unknown): [unknown, unknown] {
  if (isJsonObject(current)) {
    return [current.start ?? current.currentGroupStart, current.end ?? current.currentGroupEnd];
  }
  const range = typeof current === 'string' ? /^\s*(\d+)\s*(?:-|–|to)\s*(\d+)\s*$/i.exec(current) : null;
  return range === null ? [current, current] : [range[1], range[2]];
}

function readGroup(entry: QueueEntry, field: string, value: unknown): number | null {
  return noteIfInvalid(entry, field, readCount(value, MAX_GROUP), value);
}

function readTime(entry: QueueEntry, field: string): number | null {
  const value = entry.fields[field];
  return noteIfInvalid(entry, field, readInstant(value, `${entry.path}.${field}`, entry.context), value);
}

/** A missing amount is an unknown price, and 0 is free. The two are never confused. */
function readPrice(entry: QueueEntry, row: QueueObservation): void {
  const price = entry.fields.price;
  if (isWithoutValue(price)) return;
  if (!isJsonObject(price)) {
    entry.context.note('INVALID_QUEUE_FIELD', `${entry.path}.price`, price);
    return;
  }
  const { amount, currency } = price;
  const formatted = typeof price.formatted === 'string' ? entry.context.decodeText(price.formatted) : null;
  row.priceMinor = noteIfInvalid(entry, 'price.amount', readPriceMinor(amount, formatted), amount);
  row.priceCurrency = noteIfInvalid(entry, 'price.currency', readCurrency(currency), currency);
}

function noteIfInvalid<Value>(entry: QueueEntry, field: string, read: Value | undefined, raw: unknown): Value | null {
  if (read !== INVALID) return read;
  entry.context.note('INVALID_QUEUE_FIELD', `${entry.path}.${field}`, raw);
  return null;
}

function hasMoreThanWait(row: QueueObservation): boolean {
  return (
    row.state !== null ||
    row.returnStartMs !== null ||
    row.returnEndMs !== null ||
    row.priceMinor !== null ||
    row.priceCurrency !== null ||
    row.boardingGroupStatus !== null ||
    row.groupStart !== null ||
    row.groupEnd !== null ||
    row.nextAllocationAtMs !== null ||
    row.estimatedWaitMinutes !== null
  );
}
