import type { TimeWindow } from '../../../common/time/time-windows.js';
import type { Closing } from './closings.js';
import { findingOfState } from './detection-findings.js';
import { groupFindings } from './group-findings.js';
import type { OperatingDay } from './opening-hours.js';
import type { Examination, ParkCheckInput } from './park-evidence.js';
import { findingOfClosing } from './park-event-findings.js';
import { type ObservedState, firstObservedIn } from './seen.js';
import { type ClosedDay, findClosedDays } from './states.js';

/** First days on which rides are closed all day; the rides of a closing have been reported with it. */
export function closedDayFindings(
  byRide: ReadonlyMap<number, readonly ObservedState[]>,
  input: ParkCheckInput,
  openingIntervals: readonly TimeWindow[],
  closings: readonly Closing[],
): Examination {
  const { park } = input;
  const wholeDays = { ...input, days: daysWithoutHoles(input) };
  const closed = [...byRide].flatMap(([rideId, ofRide]) => closedDaysOf(rideId, ofRide, wholeDays, openingIntervals));
  const first = closed
    .filter(({ isFirst }) => isFirst)
    .map((day) => ({ day, whole: closingOf(day, byRide, closings) }));
  const undecided = closed.filter(({ isFirst }) => !isFirst).map((day) => findingOfState(park, day));
  const findings = first.filter(({ whole }) => whole === undefined).map(({ day }) => findingOfState(park, day));
  return {
    findings,
    // Together they may be one finding of the park.
    undecided: [...undecided, ...groupFindings(park, [...undecided, ...findings]).findings],
    parts: first.flatMap(({ day, whole }) =>
      whole === undefined ? [] : [{ part: findingOfState(park, day), whole: findingOfClosing(park, whole) }],
    ),
  };
}

/** The closing since which the ride has not operated up to the day. */
function closingOf(
  { rideId, startMs }: ClosedDay,
  byRide: ReadonlyMap<number, readonly ObservedState[]>,
  closings: readonly Closing[],
): Closing | undefined {
  const observed = firstObservedIn(byRide.get(rideId)!, { startMs: -Infinity, endMs: startMs });
  const operatedMs = observed.findLast(({ status }) => status === 'OPERATING')?.fromMs ?? -Infinity;
  return closings.findLast(
    (closing) => closing.startMs < startMs && closing.startMs > operatedMs && closing.rideIds.includes(rideId),
  );
}

/** Of attractions only, and of days that are over: a ride that is still closed may open yet. */
function closedDaysOf(
  rideId: number,
  ofRide: readonly ObservedState[],
  { attractions, days, range }: ParkCheckInput,
  openingIntervals: readonly TimeWindow[],
): ClosedDay[] {
  if (!attractions.has(rideId)) return [];
  const over = days.filter(({ window }) => window.endMs <= range.endMs);
  return findClosedDays(ofRide, over, openingIntervals);
}

/** Where the archive lacks a file of a day, nobody knows what a ride did in it; a silent hour is no such excuse. */
function daysWithoutHoles({ days, archiveHoles, liveSinceMs }: ParkCheckInput): OperatingDay[] {
  const holes = archiveHoles.filter(({ startMs }) => liveSinceMs === null || startMs < liveSinceMs);
  return days.filter(({ window }) =>
    holes.every(({ startMs, endMs }) => endMs <= window.startMs || startMs >= window.endMs),
  );
}
