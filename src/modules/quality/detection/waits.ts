import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { DEFAULT_WAIT_MINUTES } from '../../park-use/implausible-waits.js';
import { type ObservedSpan, isOpenLonger } from './observed-spans.js';

export interface WaitThresholds {
  /** Longer waits are stored, and reported. */
  maxWaitMinutes: number;
  /** A wait cannot rise by more than this from one observation to the next. */
  jumpMinutes: number;
  /** Opening time for which the wait of a ride may stay unchanged. */
  frozenRideMs: number;
  /** Opening time for which all waits of a park may stay unchanged. */
  frozenParkMs: number;
}

/** An anomaly in the waits of a ride or, without a ride, of a park. */
export interface WaitAnomaly extends TimeInterval {
  reason: 'WAIT_OUT_OF_RANGE' | 'IMPLAUSIBLE_WAIT' | 'IMPOSSIBLE_JUMP' | 'FROZEN_WAIT' | 'FROZEN_PARK';
  rideId: number | null;
  /** The first affected observations. */
  samples: { at: Date; waitMinutes: number; before?: number }[];
  count: number;
}

/** Observations further apart are not compared. */
const NEIGHBOURS_MS = 15 * MINUTE_MS;
const MAX_SAMPLES = 5;
/** Shorter waits may stay unchanged all day. */
export const SHORT_WAIT_MINUTES = 15;
/** Fewer rides with a wait may all stay unchanged by chance. */
export const MIN_FROZEN_RIDES = 3;

/** A wait that is too long is reported only as such, not also as a jump or as frozen. */
const isTooLong = ({ waitMinutes }: Pick<ObservedSpan, 'waitMinutes'>, { maxWaitMinutes }: WaitThresholds): boolean =>
  waitMinutes !== null && waitMinutes > maxWaitMinutes;

type State = Pick<ObservedSpan, 'status' | 'waitMinutes'>;

const isDefaultValue = (before: State | undefined, { waitMinutes }: State, after: State | undefined): boolean =>
  waitMinutes === DEFAULT_WAIT_MINUTES && before?.status === 'CLOSED' && after?.status === 'CLOSED';

/** Waits above the limit, and waits of 300 between two CLOSED states. @param observed one ride's day, oldest first */
export function findWaitAnomalies(observed: readonly ObservedSpan[], thresholds: WaitThresholds): WaitAnomaly[] {
  const defaults = observed.filter((one, index) => isDefaultValue(observed[index - 1], one, observed[index + 1]));
  const long = observed.filter((one) => isTooLong(one, thresholds));
  return [...anomalyOf('WAIT_OUT_OF_RANGE', long), ...anomalyOf('IMPLAUSIBLE_WAIT', defaults)];
}

/**
 * Waits that rise by hours within minutes. A sudden fall is plausible, and excluded waits are not compared: a stalled
 * feed catches up in one step.
 * @param observed one ride's day, oldest first
 */
export function findJumps(
  observed: readonly ObservedSpan[],
  thresholds: WaitThresholds,
  isExcluded: (one: ObservedSpan) => boolean = () => false,
): WaitAnomaly[] {
  const { jumpMinutes } = thresholds;
  const jumps: ObservedSpan[] = [];
  const before: number[] = [];
  for (const [index, next] of observed.entries()) {
    const previous = observed[index - 1];
    if (previous?.status !== 'OPERATING' || next.status !== 'OPERATING') continue;
    if (previous.waitMinutes === null || next.waitMinutes === null || isTooLong(next, thresholds)) continue;
    if (next.fromMs - previous.untilMs > NEIGHBOURS_MS || next.waitMinutes - previous.waitMinutes <= jumpMinutes)
      continue;
    if (isExcluded(previous) || isExcluded(next)) continue;
    jumps.push(next);
    before.push(previous.waitMinutes);
  }
  return anomalyOf('IMPOSSIBLE_JUMP', jumps, before);
}

/**
 * Intervals in which a ride was observed operating with an unchanged wait.
 * @param observed observations of one ride, oldest first
 * @param sinceMs since when the ride has reported the values of the first observation
 */
