import { DAY_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { Gap } from './gaps.js';
import { scheduledMsOf } from './observed-spans.js';
import { AT_ONCE_MS, MIN_RIDES_TOGETHER, clustersOf } from './group-findings.js';

/** Rides missing for longer than this count as removed: the gap does not grow any further. */
const MISSING_MS = 28 * DAY_MS;

/** Gaps of rides that begin together, as one gap of their park. */
export interface Dropout {
  gap: Gap;
  /** The gaps of single rides that it replaces. */
  parts: Gap[];
}

/**
 * Rides that drop out of their feed together while the feed continues: at least {@link MIN_RIDES_TOGETHER} gaps whose last
 * observations lie within one moment (in an archive, which records each ride only when it changes: within `noDataMs`). The
 * gap lasts while at least that many rides are missing; a ride that stays missing for more than `noDataMs` longer also has
 * its own gap.
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
