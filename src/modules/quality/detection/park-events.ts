import type { TimeWindow } from '../../../common/time/time-windows.js';
import type { Finding } from '../../findings/finding.js';
import { type Closing, findClosings } from './closings.js';
import { findFlapping } from './flapping.js';
import { findingOfClosing, findingOfFlapping } from './park-event-findings.js';
import type { ParkCheckInput, Thresholds } from './park-evidence.js';
import type { ObservedState } from './seen.js';
import { turnsOf } from './status-turns.js';

/** What happens to many rides of the park at once. */
export function parkEventsOf(
  byRide: ReadonlyMap<number, readonly ObservedState[]>,
  { park, attractions, days, published, range, lookedUntilMs }: ParkCheckInput,
  openingIntervals: readonly TimeWindow[],
  thresholds: Thresholds,
): { findings: Finding[]; closings: Closing[] } {
  const turns = turnsOf(byRide, attractions, thresholds.liveGapMs);
  const observed = [...byRide.keys()].filter((rideId) => attractions.has(rideId)).length;
  const flapping = findFlapping(turns, observed, days, openingIntervals);
  const around = {
    ...{ attractions, openingIntervals, untilMs: Math.min(range.endMs, lookedUntilMs) },
    closingTimesMs: published.map(({ endMs }) => endMs),
  };
  // A feed that flaps ends its day in some state; that is no event of its own.
  const closings = findClosings(turns, byRide, around).filter(({ startMs }) =>
    flapping.every((day) => startMs < day.startMs || startMs > day.endMs),
  );
  const findings = [
    ...closings.map((closing) => findingOfClosing(park, closing)),
    ...flapping.map((day) => findingOfFlapping(park, day)),
  ];
  return { findings, closings };
}
