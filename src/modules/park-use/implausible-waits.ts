import { HOUR_MS } from '../../common/time/calendar.js';
import { CLOSED, OPERATING } from '../snapshots/observations.js';

/**
 * What a ride was, interval by interval, in order of time and without overlap; between two of them it was not observed.
 * Codes as in SnapshotColumns: status 0 is unknown, a wait below 0 is not posted or not believed.
 */
export interface RideTimeline {
  readonly length: number;
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly status: Uint8Array;
  readonly waitMinutes: Int16Array;
}

/** Whether the next interval begins at the instant at which this one ends. */
export const isFollowedAtOnce = ({ length, startMs, endMs }: RideTimeline, index: number): boolean =>
  index >= 0 && index + 1 < length && endMs[index] === startMs[index + 1];

/** Codes that take the place of a posted wait that is not believed; the second one of a wait that was extreme as well. */
export const WAIT_IMPLAUSIBLE = -2;
export const WAIT_IMPLAUSIBLE_AND_EXTREME = -3;

/** From here on ThemeParks.wiki counts readings apart, as `extremeWaits`. */
export const EXTREME_WAIT_MINUTES = 480;
/** Real data has waits of exactly 300 for one sample between two CLOSED: a placeholder. */
const IMPLAUSIBLE_FROM_MINUTES = 300;
/** Above this, waits must not contradict their neighbours. Real waits of up to 345 minutes exist, and they build up. */
const PLAUSIBLE_ALONE_MINUTES = 300;
const CONTRADICTED_WITHIN_MS = 2 * HOUR_MS;
const NEIGHBOUR_FACTOR = 3;

/** A posted wait of the present, of which no later neighbour is known: null where it is longer than any that is believed. */
export const plausibleWait = (minutes: number | null, ceilingMinutes: number): number | null =>
  minutes !== null && minutes > ceilingMinutes ? null : minutes;

export interface WaitRules {
  /** Longer waits are never believed. */
  ceilingMinutes: number;
  /** Whether two instants lie on one local day: an observation never changes the figures of a day before its own. */
  isSameDay: (aMs: number, bMs: number) => boolean;
}

/** Puts a code in the place of each wait that is not believed: the only place where that is decided. */
export function markImplausibleWaits(timeline: RideTimeline, rules: WaitRules): void {
  const { status, waitMinutes, length } = timeline;
  const harmlessMinutes = Math.min(IMPLAUSIBLE_FROM_MINUTES - 1, rules.ceilingMinutes);
  for (let index = 0; index < length; index++) {
    if (waitMinutes[index]! <= harmlessMinutes || status[index] !== OPERATING) continue;
    const last = lastOfLongWaits(timeline, index);
    const contradicted = isContradicted(timeline, index, last, rules);
    for (let wait = index; wait <= last; wait++) {
      if (contradicted || waitMinutes[wait]! > rules.ceilingMinutes) waitMinutes[wait] = codeOf(waitMinutes[wait]!);
    }
    index = last;
  }
}

const codeOf = (minutes: number): number =>
  minutes >= EXTREME_WAIT_MINUTES ? WAIT_IMPLAUSIBLE_AND_EXTREME : WAIT_IMPLAUSIBLE;

/** The end of the waits above 300 that follow at once; any other wait stands alone. */
function lastOfLongWaits(timeline: RideTimeline, first: number): number {
  let last = first;
  if (timeline.waitMinutes[first]! <= PLAUSIBLE_ALONE_MINUTES) return last;
  while (
    isFollowedAtOnce(timeline, last) &&
    timeline.status[last + 1] === OPERATING &&
    timeline.waitMinutes[last + 1]! > PLAUSIBLE_ALONE_MINUTES
  ) {
    last++;
  }
  return last;
}

/**
 * A wait of exactly 300 between two CLOSED; or waits above 300 that last for less than two hours, and directly before and
 * after them the ride was CLOSED or posted a third of the shortest of them at most.
 */
function isContradicted(timeline: RideTimeline, first: number, last: number, { isSameDay }: WaitRules): boolean {
  const { startMs, endMs, status, waitMinutes } = timeline;
  const shortest = Math.min(...waitMinutes.subarray(first, last + 1));
  if (shortest < IMPLAUSIBLE_FROM_MINUTES) return false;
  if (!isFollowedAtOnce(timeline, first - 1) || !isFollowedAtOnce(timeline, last)) return false;
  const isImplausible = shortest === IMPLAUSIBLE_FROM_MINUTES;
  if (!isImplausible && endMs[last]! - startMs[first]! >= CONTRADICTED_WITHIN_MS) return false;
  const contradicts = (neighbour: number): boolean =>
    status[neighbour] === CLOSED ||
    (!isImplausible &&
      status[neighbour] === OPERATING &&
      waitMinutes[neighbour]! >= 0 &&
      waitMinutes[neighbour]! * NEIGHBOUR_FACTOR <= shortest);
  return contradicts(first - 1) && contradicts(last + 1) && isSameDay(startMs[first]!, startMs[last + 1]!);
}
