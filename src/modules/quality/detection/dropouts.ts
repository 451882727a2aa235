import { DAY_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { Gap } from './gaps.js';
import { scheduledMsOf } from './observed-spans.js';
import { AT_ONCE_MS, MIN_RIDES_TOGETHER, clustersOf } from './finding-parts.js';

/** Rides that are missing for longer count as gone: the gap grows no further. */
const MISSING_MS = 28 * DAY_MS;

/** Gaps of rides that begin together: one gap of their park. */
export interface Dropout {
  gap: Gap;
  /** The gaps that are part of it, and are not reported ride by ride. */
  parts: Gap[];
}

/**
 * Rides that drop out of their feed together while the feed goes on: at least {@link MIN_RIDES_TOGETHER} gaps that follow
 * observations of one moment (in an archive, where each ride is observed at its own changes: of one silence limit). Such a
 * gap lasts as long as so many of them are missing; a ride that stays away for longer than the limit has its own gap too.
 */
export function findDropouts(
  rideGaps: readonly Gap[],
  openingIntervals: readonly TimeInterval[],
  noDataMs: number,
): Dropout[] {
  const bySource = (source: Gap['source']) => rideGaps.filter((gap) => gap.source === source);
  return [
    ...clustersOf(bySource('LIVE'), ({ sinceMs }) => sinceMs, AT_ONCE_MS),
    ...clustersOf(bySource('ARCHIVE'), ({ sinceMs }) => sinceMs, noDataMs),
  ]
    .filter(({ members }) => members.length >= MIN_RIDES_TOGETHER)
    .map(({ startMs, members }) => dropoutOf(startMs, members, openingIntervals, noDataMs));
}

function dropoutOf(
  sinceMs: number,
  members: readonly Gap[],
  openingIntervals: readonly TimeInterval[],
  noDataMs: number,
): Dropout {
  const byEnd = [...members].sort((a, b) => b.endMs - a.endMs);
  const last = byEnd[MIN_RIDES_TOGETHER - 1]!;
  const startMs = Math.min(...members.map((gap) => gap.startMs));
  const endMs = Math.min(last.endMs, Math.max(sinceMs + MISSING_MS, startMs));
  const gap: Gap = {
    ...{ startMs, endMs, sinceMs, reason: 'RIDES_DROPPED_OUT', source: last.source, rideId: null },
    missingMs: scheduledMsOf({ startMs, endMs }, openingIntervals),
    isOngoing: last.isOngoing && endMs === last.endMs,
    rideIds: members.flatMap(({ rideIds }) => rideIds).sort((a, b) => a - b),
  };
  return { gap, parts: members.filter((part) => last.isOngoing || part.endMs <= last.endMs + noDataMs) };
}
