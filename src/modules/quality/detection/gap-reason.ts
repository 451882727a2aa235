import type { TimeWindow } from '../../../common/time/time-windows.js';

/** Why data is missing; the words of the API. */
export const GAP_REASONS = [
  'COLLECTION_FAILURE',
  'API_UNAVAILABLE',
  'RATE_LIMITED',
  'MISSING_ARCHIVE',
  'INVALID_DATA',
  'PARK_SILENT',
] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** One time at which the collector asked, or should have asked, for a destination. */
export interface Poll {
  startedAtMs: number;
  /** Null: nothing was stored. */
  observedAtMs: number | null;
  errorCode: string | null;
}

/** What the failures that are recorded with a poll mean; all others are our own. */
const REASON_OF_ERROR: Readonly<Record<string, GapReason>> = {
  RATE_LIMITED: 'RATE_LIMITED',
  SERVER_ERROR: 'API_UNAVAILABLE',
  TIMEOUT: 'API_UNAVAILABLE',
  NETWORK: 'API_UNAVAILABLE',
  NOT_FOUND: 'API_UNAVAILABLE',
  REFUSED: 'API_UNAVAILABLE',
  MALFORMED_ANSWER: 'INVALID_DATA',
};

/**
 * Why a park of a destination was not seen live: its destination answered without a word of it (PARK_SILENT), or the
 * failure that was recorded most often. Polls that were never made count as failures of the collection.
 * @param periodMs from one poll to the next
 */
export function reasonOfLiveGap({ startMs, endMs }: TimeWindow, polls: readonly Poll[], periodMs: number): GapReason {
  const counts = new Map<GapReason, number>();
  let made = 0;
  for (const { startedAtMs, observedAtMs, errorCode } of polls) {
    // the polls of the last and of the next observation bound the gap and are no part of it
    if (startedAtMs <= startMs || startedAtMs >= endMs || observedAtMs === startMs || observedAtMs === endMs) continue;
    made++;
    const reason = observedAtMs === null ? (REASON_OF_ERROR[errorCode ?? ''] ?? 'COLLECTION_FAILURE') : 'PARK_SILENT';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const expected = Math.floor((endMs - startMs) / periodMs) - 1;
  const missed = Math.max(0, expected - made);
  counts.set('COLLECTION_FAILURE', (counts.get('COLLECTION_FAILURE') ?? 0) + missed);
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}
