import { groupBy } from '../../../common/collections/group-by.js';
import { HOUR_MS, MINUTE_MS } from '../../../common/time/durations.js';
import { merged, type TimeWindow } from '../../../common/time/time-windows.js';
import { type Finding, fingerprintOf } from '../../findings/finding.js';
import type { ParkCheckInput } from './park-evidence.js';
import { openingIntervalsOf, useOfDays } from './park-use.js';
import { type ObservedState, without } from './seen.js';
import { MIN_FROZEN_RIDES, SHORT_WAIT_MINUTES, intervalsOf } from './waits.js';
import { type FoundExclusion, reachOfUnconfirmed, type WindowRule } from './window-rule.js';

type Interval = ReturnType<typeof intervalsOf>[number];

/** Queues drain for a while after closing time. */
const STILL_OUTSIDE_MS = 2 * HOUR_MS;

export const FROZEN_PARK_RULE: WindowRule = {
  reason: 'FROZEN_PARK',
  isReportedApart: false,
  judge(examined, stored) {
    const found = frozenParkExclusions(examined.input, examined.findings);
    return { found, reach: reachOfUnconfirmed(examined, stored, found) };
  },
};

/**
 * Intervals in which a whole park stood still and did not even follow its own closing or opening: rides with a queue were
 * observed at the same wait for two hours in which the park was not in use. Within one opening a small park may well post
 * the same waits for hours, which is reported and not excluded.
 */
export function frozenParkExclusions(facts: ParkCheckInput, findings: readonly Finding[]): FoundExclusion[] {
  const frozen = findings.filter(({ reason }) => reason === 'FROZEN_PARK');
  if (frozen.length === 0) return [];
  const all = stretchesOfRides(facts);
  const long = all.filter(
    ({ first }) => first.status === 'OPERATING' && (first.waitMinutes ?? 0) >= SHORT_WAIT_MINUTES,
  );
  const openingIntervals = openingIntervalsOf(facts, useOfDays(facts));
  return frozen.flatMap((finding) => {
    const [fromMs, untilMs] = [finding.windowStart!.getTime(), finding.windowEnd!.getTime()];
    const rides = long
      .filter(({ startMs, endMs }) => startMs <= fromMs && endMs >= untilMs)
      .filter(({ first }) =>
        standsStillOutside(facts, first.rideId, { startMs: fromMs, endMs: untilMs }, openingIntervals),
      );
    if (rides.length < MIN_FROZEN_RIDES) return [];
    const toMs = isOngoing(facts, untilMs) ? null : endOf(facts, untilMs, all);
    const { parkId } = facts.park;
    const exclusion = {
      ...{ parkId, rideId: null, fromMs, toMs, scope: 'ALL' as const, reason: 'FROZEN_PARK' as const },
      ...{ note: finding.description, findingFingerprint: fingerprintOf(finding) },
    };
    return [{ finding, exclusion }];
  });
}

/** Nothing has been seen since, and the range ends when it was gathered. */
const isOngoing = ({ parkConfirmedUntilMs, lookedUntilMs, range }: ParkCheckInput, untilMs: number): boolean =>
  untilMs >= parkConfirmedUntilMs && lookedUntilMs - range.endMs < MINUTE_MS;

/** Only between two observations that are no further apart than a value is carried forward the ride was really observed. */
function standsStillOutside(
  { observed, carryForwardMs }: ParkCheckInput,
  rideId: number,
  window: TimeWindow,
  openingIntervals: readonly TimeWindow[],
): boolean {
  const ofRide = observed.filter((one) => one.rideId === rideId && one.fromMs <= window.endMs);
  const observedIntervals = ofRide.map(({ fromMs, untilMs, source }: ObservedState, index) => {
    const nextMs = ofRide[index + 1]?.fromMs ?? Infinity;
    const endMs = nextMs <= untilMs + carryForwardMs[source] ? nextMs : untilMs;
    return { startMs: Math.max(fromMs, window.startMs), endMs: Math.min(endMs, window.endMs) };
  });
  return merged(
    observedIntervals.filter(({ startMs, endMs }) => endMs > startMs),
    0,
  ).some((time) => without(time, openingIntervals).some(({ startMs, endMs }) => endMs - startMs >= STILL_OUTSIDE_MS));
}

/**
 * Where the next change was observed: the last of the observations that stood still is excluded too, for as long as it would
 * be carried forward.
 */
function endOf({ carryForwardMs }: ParkCheckInput, untilMs: number, intervals: readonly Interval[]): number {
  const last = intervals.find(({ startMs, endMs }) => startMs < untilMs && endMs === untilMs);
  const nextMs = Math.min(...intervals.map(({ startMs }) => startMs).filter((startMs) => startMs >= untilMs));
  return last === undefined ? untilMs : Math.min(nextMs, untilMs + carryForwardMs[last.first.source]);
}

function stretchesOfRides({ observed, heldSince }: ParkCheckInput): Interval[] {
  const byRide = groupBy(observed, ({ rideId }) => rideId);
  return [...byRide].flatMap(([rideId, ofRide]) => intervalsOf(ofRide, heldSince.get(rideId)));
}
