import { LAST_INSTANT_MS } from '../../common/http/dto/calendar.js';
import { MAX_INTERNAL_ID } from '../../common/http/dto/fields.js';
import { ValidationFailedError } from '../../common/http/http-errors.js';
import type { HistoryPosition } from '../snapshots/history/history-sql.js';

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
