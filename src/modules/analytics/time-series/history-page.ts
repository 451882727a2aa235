import type { HistoryPosition } from '../../snapshots/history-window.js';
import { cursorOf, invalidCursor, valuesOfCursor } from '../../../common/http/dto/cursor.js';
import { MAX_INTERNAL_ID } from '../../../common/http/dto/request-fields.js';
import { DAY_MS, LAST_INSTANT_MS } from '../../../common/time/calendar.js';
import { DateRangeError, instantsOf } from '../../../common/time/date-range.js';

/** A year plus the margin of year-over-year views. The export serves longer ranges. */
export const MAX_HISTORY_DAYS = 400;
/** Ten years, because there are few days. */
export const MAX_DAILY_HISTORY_DAYS = 3700;
export const DEFAULT_HISTORY_DAYS = 7;

/**
 * Resolves the requested range [fromMs, toMs). `to` defaults to now, `from` to seven days before `to`. A range that is too long is
 * rejected rather than shortened, because a shortened response looks like a ride without further data.
 * @throws DateRangeError
 */
export function historyWindow(
  asked: { from?: string | undefined; to?: string | undefined },
  now: Date,
  maxDays = MAX_HISTORY_DAYS,
): { fromMs: number; toMs: number } {
  const toMs = asked.to === undefined ? now.getTime() : Date.parse(asked.to);
  const fromMs = asked.from === undefined ? toMs - DEFAULT_HISTORY_DAYS * DAY_MS : Date.parse(asked.from);
  if (fromMs >= toMs) throw DateRangeError.empty(fromMs, toMs);
  if (toMs - fromMs > maxDays * DAY_MS) {
    const hint = asked.to === undefined ? '; without to, the period ends now: give to as well' : '';
    throw DateRangeError.tooLong(instantsOf(fromMs, toMs), maxDays, hint);
  }
  return { fromMs, toMs };
}

/** The range of a page; taken from the cursor unless the request contains one. @throws DateRangeError */
export function pageWindow(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  cursor: { fromMs: number; toMs: number } | null,
  now: Date,
  maxDays?: number,
): { fromMs: number; toMs: number } {
  const begun = cursor && { from: new Date(cursor.fromMs).toISOString(), to: new Date(cursor.toMs).toISOString() };
  return historyWindow({ from: from ?? begun?.from, to: to ?? begun?.to }, now, maxDays);
}

/** The position and the range of a listing: defaults that depend on "now" must not change between pages. */
export interface ObservationCursor extends HistoryPosition {
  fromMs: number;
  toMs: number;
}

/** Opaque to clients. `words` are the sort keys of the listing in addition to instant and ride. */
export function encodeCursor(
  { recordedAtMs, rideId, fromMs, toMs }: ObservationCursor,
  words: readonly string[] = [],
): string {
  return cursorOf([recordedAtMs, rideId, ...words, fromMs, toMs]);
}

/**
 * @param readWords parses the additional sort keys; returns null for invalid ones
 * @throws ValidationFailedError for a text that is not a cursor of this listing
 */
export function readCursor<Words extends object>(
  text: string,
  readWords: (words: readonly unknown[]) => Words | null,
): ObservationCursor & Words {
  const [recordedAtMs, rideId, ...rest] = valuesOfCursor(text);
  const [fromMs, toMs] = rest.splice(-2);
  const words = readWords(rest);
  const cursor = { recordedAtMs, rideId, fromMs, toMs };
  if (words === null || !isPossible(cursor)) throw invalidCursor();
  return { ...cursor, ...words };
}

/** Clients can forge cursors, so values that no Date or column can hold are rejected here. */
function isPossible(cursor: Record<keyof ObservationCursor, unknown>): cursor is ObservationCursor {
  const { recordedAtMs, rideId, fromMs, toMs } = cursor;
  if (!isCount(recordedAtMs) || !isCount(rideId) || !isCount(fromMs) || !isCount(toMs)) return false;
  return rideId <= MAX_INTERNAL_ID && toMs <= LAST_INSTANT_MS && recordedAtMs >= fromMs && recordedAtMs < toMs;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** @throws ValidationFailedError */
export const readHistoryCursor = (text: string): ObservationCursor =>
  readCursor(text, (words) => (words.length === 0 ? {} : null));
