import {
  BOARDING_GROUP_STATUSES,
  MAX_WAIT_MINUTES,
  RETURN_STATES,
  SUSPICIOUS_WAIT_MINUTES,
  emptyQueue,
  type QueueObservation,
  type QueueType,
} from '../observations.js';
import {
  INVALID,
  isJsonObject,
  readCount,
  readWholeNumber,
  readWord,
  saysNothing,
  trimAscii,
  type JsonObject,
} from '../../../common/reading/field-readers.js';
import { parseInstantMs, parseOffsetMs } from '../../../common/reading/instants.js';
import type { ParseReason } from './parse-reasons.js';

/** Largest boarding group and largest price that are believed; they also fit SMALLINT and INT columns. */
const MAX_GROUP = 32_767;
const MAX_PRICE_MINOR = 2_147_483_647;

/** DATETIME columns end with the year 9999; nothing here happened before 1970. */
const END_OF_DATETIME_MS = Date.UTC(10_000, 0, 1);

/** Called for a field that is dropped or doubtful; the event is kept. */
export type NoteField = (reason: ParseReason, field: string, value: unknown) => void;

/** One entry of `data.queue`, and what is needed to understand it. */
export interface QueueEntry {
  queueType: QueueType;
  /** Where the entry stands, such as `data.queue.RETURN_TIME`: the start of every noted field. */
  path: string;
  fields: JsonObject;
  /** A date-time of the same event whose offset is meant where a return time carries none. */
  localTime: unknown;
  note: NoteField;
}

/**
 * One queue as a typed observation, or null where it says nothing. STANDBY's wait belongs to the snapshot: it only comes
 * along when the queue says something else too.
 */
export function normaliseQueue(entry: QueueEntry): QueueObservation | null {
  const row = entry.queueType === 'BOARDING_GROUP' ? readBoardingGroup(entry) : readReturnOrWait(entry);
  const saysMore =
    entry.queueType === 'STANDBY' ? saysMoreThanWait(row) : row.waitMinutes !== null || saysMoreThanWait(row);
  return saysMore ? row : null;
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

/** The archive says `state` and `currentGroup` where the live API says `allocationStatus` and `currentGroupStart`. */
function readBoardingGroup(entry: QueueEntry): QueueObservation {
  const { fields } = entry;
  const row = emptyQueue(entry.queueType);
  const statusField = saysNothing(fields.allocationStatus) ? 'state' : 'allocationStatus';
  const status = fields[statusField];
  row.waitMinutes = readWait(entry);
  row.boardingGroupStatus = noteIfInvalid(entry, statusField, readWord(status, BOARDING_GROUP_STATUSES), status);
  readGroups(entry, row);
  row.nextAllocationAtMs = readTime(entry, 'nextAllocationTime');
  const estimate = readCount(fields.estimatedWait, MAX_WAIT_MINUTES);
  row.estimatedWaitMinutes = noteIfInvalid(entry, 'estimatedWait', estimate, fields.estimatedWait);
  return row;
}

function readWait(entry: QueueEntry): number | null {
  const raw = entry.fields.waitTime;
  const waitMinutes = noteIfInvalid(entry, 'waitTime', readCount(raw, MAX_WAIT_MINUTES), raw);
  // the standby wait has been noted with the snapshot
  if (waitMinutes !== null && waitMinutes > SUSPICIOUS_WAIT_MINUTES && entry.queueType !== 'STANDBY') {
    entry.note('SUSPICIOUS_WAIT_TIME', `${entry.path}.waitTime`, raw);
  }
  return waitMinutes;
}

/** `currentGroup` is one group (both ends of the range), a text such as "45-60", or an object with both ends. */
function readGroups(entry: QueueEntry, row: QueueObservation): void {
  const { fields } = entry;
  const current = fields.currentGroup;
  row.groupStart = readGroup(entry, 'currentGroupStart', fields.currentGroupStart);
  row.groupEnd = readGroup(entry, 'currentGroupEnd', fields.currentGroupEnd);
  if (saysNothing(current)) return;
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
  if (saysNothing(value)) return null;
  const instantMs = typeof value === 'string' ? parseTime(value, entry.localTime) : NaN;
  const storable = instantMs >= 0 && instantMs < END_OF_DATETIME_MS;
  return noteIfInvalid(entry, field, storable ? instantMs : INVALID, value);
}

function parseTime(text: string, localTime: unknown): number {
  const instantMs = parseInstantMs(text);
  if (!Number.isNaN(instantMs) || typeof localTime !== 'string') return instantMs;
  return parseInstantMs(text, parseOffsetMs(localTime));
}

/** A missing amount is an unknown price; 0 is free. The two are never mixed. */
function readPrice(entry: QueueEntry, row: QueueObservation): void {
  const price = entry.fields.price;
  if (saysNothing(price)) return;
  if (!isJsonObject(price)) {
    entry.note('INVALID_QUEUE_FIELD', `${entry.path}.price`, price);
    return;
  }
  const amount = readWholeNumber(price.amount);
  const believable = typeof amount !== 'number' || (amount >= 0 && amount <= MAX_PRICE_MINOR);
  row.priceMinor = noteIfInvalid(entry, 'price.amount', believable ? amount : INVALID, price.amount);
  row.priceCurrency = noteIfInvalid(entry, 'price.currency', readCurrency(price.currency), price.currency);
}

function readCurrency(value: unknown): string | null | undefined {
  if (saysNothing(value)) return null;
  const code = typeof value === 'string' ? trimAscii(value).toUpperCase() : '';
  return /^[A-Z]{3}$/.test(code) ? code : INVALID;
}

function noteIfInvalid<Value>(entry: QueueEntry, field: string, read: Value | undefined, raw: unknown): Value | null {
  if (read !== INVALID) return read;
  entry.note('INVALID_QUEUE_FIELD', `${entry.path}.${field}`, raw);
  return null;
}

function saysMoreThanWait(row: QueueObservation): boolean {
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