export function findFrozenWaits(
  observed: readonly ObservedSpan[],
  openingIntervals: readonly TimeInterval[],
  thresholds: WaitThresholds,
  sinceMs?: number,
): WaitAnomaly[] {
  const { frozenRideMs } = thresholds;
  const intervals = unchangedIntervalsOf(observed, sinceMs);
  return intervals
    .filter(({ first }, index) => {
      const isDefault = isDefaultValue(intervals[index - 1]?.first, first, intervals[index + 1]?.first);
      return !isDefault && !isTooLong(first, thresholds);
    })
    .filter(({ first }) => first.status === 'OPERATING' && (first.waitMinutes ?? 0) >= SHORT_WAIT_MINUTES)
    .filter((interval) => isOpenLonger(interval, openingIntervals, frozenRideMs))
    .flatMap(({ first, startMs, endMs }) =>
      anomalyOf('FROZEN_WAIT', [first]).map((anomaly) => ({ ...anomaly, startMs, endMs })),
    );
}

/**
 * Intervals in which no wait and no status of a park changed, although rides were operating with posted waits. Waits of 0
 * are not a sign of a frozen park: ZERO_WAITS judges them.
 */
export function findFrozenPark(
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  openingIntervals: readonly TimeInterval[],
  { frozenParkMs }: WaitThresholds,
  unchangedSince: ReadonlyMap<number, number> = new Map(),
): WaitAnomaly[] {
  const intervals = [...byRide].flatMap(([rideId, observed]) =>
    unchangedIntervalsOf(observed, unchangedSince.get(rideId)),
  );
  const changes = [...new Set(intervals.flatMap(({ startMs, endMs }) => [startMs, endMs]))].sort((a, b) => a - b);
  const still = changes.slice(1).map((endMs, index) => ({ startMs: changes[index]!, endMs }));
  return still
    .filter((window) => isOpenLonger(window, openingIntervals, frozenParkMs))
    .flatMap((window) => {
      const frozen = intervals.filter(
        ({ startMs, endMs, first }) =>
          startMs <= window.startMs &&
          endMs >= window.endMs &&
          first.status === 'OPERATING' &&
          (first.waitMinutes ?? 0) > 0,
      );
      if (frozen.length < MIN_FROZEN_RIDES) return [];
      const samples = frozen.slice(0, MAX_SAMPLES).map(({ first }) => sampleOf(first));
      return [{ ...window, reason: 'FROZEN_PARK' as const, rideId: null, samples, count: frozen.length }];
    });
}

/** Merges consecutive observations with equal values. @param sinceMs when the first of them began */
export function unchangedIntervalsOf(
  observed: readonly ObservedSpan[],
  sinceMs?: number,
): (TimeInterval & { first: ObservedSpan })[] {
  const intervals: (TimeInterval & { first: ObservedSpan })[] = [];
  for (const next of observed) {
    const open = intervals.at(-1);
    const isSame = open?.first.status === next.status && open.first.waitMinutes === next.waitMinutes;
    if (isSame) open.endMs = Math.max(open.endMs, next.untilMs);
    else
      intervals.push({
        startMs: open === undefined ? (sinceMs ?? next.fromMs) : next.fromMs,
        endMs: next.untilMs,
        first: next,
      });
  }
  return intervals;
}

function anomalyOf(
  reason: WaitAnomaly['reason'],
  found: readonly ObservedSpan[],
  before: readonly number[] = [],
): WaitAnomaly[] {
  const [first, last] = [found.at(0), found.at(-1)];
  if (first === undefined || last === undefined) return [];
  const samples = found.slice(0, MAX_SAMPLES).map((observed, index) => {
    return { ...sampleOf(observed), ...(before[index] === undefined ? {} : { before: before[index] }) };
  });
  const { rideId, fromMs: startMs } = first;
  return [{ reason, rideId, startMs, endMs: last.untilMs, samples, count: found.length }];
}

const sampleOf = ({ fromMs, waitMinutes }: ObservedSpan) => ({ at: new Date(fromMs), waitMinutes: waitMinutes ?? 0 });
