import { groupBy } from '../../../common/collections/group-by.js';
import { type TimeWindow, merged } from '../../../common/time/time-windows.js';
import type { Finding } from '../../findings/finding.js';
import {
  type ParkNames,
  findingOfDoubles,
  findingOfGap,
  findingOfOddity,
  findingOfState,
} from './detection-findings.js';
import { type Double, findDoubles } from './doubles.js';
import { type Gap, type GapThresholds, type Surroundings, findParkGaps, findRideGaps, owedUnseen } from './gaps.js';
import type { OperatingDay } from './opening-hours.js';
import { openWindowsOf, useOfDays, type UseSources } from './park-use.js';
import { findingOfRunsOutside } from './runs-outside.js';
import type { UseDay } from '../../park-use/published-day.js';
import { type Seen, firstSeenIn } from './seen.js';
import { type ClosedDay, findClosedDays, findLongDowns } from './states.js';
import { type WaitThresholds, findFrozenPark, findFrozenWaits, findJumps, findOddWaits } from './waits.js';

export type Thresholds = GapThresholds & WaitThresholds & { longDownMs: number };

/** Everything that is known of a park in a range of whole operating days. */
export interface ParkEvidence extends Omit<Surroundings, 'openWindows'>, Omit<UseSources, 'lookedUntilMs'> {
  park: ParkNames;
  inactive: ReadonlySet<number>;
  days: readonly OperatingDay[];
  /** Of these days, and of those around them from where the oldest silence begins to where the last one may end. */
  useDays: readonly UseDay[];
  /** Of which the archive has nothing, by the log. */
  archiveHoles: readonly TimeWindow[];
  /** Of each ride also its last observation before the range, and its first one after it. */
  seen: readonly Seen[];
  /** Of rides that said the same before the first of these observations: since when. */
  heldSince: ReadonlyMap<number, number>;
  /** When any ride was seen last, also after the range. */
  parkSeenUntilMs: number;
}

export interface Examination {
  findings: Finding[];
  /** What would be a finding if the day before it were known: no reason to find it, nor to take it back. */
  undecided: Finding[];
}

/** Everything that is wrong with the observations of a park. Pure. */
export function examinePark(evidence: ParkEvidence, thresholds: Thresholds): Examination {
  const { park, days, seen, heldSince } = evidence;
  const uses = useOfDays(evidence);
  const openWindows = openWindowsOf(evidence, uses);
  const byRide = groupBy(seen, ({ rideId }) => rideId);
  const around = { ...evidence, openWindows };
  const wholeDays = { ...evidence, days: daysWithoutHoles(evidence) };
  const closedDays = [...byRide].flatMap(([rideId, ofRide]) => closedDaysOf(rideId, ofRide, wholeDays, openWindows));
  const findings = [
    ...gapsOf(byRide, around, thresholds).map((gap) => findingOfGap(park, gap)),
    ...findFrozenPark(byRide, openWindows, thresholds, heldSince).map((odd) => findingOfOddity(park, odd, null)),
    ...[...byRide].flatMap(([rideId, ofRide]) => [
      ...findFrozenWaits(ofRide, openWindows, thresholds, heldSince.get(rideId)).map((odd) =>
        findingOfOddity(park, odd, null),
      ),
      ...findLongDowns(ofRide, heldSince.get(rideId) ?? null, thresholds.longDownMs).map((state) =>
        findingOfState(park, state),
      ),
      ...days.flatMap((day) => findingsOfDay(park, ofRide, day, thresholds)),
    ]),
    ...closedDays.filter(({ isFirst }) => isFirst).map((state) => findingOfState(park, state)),
    ...findingOfRunsOutside(park, evidence, uses),
  ];
  const undecided = closedDays.filter(({ isFirst }) => !isFirst).map((state) => findingOfState(park, state));
  return { findings, undecided };
}

/** Of attractions only, and of days that are over: a ride that is still closed may open yet. */
function closedDaysOf(
  rideId: number,
  ofRide: readonly Seen[],
  { attractions, days, range }: ParkEvidence,
  openWindows: readonly TimeWindow[],
): ClosedDay[] {
  if (!attractions.has(rideId)) return [];
  const over = days.filter(({ window }) => window.endMs <= range.endMs);
  return findClosedDays(ofRide, over, openWindows);
}

/** Where the archive lacks a file of a day, nobody knows what a ride did in it; a silent hour is no such excuse. */
function daysWithoutHoles({ days, archiveHoles, liveSinceMs }: ParkEvidence): OperatingDay[] {
  const holes = archiveHoles.filter(({ startMs }) => liveSinceMs === null || startMs < liveSinceMs);
  return days.filter(({ window }) =>
    holes.every(({ startMs, endMs }) => endMs <= window.startMs || startMs >= window.endMs),
  );
}

function gapsOf(
  byRide: ReadonlyMap<number, readonly Seen[]>,
  around: ParkEvidence & { openWindows: readonly TimeWindow[] },
  thresholds: Thresholds,
): Gap[] {
  const owed = owedUnseen(around.seen, around, around.usual);
  const expected = owed.length === 0 ? around : { ...around, openWindows: merged([...around.openWindows, ...owed], 0) };
  const parkGaps = findParkGaps(around.seen, expected, thresholds);
  const rideGaps = findRideGaps(byRide, parkGaps, expected, thresholds);
  return [...parkGaps, ...rideGaps];
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
