import { MINUTE_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { AT_ONCE_MS, clustersOf, MIN_RIDES_TOGETHER, MIN_SHARE_TOGETHER } from './group-findings.js';
import type { ObservedSpan } from './observed-spans.js';
import type { OperatingDay } from './operating-hours.js';

/** A ride that starts or stops operating from one observation to the next. */
export interface StatusChange {
  rideId: number;
  atMs: number;
  from: ObservedSpan['status'];
  to: ObservedSpan['status'];
  /** Index of the later observation in the ride's list. */
  index: number;
}

/**
 * The changes of attractions between OPERATING and another state. In live data, both observations must lie within
 * `apartMs`, because the moment of the change is unknown otherwise. An archive is a log of changes and has no such limit.
 * @param byRide oldest first
 */
export function statusChangesOf(
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  attractions: ReadonlySet<number>,
  apartMs: number,
): StatusChange[] {
  const changes: StatusChange[] = [];
  for (const [rideId, observed] of byRide) {
    if (!attractions.has(rideId)) continue;
    for (let index = 1; index < observed.length; index++) {
      const [before, next] = [observed[index - 1]!, observed[index]!];
      if ((before.status === 'OPERATING') === (next.status === 'OPERATING')) continue;
      if (before.source === 'LIVE' && next.fromMs - before.untilMs > apartMs) continue;
      changes.push({ rideId, atMs: next.fromMs, from: before.status, to: next.status, index });
    }
  }
  return changes;
}

/** A park whose rides change their state together repeatedly on one operating day. */
export interface Flapping extends TimeInterval {
  localDate: string;
  rideIds: number[];
  /** Number of moments at which many rides changed. */
  changes: number;
}

/** Two storms on one day cause four changes: closing and reopening, twice. */
const MIN_CHANGES = 6;

/** At the edges of an opening, rides open and close together anyway. */
const EDGE_MS = 30 * MINUTE_MS;

/** @param attractions number of attractions observed on the days */
export function findFlapping(
  changes: readonly StatusChange[],
  attractions: number,
  days: readonly Pick<OperatingDay, 'localDate' | 'window'>[],
  openingIntervals: readonly TimeInterval[],
): Flapping[] {
  const within = changes.filter(({ atMs }) =>
    openingIntervals.some(({ startMs, endMs }) => atMs > startMs + EDGE_MS && atMs < endMs - EDGE_MS),
  );
  const least = Math.max(MIN_RIDES_TOGETHER, MIN_SHARE_TOGETHER * attractions);
  const together = clustersOf(within, ({ atMs }) => atMs, AT_ONCE_MS).filter(({ members }) => members.length >= least);
  return days.flatMap(({ localDate, window }) => {
    const ofDay = together.filter(({ startMs }) => startMs >= window.startMs && startMs < window.endMs);
    if (ofDay.length < MIN_CHANGES) return [];
    const rideIds = [...new Set(ofDay.flatMap(({ members }) => members.map(({ rideId }) => rideId)))];
    return [
      {
        ...{ localDate, startMs: ofDay[0]!.startMs, endMs: ofDay.at(-1)!.startMs },
        ...{ rideIds: rideIds.sort((a, b) => a - b), changes: ofDay.length },
      },
    ];
  });
}
