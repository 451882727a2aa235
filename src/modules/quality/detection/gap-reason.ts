import { DAY_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';

/** Why data is missing; the codes of the API. */
export const GAP_REASONS = [
  'COLLECTION_FAILURE',
  'API_UNAVAILABLE',
  'RATE_LIMITED',
  'MISSING_ARCHIVE',
  'INVALID_DATA',
  'PARK_SILENT',
  'RIDES_DROPPED_OUT',
  'SOURCE_GAP',
  'HISTORY_WINDOW_EXCEEDED',
] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** Imports find these; no check resolves them. */
const IMPORT_GAP_REASONS: readonly GapReason[] = ['MISSING_ARCHIVE', 'SOURCE_GAP', 'HISTORY_WINDOW_EXCEEDED'];
export const EXAMINED_GAP_REASONS = GAP_REASONS.filter((reason) => !IMPORT_GAP_REASONS.includes(reason));

/** A request of the collector for the live data of a destination. */
export interface Poll {
  startedAtMs: number;
  /** Null: nothing was stored. */
  observedAtMs: number | null;
  errorCode: string | null;
  /** Entities in the response, and the unreadable ones among them, which were rejected. */
  entitiesRead: number;
  entitiesRejected: number;
}

/** The gap reason of each recorded error code; any other error is a failure of the collection itself. */
const REASON_OF_ERROR: Readonly<Record<string, GapReason>> = {
  RATE_LIMITED: 'RATE_LIMITED',
  SERVER_ERROR: 'API_UNAVAILABLE',
  TIMEOUT: 'API_UNAVAILABLE',
  NETWORK: 'API_UNAVAILABLE',
  NOT_FOUND: 'API_UNAVAILABLE',
  REFUSED: 'API_UNAVAILABLE',
  MALFORMED_RESPONSE: 'INVALID_DATA',
};

/** Polls within this distance of a gap also show how often polls are made. */
const NEAR_MS = DAY_MS;
/** Minimum number of polls from which the polling period is derived. */
const MIN_POLLS_FOR_PERIOD = 4;

/**
 * Why a park has no live data: responses without the park (PARK_SILENT), responses whose entities were unreadable
 * (INVALID_DATA), or the error recorded most often. Polls that were never made count as failures of the collection.
 * @param periodMs configured polling period; if polls are regularly made less often, none are missing
 * @param rides number of rides of the park: if as many entities were rejected, they may have been the park's
 */
export function reasonOfLiveGap(
  { startMs, endMs }: TimeInterval,
  polls: readonly Poll[],
  periodMs: number,
  rides: number,
): GapReason {
  const made = polls.filter(({ startedAtMs, observedAtMs }) => {
    // the polls of the last and the next observation bound the gap and do not belong to it
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

/** The median time between polls; 0 if there are too few polls. */
function usualPeriodMs(polls: readonly Poll[]): number {
  if (polls.length < MIN_POLLS_FOR_PERIOD) return 0;
  const periods = polls.slice(1).map(({ startedAtMs }, index) => startedAtMs - polls[index]!.startedAtMs);
  return periods.sort((a, b) => a - b)[Math.floor((periods.length - 1) / 2)]!;
}
