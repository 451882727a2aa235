import { groupBy } from '../../../common/collections/group-by.js';
import { type TimeWindow, merged } from '../../../common/time/time-windows.js';
import type { Finding } from '../../findings/finding.js';
import { closedDayRuns } from './closed-though-published.js';
import { closedDayFindings } from './closed-day-findings.js';
import { findingOfDuplicates, findingOfGap, findingOfOddity, findingOfState } from './detection-findings.js';
import { type Duplicate, findDuplicates } from './doubles.js';
import { findDropouts } from './dropouts.js';
import { partsOfFiles } from './file-parts.js';
import type { ParkNames } from './finding-parts.js';
import { withoutFrozenRides } from './frozen-rides.js';
import { findParkGaps, findRideGaps, expectedUnobserved } from './gaps.js';
import { groupFindings } from './group-findings.js';
import type { OperatingDay } from './opening-hours.js';
import type { Examination, ParkCheckInput, Thresholds } from './park-evidence.js';
import { parkEventsOf } from './park-events.js';
import { openingIntervalsOf, useOfDays } from './park-use.js';
import { findingOfRunsOutside } from './runs-outside.js';
import { type ObservedState, firstObservedIn } from './seen.js';
import { findLongDowns } from './states.js';
import { findFrozenPark, findFrozenWaits, findJumps, findOddWaits } from './waits.js';

/** Everything that is wrong with the observations of a park; what happens to many rides at once is one finding. Pure. */
export function examinePark(input: ParkCheckInput, thresholds: Thresholds): Examination {
  const { park, observed } = input;
  const uses = useOfDays(input);
  const openingIntervals = openingIntervalsOf(input, uses);
  const byRide = groupBy(observed, ({ rideId }) => rideId);
  const gaps = gapFindingsOf(byRide, { ...input, openingIntervals }, thresholds);
  const events = parkEventsOf(byRide, input, openingIntervals, thresholds);
  const closed = closedDayFindings(byRide, input, openingIntervals, events.closings);
  const ofRides = groupFindings(park, [
    ...rideFindings(byRide, input, openingIntervals, thresholds),
    ...closed.findings,
  ]);
  const frozen = findFrozenPark(byRide, openingIntervals, thresholds, input.heldSince);
  const whole = withoutFrozenRides(
    ofRides.findings,
    frozen.map((odd) => findingOfOddity(park, odd, null)),
  );
  const shut = closedDayRuns(park, input, uses, input.closedDays);
  const outside = findingOfRunsOutside(park, input, uses);
  const ofFiles = partsOfFiles(input.archiveFolder, whole.findings, observed, thresholds.maxWaitMinutes);
  return {
    findings: [...gaps.findings, ...whole.findings, ...events.findings, ...outside, ...shut.findings],
    undecided: closed.undecided,
    parts: [...gaps.parts, ...ofRides.parts, ...closed.parts, ...whole.parts, ...shut.parts, ...ofFiles],
  };
}

function rideFindings(
  byRide: ReadonlyMap<number, readonly ObservedState[]>,
  { park, days, heldSince }: ParkCheckInput,
  openingIntervals: readonly TimeWindow[],
  thresholds: Thresholds,
): Finding[] {
  return [...byRide].flatMap(([rideId, ofRide]) => [
    ...findFrozenWaits(ofRide, openingIntervals, thresholds, heldSince.get(rideId)).map((odd) =>
      findingOfOddity(park, odd, null),
    ),
    ...findLongDowns(ofRide, heldSince.get(rideId) ?? null, thresholds.longDownMs).map((state) =>
      findingOfState(park, state),
    ),
    ...days.flatMap((day) => findingsOfDay(park, ofRide, day, thresholds)),
  ]);
}

function gapFindingsOf(
  byRide: ReadonlyMap<number, readonly ObservedState[]>,
  around: ParkCheckInput & { openingIntervals: readonly TimeWindow[] },
  thresholds: Thresholds,
): Omit<Examination, 'undecided'> {
  const stillExpected = expectedUnobserved(around.observed, around, around.usual);
  const expected =
    stillExpected.length === 0
      ? around
      : { ...around, openingIntervals: merged([...around.openingIntervals, ...stillExpected], 0) };
  const parkGaps = findParkGaps(around.observed, expected, thresholds);
  const rideGaps = findRideGaps(byRide, parkGaps, expected, thresholds);
  const dropouts = findDropouts(rideGaps, expected.openingIntervals, thresholds.noDataMs);
  const grouped = new Set(dropouts.flatMap(({ parts }) => parts));
  const single = [...parkGaps, ...dropouts.map(({ gap }) => gap), ...rideGaps.filter((gap) => !grouped.has(gap))];
  return {
    findings: single.map((gap) => findingOfGap(around.park, gap)),
    parts: dropouts.flatMap(({ gap, parts }) =>
      parts.map((part) => ({ part: findingOfGap(around.park, part), whole: findingOfGap(around.park, gap) })),
    ),
  };
}

function findingsOfDay(
  park: ParkNames,
  ofRide: readonly ObservedState[],
  { localDate, window }: OperatingDay,
  thresholds: Thresholds,
): Finding[] {
  const ofDay = firstObservedIn(ofRide, window);
  const odd = [...findOddWaits(ofDay, thresholds), ...findJumps(ofDay, thresholds)];
  const duplicates = groupBy(findDuplicates(ofDay), ({ reason }: Duplicate) => reason);
  return [
    ...odd.map((oddity) => findingOfOddity(park, oddity, localDate)),
    ...[...duplicates.values()].map((same) => findingOfDuplicates(park, same, localDate)),
  ];
}
