import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { Finding } from '../../findings/finding.js';
import type { Examination, ParkCheckInput, Thresholds } from './check-input.js';
import { type Closing, findClosings } from './closings.js';
import { findingOfStateAnomaly } from './detection-findings.js';
import { entityOf, instantText, type ParkNames, placeOf, rideList } from './finding-parts.js';
import { groupFindings } from './group-findings.js';
import { firstObservedIn, type ObservedSpan } from './observed-spans.js';
import type { OperatingDay } from './operating-hours.js';
import { type ClosedDay, findClosedDays } from './states.js';
import { findFlapping, type Flapping, statusChangesOf } from './status-changes.js';

/** The start of the closing identifies the finding. */
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
      `${instantText(startMs, park.timezone)} and stayed closed, although the park was in use. This points to a fault of ` +
      'the feed: compare it with the source',
    sample: { ...rideList(park, rideIds), operatingBefore: operating },
  };
}

function findingOfFlapping(park: ParkNames, flapping: Flapping): Finding {
  const { localDate, startMs, endMs, rideIds, changes } = flapping;
  return {
    ...placeOf(park, null, startMs, endMs),
    issueType: 'SUSPICIOUS',
    reason: 'PARK_FLAPPING',
    identity: [...entityOf(park, null), localDate],
    recordsAffected: rideIds.length,
    description:
      `${park.name}: ${rideIds.length} rides changed between OPERATING and other states together ${changes} times on ` +
      `${localDate}, first at ${instantText(startMs, park.timezone)}. The feed is flapping: do not trust its states of that day`,
    sample: { ...rideList(park, rideIds), turns: changes },
  };
}

/** Finds events that affect many rides of the park at once. */
export function parkEventsOf(
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  { park, attractions, days, published, range, lookedUntilMs }: ParkCheckInput,
  openingIntervals: readonly TimeInterval[],
  thresholds: Thresholds,
): { findings: Finding[]; closings: Closing[] } {
  const changes = statusChangesOf(byRide, attractions, thresholds.liveGapMs);
  const observed = [...byRide.keys()].filter((rideId) => attractions.has(rideId)).length;
  const flapping = findFlapping(changes, observed, days, openingIntervals);
  const around = {
    ...{ attractions, openingIntervals, untilMs: Math.min(range.endMs, lookedUntilMs) },
    closingTimesMs: published.map(({ endMs }) => endMs),
  };
  // A flapping feed ends its day in some state; that is not a separate event.
  const closings = findClosings(changes, byRide, around).filter(({ startMs }) =>
    flapping.every((day) => startMs < day.startMs || startMs > day.endMs),
  );
  const findings = [
    ...closings.map((closing) => findingOfClosing(park, closing)),
    ...flapping.map((day) => findingOfFlapping(park, day)),
  ];
  return { findings, closings };
}

/** First days on which rides are closed all day; rides of a closing are part of its finding. */
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
  const undecided = closed.filter(({ isFirst }) => !isFirst).map((day) => findingOfStateAnomaly(park, day));
  const findings = first.filter(({ whole }) => whole === undefined).map(({ day }) => findingOfStateAnomaly(park, day));
  return {
    findings,
    // Grouped, they may be one finding of the park, which is undecided too.
    undecided: [...undecided, ...groupFindings(park, [...undecided, ...findings]).findings],
    parts: first.flatMap(({ day, whole }) =>
      whole === undefined ? [] : [{ part: findingOfStateAnomaly(park, day), whole: findingOfClosing(park, whole) }],
    ),
  };
}

/** The closing after which the ride has not operated until this day. */
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

/** Only for attractions and days that are over: on the present day, a closed ride may still open. */
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

/** Days without a missing archive file: on a day with one, the states of a ride are unknown. Shorter gaps do not matter. */
function daysWithoutHoles({ days, archiveHoles, liveSinceMs }: ParkCheckInput): OperatingDay[] {
  const holes = archiveHoles.filter(({ startMs }) => liveSinceMs === null || startMs < liveSinceMs);
  return days.filter(({ window }) =>
    holes.every(({ startMs, endMs }) => endMs <= window.startMs || startMs >= window.endMs),
  );
}
