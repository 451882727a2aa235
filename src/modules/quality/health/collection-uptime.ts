import { HOUR_MS } from '../../../common/time/durations.js';

/** The cycles of live collection in a period, as they were recorded. */
export interface CollectionMetrics {
  /** The first cycle ever; null: live data was never collected. */
  firstRunAt: Date | null;
  /** The newest cycle; null: none ever. */
  lastRunAt: Date | null;
  runs: number;
  polls: number;
  failedPolls: number;
  lastObservedAt: Date | null;
}

/** A shorter time of collection says nothing: one failed poll of an hour is not an uptime of 92 percent. */
const JUDGED_FROM_MS = 6 * HOUR_MS;

/**
 * Share of the live observations that should have been made, from 0 to 1: cycles that were never begun count like ones
 * that failed. Null where live data was not collected for long enough to tell.
 * @param periodMs from one cycle to the next
 */
export function collectionUptime(
  { firstRunAt, runs, polls, failedPolls }: CollectionMetrics,
  from: Date,
  now: Date,
  periodMs: number,
): number | null {
  if (firstRunAt === null || now.getTime() - Math.max(from.getTime(), firstRunAt.getTime()) < JUDGED_FROM_MS)
    return null;
  const expected = Math.floor((now.getTime() - Math.max(from.getTime(), firstRunAt.getTime())) / periodMs);
  const begun = expected <= 0 ? 1 : Math.min(1, runs / expected);
  return polls === 0 ? (expected <= 0 ? null : 0) : begun * ((polls - failedPolls) / polls);
}
