import { DomainError } from '../../../common/domain-error.js';
import { MAX_INTERNAL_ID } from '../../../common/http/dto/request-fields.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { DAY_MS, LAST_INSTANT_MS } from '../../../common/time/calendar.js';
import type { HistoryPosition } from '../../snapshots/observation-query.sql.js';

/** A year and what year-over-year views need beside it; more is for the export. */
export const MAX_HISTORY_DAYS = 400;
/** Of days there are few enough for ten years. */
export const MAX_DAILY_HISTORY_DAYS = 3700;
export const DEFAULT_HISTORY_DAYS = 7;

/** The window of a history is empty, the wrong way round, or too long. */
export class HistoryWindowError extends DomainError {
  constructor(message: string, fromMs: number, toMs: number, maxDays: number) {
    const [from, to] = [new Date(fromMs), new Date(toMs)].map((instant) => instant.toISOString());
    super('DATE_OUT_OF_RANGE', message, { from, to, maxDays });
  }
}

/**
 * [fromMs, toMs) as asked for: without `to` until now, without `from` the seven days before `to`. What is too long is refused
 * and never cut: an answer that ends early looks like a ride of which nothing more is known.
 * @throws HistoryWindowError
 */
export function historyWindow(
  asked: { from?: string | undefined; to?: string | undefined },
  now: Date,
  maxDays = MAX_HISTORY_DAYS,
): { fromMs: number; toMs: number } {
  const toMs = asked.to === undefined ? now.getTime() : Date.parse(asked.to);
  const fromMs = asked.from === undefined ? toMs - DEFAULT_HISTORY_DAYS * DAY_MS : Date.parse(asked.from);
  if (fromMs >= toMs) throw new HistoryWindowError('from must be before to', fromMs, toMs, maxDays);
  if (toMs - fromMs > maxDays * DAY_MS) {
    const hint = asked.to === undefined ? '; without to, the period ends now: say to as well' : '';
    throw new HistoryWindowError(`from and to must be at most ${maxDays} days apart${hint}`, fromMs, toMs, maxDays);
  }
  return { fromMs, toMs };
}

/** The window of a page: its cursor's, where nothing else is asked for. @throws HistoryWindowError */
export function pageWindow(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  cursor: { fromMs: number; toMs: number } | null,
  now: Date,
  maxDays?: number,
): { fromMs: number; toMs: number } {
  const begun = cursor && { from: new Date(cursor.fromMs).toISOString(), to: new Date(cursor.toMs).toISOString() };
  return historyWindow({ from: from ?? begun?.from, to: to ?? begun?.to }, now, maxDays);
}

/** Where a listing goes on, and over which window it runs: defaults that depend on "now" must not move between pages. */
export interface ObservationCursor extends HistoryPosition {
  fromMs: number;
  toMs: number;
}

/** Opaque to clients. `words` are what the order of the listing has beside instant and ride. */
export function encodeCursor(
  { recordedAtMs, rideId, fromMs, toMs }: ObservationCursor,
  words: readonly string[] = [],
): string {
  return Buffer.from(JSON.stringify([recordedAtMs, rideId, ...words, fromMs, toMs])).toString('base64url');
}

/**
 * @param readWords what the words of the listing say; null where it gives out no such words
 * @throws ValidationFailedError for a text that no listing gave out
 */
export function readCursor<Words extends object>(
  text: string,
  readWords: (words: readonly unknown[]) => Words | null,
): ObservationCursor & Words {
  const [recordedAtMs, rideId, ...rest] = parse(text);
  const [fromMs, toMs] = rest.splice(-2);
  const words = readWords(rest);
  const cursor = { recordedAtMs, rideId, fromMs, toMs };
  if (words === null || !isPossible(cursor)) {
    throw new ValidationFailedError({ cursor: ['cursor must be the nextCursor of another page'] });
  }
  return { ...cursor, ...words };
}

/** Anybody can make a cursor: what no Date or column can hold must not come as far as those. */
function isPossible(cursor: Record<keyof ObservationCursor, unknown>): cursor is ObservationCursor {
  const { recordedAtMs, rideId, fromMs, toMs } = cursor;
  if (!isCount(recordedAtMs) || !isCount(rideId) || !isCount(fromMs) || !isCount(toMs)) return false;
  return rideId <= MAX_INTERNAL_ID && toMs <= LAST_INSTANT_MS && recordedAtMs >= fromMs && recordedAtMs < toMs;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function parse(text: string): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(values) ? values : [];
  } catch {
    return [];
  }
}

/** @throws ValidationFailedError */
export const readHistoryCursor = (text: string): ObservationCursor =>
  readCursor(text, (words) => (words.length === 0 ? {} : null));
