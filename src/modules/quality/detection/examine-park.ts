import { groupBy } from '../../../common/collections/group-by.js';
import { type TimeWindow, merged } from '../../../common/time/time-windows.js';
import type { Finding } from '../../findings/finding.js';
import { closedDayRuns } from './closed-though-published.js';
import { closedDayFindings } from './closed-day-findings.js';
import { findingOfDoubles, findingOfGap, findingOfOddity, findingOfState } from './detection-findings.js';
import { type Double, findDoubles } from './doubles.js';
import { findDropouts } from './dropouts.js';
import { partsOfFiles } from './file-parts.js';
import type { ParkNames } from './finding-parts.js';
import { withoutFrozenRides } from './frozen-rides.js';
import { findParkGaps, findRideGaps, owedUnseen } from './gaps.js';
import { groupFindings } from './group-findings.js';
import type { OperatingDay } from './opening-hours.js';
import type { Examination, ParkEvidence, Thresholds } from './park-evidence.js';
import { parkEventsOf } from './park-events.js';
import { openWindowsOf, useOfDays } from './park-use.js';
import { findingOfRunsOutside } from './runs-outside.js';
import { type Seen, firstSeenIn } from './seen.js';
import { findLongDowns } from './states.js';
import { findFrozenPark, findFrozenWaits, findJumps, findOddWaits } from './waits.js';

/** Everything that is wrong with the observations of a park; what happens to many rides at once is one finding. Pure. */
export function examinePark(evidence: ParkEvidence, thresholds: Thresholds): Examination {
  const { park, seen } = evidence;
  const uses = useOfDays(evidence);
  const openWindows = openWindowsOf(evidence, uses);
  const byRide = groupBy(seen, ({ rideId }) => rideId);
  const gaps = gapFindingsOf(byRide, { ...evidence, openWindows }, thresholds);
  const events = parkEventsOf(byRide, evidence, openWindows, thresholds);
  const closed = closedDayFindings(byRide, evidence, openWindows, events.closings);
  const ofRides = groupFindings(park, [...rideFindings(byRide, evidence, openWindows, thresholds), ...closed.findings]);
  const frozen = findFrozenPark(byRide, openWindows, thresholds, evidence.heldSince);
  const whole = withoutFrozenRides(
    ofRides.findings,
    frozen.map((odd) => findingOfOddity(park, odd, null)),
  );
  const shut = closedDayRuns(park, evidence, uses, evidence.closedDays);
  const outside = findingOfRunsOutside(park, evidence, uses);
  const ofFiles = partsOfFiles(evidence.archiveFolder, whole.findings, seen, thresholds.maxWaitMinutes);
  return {
    findings: [...gaps.findings, ...whole.findings, ...events.findings, ...outside, ...shut.findings],
    undecided: closed.undecided,
    parts: [...gaps.parts, ...ofRides.parts, ...closed.parts, ...whole.parts, ...shut.parts, ...ofFiles],
  };
}

function rideFindings(
  byRide: ReadonlyMap<number, readonly Seen[]>,
  { park, days, heldSince }: ParkEvidence,
  openWindows: readonly TimeWindow[],
  thresholds: Thresholds,
): Finding[] {
  return [...byRide].flatMap(([rideId, ofRide]) => [
    ...findFrozenWaits(ofRide, openWindows, thresholds, heldSince.get(rideId)).map((odd) =>
      findingOfOddity(park, odd, null),
    ),
    ...findLongDowns(ofRide, heldSince.get(rideId) ?? null, thresholds.longDownMs).map((state) =>
      findingOfState(park, state),
    ),
    ...days.flatMap((day) => findingsOfDay(park, ofRide, day, thresholds)),
  ]);
}

function gapFindingsOf(
  byRide: ReadonlyMap<number, readonly Seen[]>,
  around: ParkEvidence & { openWindows: readonly TimeWindow[] },
  thresholds: Thresholds,
): Omit<Examination, 'undecided'> {
  const owed = owedUnseen(around.seen, around, around.usual);
  const expected = owed.length === 0 ? around : { ...around, openWindows: merged([...around.openWindows, ...owed], 0) };
  const parkGaps = findParkGaps(around.seen, expected, thresholds);
  const rideGaps = findRideGaps(byRide, parkGaps, expected, thresholds);
  const dropouts = findDropouts(rideGaps, expected.openWindows, thresholds.silenceMs);
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
  ofRide: readonly Seen[],
  { localDate, window }: OperatingDay,
  thresholds: Thresholds,
): Finding[] {
  const ofDay = firstSeenIn(ofRide, window);
  const odd = [...findOddWaits(ofDay, thresholds), ...findJumps(ofDay, thresholds)];
  const doubles = groupBy(findDoubles(ofDay), ({ reason }: Double) => reason);
  return [
    ...odd.map((oddity) => findingOfOddity(park, oddity, localDate)),
    ...[...doubles.values()].map((same) => findingOfDoubles(park, same, localDate)),
  ];
}
