import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { Finding } from '../../findings/finding.js';
import type { Examination, ParkCheckInput, Thresholds } from './check-input.js';
import { type Closing, findClosings } from './closings.js';
import { findingOfState } from './detection-findings.js';
import { entityOf, groupFindings, instantText, type ParkNames, placeOf, rideList } from './finding-parts.js';
import { firstObservedIn, type ObservedSpan } from './observed-spans.js';
import type { OperatingDay } from './operating-hours.js';
import { type ClosedDay, findClosedDays } from './states.js';
import { findFlapping, type Flapping, turnsOf } from './status-changes.js';

/** A moment is the same one as long as its first ride turns in it. */
function findingOfClosing(park: ParkNames, closing: Closing): Finding {
  const { startMs, endMs, rideIds, operating } = closing;
  return {
    ...placeOf(park, null, startMs, endMs),
    issueType: 'SUSPICIOUS',
    reason: 'RIDES_CLOSED_TOGETHER',
    identity: [...entityOf(park, null), startMs],
    recordsAffected: rideIds.length,
    description:
      `${park.name}: ${rideIds.length} of ${operating} operating rides turned CLOSED together at ` +
      `${instantText(startMs, park.timezone)} and stayed so, though the park was in use. That happens to a feed, not to ` +
      'rides: compare it with the source',
    sample: { ...rideList(park, rideIds), operatingBefore: operating },
  };
}

function findingOfFlapping(park: ParkNames, flapping: Flapping): Finding {
  const { localDate, startMs, endMs, rideIds, turns } = flapping;
  return {
    ...placeOf(park, null, startMs, endMs),
    issueType: 'SUSPICIOUS',
    reason: 'PARK_FLAPPING',
    identity: [...entityOf(park, null), localDate],
    recordsAffected: rideIds.length,
    description:
      `${park.name}: ${rideIds.length} rides changed between OPERATING and other states together ${turns} times on ` +
      `${localDate}, first at ${instantText(startMs, park.timezone)}. The feed flaps: do not trust its states of that day`,
    sample: { ...rideList(park, rideIds), turns },
  };
}

/** What happens to many rides of the park at once. */
export function parkEventsOf(
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  { park, attractions, days, published, range, lookedUntilMs }: ParkCheckInput,
  openingIntervals: readonly TimeInterval[],
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

/** First days on which rides are closed all day; the rides of a closing have been reported with it. */
export function closedDayFindings(
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  input: ParkCheckInput,
  openingIntervals: readonly TimeInterval[],
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
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
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
  ofRide: readonly ObservedSpan[],
  { attractions, days, range }: ParkCheckInput,
  openingIntervals: readonly TimeInterval[],
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
