import { HOUR_MS } from '../../common/time/calendar.js';
import { CLOSED, OPERATING, WAIT_UNKNOWN } from '../snapshots/observations.js';

/**
 * The states of a ride as intervals in time order, without overlap; gaps are unknown time. Codes as in SnapshotColumns: status 0
 * is unknown, and a wait below 0 is not posted or implausible.
 */
export interface RideTimeline {
  readonly length: number;
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly status: Uint8Array;
  readonly waitMinutes: Int16Array;
}

/** Whether the next interval starts when this one ends. */
export const isFollowedAtOnce = ({ length, startMs, endMs }: RideTimeline, index: number): boolean =>
  index >= 0 && index + 1 < length && endMs[index] === startMs[index + 1];

/** Codes that replace an implausible wait; the second one is for a wait that was also extreme. */
export const WAIT_IMPLAUSIBLE = -2;
export const WAIT_IMPLAUSIBLE_AND_EXTREME = -3;

/**
 * Excluded waits are coded below this value: their statistics do not count them, but they still show that a ride posted
 * waits, so that a park without published hours stays in use.
 */
export const EXCLUDED_WAITS_BELOW = -999;
export const excludedWait = (minutes: number): number =>
  minutes > 0 ? EXCLUDED_WAITS_BELOW - 1 - minutes : WAIT_UNKNOWN;
/** The posted minutes, even of an excluded wait. Other codes are returned unchanged. */
export const postedWait = (code: number): number =>
  code < EXCLUDED_WAITS_BELOW ? EXCLUDED_WAITS_BELOW - 1 - code : code;

/** ThemeParks.wiki counts readings from this value on as `extremeWaits`. */
export const EXTREME_WAIT_MINUTES = 480;
/** Feeds post this default value for one sample between two CLOSED. */
export const DEFAULT_WAIT_MINUTES = 300;
/** Longer waits must be consistent with their neighbours. Real waits reach 345 minutes, but they build up gradually. */
const PLAUSIBLE_ALONE_MINUTES = 300;
const CONTRADICTED_WITHIN_MS = 2 * HOUR_MS;
const NEIGHBOUR_FACTOR = 3;

/** Checks a current wait, which has no later neighbour yet; null if it exceeds the ceiling. */
export const plausibleWait = (minutes: number | null, ceilingMinutes: number): number | null =>
  minutes !== null && minutes > ceilingMinutes ? null : minutes;

export interface WaitRules {
  /** Longer waits are always implausible. */
  ceilingMinutes: number;
  /** Whether two instants are on the same local day. An observation must never change the statistics of an earlier day. */
  isSameDay: (aMs: number, bMs: number) => boolean;
}

/** Replaces each implausible wait with a code. Findings about waits are in quality/detection/waits.ts. */
export function markImplausibleWaits(timeline: RideTimeline, rules: WaitRules): void {
  const { status, waitMinutes, length } = timeline;
  const harmlessMinutes = Math.min(DEFAULT_WAIT_MINUTES - 1, rules.ceilingMinutes);
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

/** The end of a sequence of adjacent waits above 300. Any other wait is judged alone. */
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
 * Implausible are a wait of exactly 300 between two CLOSED, and waits above 300 that last for less than two hours and have
 * neighbours that are CLOSED or at most a third of the shortest of them.
 */
function isContradicted(timeline: RideTimeline, first: number, last: number, { isSameDay }: WaitRules): boolean {
  const { startMs, endMs, status, waitMinutes } = timeline;
  const shortest = Math.min(...waitMinutes.subarray(first, last + 1));
  if (shortest < DEFAULT_WAIT_MINUTES) return false;
  if (!isFollowedAtOnce(timeline, first - 1) || !isFollowedAtOnce(timeline, last)) return false;
  const isDefaultValue = shortest === DEFAULT_WAIT_MINUTES;
  if (!isDefaultValue && endMs[last]! - startMs[first]! >= CONTRADICTED_WITHIN_MS) return false;
  const contradicts = (neighbour: number): boolean =>
    status[neighbour] === CLOSED ||
    (!isDefaultValue &&
      status[neighbour] === OPERATING &&
      waitMinutes[neighbour]! >= 0 &&
      waitMinutes[neighbour]! * NEIGHBOUR_FACTOR <= shortest);
  return contradicts(first - 1) && contradicts(last + 1) && isSameDay(startMs[first]!, startMs[last + 1]!);
}
