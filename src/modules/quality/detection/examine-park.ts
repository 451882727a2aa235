import { groupBy } from '../../../common/collections.js';
import { merged, type TimeInterval } from '../../../common/time/time-intervals.js';
import type { Finding } from '../../findings/finding.js';
import type { Examination, ParkCheckInput, Thresholds } from './check-input.js';
import { closedDayRuns } from './closed-though-published.js';
import {
  findingOfDuplicates,
  findingOfGap,
  findingOfWaitAnomaly,
  findingOfStateAnomaly,
} from './detection-findings.js';
import { findDropouts } from './dropouts.js';
import { type Duplicate, findDuplicates, type PartOfOther, partsOfFiles } from './duplicates.js';
import { type ExcludedTime, isMostlyIn, isWaitExcluded, withoutExcluded } from './excluded-findings.js';
import type { ParkNames } from './finding-parts.js';
import { groupFindings } from './group-findings.js';
import { expectedUnobserved, findParkGaps, findRideGaps } from './gaps.js';
import { firstObservedIn, type ObservedSpan } from './observed-spans.js';
import type { OperatingDay } from './operating-hours.js';
import { closedDayFindings, parkEventsOf } from './park-events.js';
import { openingIntervalsOf, useOfDays } from './use-of-days.js';
import { findingOfRunsOutside } from './runs-outside.js';
import { findLongDowns } from './states.js';
import { findFrozenPark, findFrozenWaits, findJumps, findWaitAnomalies } from './waits.js';

/** In a frozen park, the frozen waits of single rides are part of the park's finding. */
function withoutFrozenRides(findings: readonly Finding[], frozen: readonly Finding[]): Omit<Examination, 'undecided'> {
  const parts = findings.flatMap((part) => {
    const whole = part.reason === 'FROZEN_WAIT' ? frozen.find((park) => isMostlyIn(part, [windowOf(park)])) : undefined;
    return whole === undefined ? [] : [{ part, whole }];
  });
  const grouped = new Set(parts.map(({ part }) => part));
  return { findings: [...frozen, ...findings.filter((finding) => !grouped.has(finding))], parts };
}

const windowOf = ({ windowStart, windowEnd }: Finding): TimeInterval => ({
  startMs: windowStart!.getTime(),
  endMs: windowEnd!.getTime(),
});

/** Finds all anomalies in the observations of a park. Anomalies of many rides at once are one finding. Pure. */
export function examinePark(input: ParkCheckInput, thresholds: Thresholds): Examination {
  const { park, observed } = input;
  const uses = useOfDays(input);
  const openingIntervals = openingIntervalsOf(input, uses);
  const byRide = groupBy(observed, ({ rideId }) => rideId);
  const gaps = gapFindingsOf(byRide, { ...input, openingIntervals }, thresholds);
  const events = parkEventsOf(byRide, input, openingIntervals, thresholds);
  const closed = closedDayFindings(byRide, input, openingIntervals, events.closings);
  const single = withoutExcluded(rideFindings(byRide, input, openingIntervals, thresholds), input.excluded);
  const ofRides = groupFindings(park, [...single.findings, ...closed.findings]);
  const frozen = withoutExcluded(
    findFrozenPark(byRide, openingIntervals, thresholds, input.unchangedSince).map((anomaly) =>
      findingOfWaitAnomaly(park, anomaly, null),
    ),
    input.excluded,
  );
  const whole = withoutFrozenRides(ofRides.findings, frozen.findings);
  const shut = closedDayRuns(park, input, uses, input.closedDays);
  const outside = findingOfRunsOutside(park, input, uses);
  const ofFiles = partsOfFiles(input.archiveFolder, whole.findings, observed, thresholds.maxWaitMinutes);
  return {
    findings: [...gaps.findings, ...whole.findings, ...events.findings, ...outside, ...shut.findings],
    undecided: closed.undecided,
    parts: [gaps, single, ofRides, closed, frozen, whole, shut]
      .flatMap<PartOfOther>(({ parts }) => parts)
      .concat(ofFiles),
  };
}

function rideFindings(
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  { park, days, unchangedSince, excluded }: ParkCheckInput,
  openingIntervals: readonly TimeInterval[],
  thresholds: Thresholds,
): Finding[] {
  return [...byRide].flatMap(([rideId, ofRide]) => [
    ...findFrozenWaits(ofRide, openingIntervals, thresholds, unchangedSince.get(rideId)).map((anomaly) =>
      findingOfWaitAnomaly(park, anomaly, null),
    ),
    ...findLongDowns(ofRide, unchangedSince.get(rideId) ?? null, thresholds.longDownMs).map((state) =>
      findingOfStateAnomaly(park, state),
    ),
    ...days.flatMap((day) => findingsOfDay({ park, excluded }, ofRide, day, thresholds)),
  ]);
}

function gapFindingsOf(
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  around: ParkCheckInput & { openingIntervals: readonly TimeInterval[] },
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
  { park, excluded }: { park: ParkNames; excluded: readonly ExcludedTime[] },
  ofRide: readonly ObservedSpan[],
  { localDate, window }: OperatingDay,
  thresholds: Thresholds,
): Finding[] {
  const ofDay = firstObservedIn(ofRide, window);
  const anomalies = [
    ...findWaitAnomalies(ofDay, thresholds),
    ...findJumps(ofDay, thresholds, (one) => isWaitExcluded(one, excluded)),
  ];
  const duplicates = groupBy(findDuplicates(ofDay), ({ reason }: Duplicate) => reason);
  return [
    ...anomalies.map((anomaly) => findingOfWaitAnomaly(park, anomaly, localDate)),
    ...[...duplicates.values()].map((same) => findingOfDuplicates(park, same, localDate)),
  ];
}
