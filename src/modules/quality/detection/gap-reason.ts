import { DAY_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';

/** Why data is missing; the words of the API. */
export const GAP_REASONS = [
  'COLLECTION_FAILURE',
  'API_UNAVAILABLE',
  'RATE_LIMITED',
  'MISSING_ARCHIVE',
  'INVALID_DATA',
  'PARK_SILENT',
  'RIDES_DROPPED_OUT',
] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** One time at which the collector asked, or should have asked, for a destination. */
export interface Poll {
  startedAtMs: number;
  /** Null: nothing was stored. */
  observedAtMs: number | null;
  errorCode: string | null;
  /** Entries of the answer, and those that were refused because they could not be read. */
  entitiesRead: number;
  entitiesRejected: number;
}

/** What the failures that are recorded with a poll mean; all others are our own. */
const REASON_OF_ERROR: Readonly<Record<string, GapReason>> = {
  RATE_LIMITED: 'RATE_LIMITED',
  SERVER_ERROR: 'API_UNAVAILABLE',
  TIMEOUT: 'API_UNAVAILABLE',
  NETWORK: 'API_UNAVAILABLE',
  NOT_FOUND: 'API_UNAVAILABLE',
  REFUSED: 'API_UNAVAILABLE',
  MALFORMED_RESPONSE: 'INVALID_DATA',
};

/** Polls around a short gap show as well how often polls are made. */
const NEAR_MS = DAY_MS;
/** Fewer polls do not. */
const POLLS_THAT_SHOW_THE_PERIOD = 4;

/**
 * Why a park of a destination was not seen live: its destination answered without a word of it (PARK_SILENT), its
 * entities were in the answers and could not be read (INVALID_DATA), or the failure that was recorded most often. Polls
 * that were never made count as failures of the collection.
 * @param periodMs from one poll to the next, by the settings; polls that are made less often are not missed
 * @param rides of the park: so many refused entries may well have been the park's
 */
export function reasonOfLiveGap(
  { startMs, endMs }: TimeInterval,
  polls: readonly Poll[],
  periodMs: number,
  rides: number,
): GapReason {
  const made = polls.filter(({ startedAtMs, observedAtMs }) => {
    // the polls of the last and of the next observation bound the gap and are no part of it
    return startedAtMs > startMs && startedAtMs < endMs && observedAtMs !== startMs && observedAtMs !== endMs;
  });
  const counts = new Map<GapReason, number>();
  for (const poll of made) {
    const reason = reasonOfPoll(poll, rides);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const near = polls.filter(({ startedAtMs }) => startedAtMs > startMs - NEAR_MS && startedAtMs < endMs + NEAR_MS);
  const usualMs = Math.max(usualPeriodMs(made), usualPeriodMs(near));
  const expected = Math.floor((endMs - startMs) / Math.max(periodMs, usualMs)) - 1;
  const missed = Math.max(0, expected - made.length);
  counts.set('COLLECTION_FAILURE', (counts.get('COLLECTION_FAILURE') ?? 0) + missed);
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}

function reasonOfPoll({ observedAtMs, errorCode, entitiesRead, entitiesRejected }: Poll, rides: number): GapReason {
  if (observedAtMs === null) return REASON_OF_ERROR[errorCode ?? ''] ?? 'COLLECTION_FAILURE';
  const isParkRefused = entitiesRejected > 0 && entitiesRejected >= Math.min(entitiesRead, rides);
  return isParkRefused ? 'INVALID_DATA' : 'PARK_SILENT';
}

/** The median of the times between polls; 0 where there are too few of them. */
function usualPeriodMs(polls: readonly Poll[]): number {
  if (polls.length < POLLS_THAT_SHOW_THE_PERIOD) return 0;
  const periods = polls.slice(1).map(({ startedAtMs }, index) => startedAtMs - polls[index]!.startedAtMs);
  return periods.sort((a, b) => a - b)[Math.floor((periods.length - 1) / 2)]!;
}
