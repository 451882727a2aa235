import { groupBy } from '../../../common/collections.js';
import { HOUR_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { type ObservedSpan, firstObservedIn } from './observed-spans.js';
import type { StatusChange } from './status-changes.js';
import { AT_ONCE_MS, MIN_RIDES_TOGETHER, MIN_SHARE_TOGETHER, clustersOf } from './group-findings.js';

/** Many rides of a park that close at one moment and stay closed. */
export interface Closing extends TimeInterval {
  rideIds: number[];
  /** Attractions that were operating just before. */
  operating: number;
}

/** Rides closed for this long before the end of the opening neither end their day early nor wait for a storm to pass. */
const LONG_MS = 3 * HOUR_MS;

/** Rides that close at nearly the same time after the opening on two days have their own operating hours. */
const USUAL_MS = 30 * MINUTE_MS;

/** Around the end of published hours, for example before an evening event, rides close together as planned. */
const CLOSING_TIME_MS = 30 * MINUTE_MS;

/** In the last hour of an opening, rides close one after the other. */
const LAST_HOUR_MS = HOUR_MS;

export interface ClosingSurroundings {
  attractions: ReadonlySet<number>;
  /** In order. */
  openingIntervals: readonly TimeInterval[];
  /** Ends of published hours. */
  closingTimesMs: readonly number[];
  /** End of the known observations. */
  untilMs: number;
}

interface LastingChange extends StatusChange {
  opening: TimeInterval;
}

/**
 * Moments within an opening at which at least {@link MIN_RIDES_TOGETHER} rides, and {@link MIN_SHARE_TOGETHER} of the
 * operating ones, change from OPERATING to CLOSED and stay closed to its end: for at least {@link LONG_MS}, or through the
 * next opening too. That points to a fault of the feed, because a storm passes.
 * @param byRide oldest first
 */
export function findClosings(
  changes: readonly StatusChange[],
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  around: ClosingSurroundings,
): Closing[] {
  const lasting = changes.flatMap((change) => lastingChange(change, byRide, around));
  const ofRide = groupBy(lasting, ({ rideId }) => rideId);
  const unusual = lasting.filter(
    (change) => !ofRide.get(change.rideId)!.some((other) => closedAtSimilarTimeBefore(other, change)),
  );
  return clustersOf(unusual, ({ atMs }) => atMs, AT_ONCE_MS).flatMap(({ startMs, members }) => {
    const rideIds = members.map(({ rideId }) => rideId).sort((a, b) => a - b);
    if (rideIds.length < MIN_RIDES_TOGETHER) return [];
    const operating = operatingBefore(startMs, members[0]!.opening, byRide, around.attractions);
    if (rideIds.length < MIN_SHARE_TOGETHER * operating) return [];
    return [{ startMs, endMs: members[0]!.opening.endMs, rideIds, operating }];
  });
}

function lastingChange(
  change: StatusChange,
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  { openingIntervals, closingTimesMs, untilMs }: ClosingSurroundings,
): LastingChange[] {
  const { atMs, rideId, index } = change;
  if (change.from !== 'OPERATING' || change.to !== 'CLOSED') return [];
  const at = openingIntervals.findIndex(({ startMs, endMs }) => startMs < atMs && atMs < endMs - LAST_HOUR_MS);
  const opening = openingIntervals[at];
  if (opening === undefined || closingTimesMs.some((ms) => Math.abs(ms - atMs) <= CLOSING_TIME_MS)) return [];
  const observed = byRide.get(rideId)!;
  for (let later = index; later < observed.length && observed[later]!.fromMs < opening.endMs; later++) {
    if (observed[later]!.status !== 'CLOSED') return [];
  }
  const isLong = Math.min(opening.endMs, untilMs) - atMs >= LONG_MS || isClosedIn(observed, openingIntervals[at + 1]);
  return isLong ? [{ ...change, opening }] : [];
}

/** Whether the ride was observed in the opening, and always CLOSED. */
function isClosedIn(observed: readonly ObservedSpan[], opening: TimeInterval | undefined): boolean {
  if (opening === undefined) return false;
  const began = firstObservedIn(observed, opening);
  const before = firstObservedIn(observed, { startMs: -Infinity, endMs: opening.startMs }).at(-1);
  const within = before !== undefined && before.untilMs >= opening.startMs ? [before, ...began] : began;
  return within.length > 0 && within.every(({ status }) => status === 'CLOSED');
}

const closedAtSimilarTimeBefore = (other: LastingChange, change: LastingChange): boolean =>
  other.atMs < change.atMs && Math.abs(sinceOpeningMs(other) - sinceOpeningMs(change)) <= USUAL_MS;

const sinceOpeningMs = ({ atMs, opening }: LastingChange): number => atMs - opening.startMs;

/** The number of attractions whose last observation before the moment, within the opening, is OPERATING. */
function operatingBefore(
  momentMs: number,
  { startMs }: TimeInterval,
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  attractions: ReadonlySet<number>,
): number {
  let operating = 0;
  for (const [rideId, observed] of byRide) {
    if (!attractions.has(rideId)) continue;
    const last = firstObservedIn(observed, { startMs: -Infinity, endMs: momentMs }).at(-1);
    if (last?.status === 'OPERATING' && last.untilMs >= startMs - HOUR_MS) operating++;
  }
  return operating;
}
