import { plural } from '../../../common/text.js';
import { HOUR_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { Finding } from '../../findings/finding.js';
import type { DayUse, UseDay } from '../../park-use/day-use.js';
import type { ParkNames } from './finding-parts.js';

export const RUNS_OUTSIDE_HOURS = 'RUNS_OUTSIDE_HOURS';

const MAX_SAMPLES = 60;

/** An interval in which rides operated outside the published hours. */
export interface OutsideTime {
  localDate: string;
  from: string;
  to: string;
}

/**
 * One finding for the park, with all days and times. It means that the park's schedule is out of date, so that its readers
 * take an open park for closed.
 */
export function findingOfRunsOutside(
  park: ParkNames,
  { useDays, range }: { useDays: readonly UseDay[]; range: TimeInterval },
  uses: readonly DayUse[],
): Finding[] {
  const times = uses.flatMap(({ outside }, day) =>
    outside
      .filter(({ startMs, endMs }) => startMs < range.endMs && endMs > range.startMs)
      .map(({ startMs, endMs }) => outsideTime(useDays[day]!.localDate, startMs, endMs)),
  );
  return times.length === 0 ? [] : [runsOutside(park, times)];
}

/** Keeps the times that were found earlier, outside of the examined range, in the finding. */
export function withEarlierTimes(park: ParkNames, finding: Finding, earlier: unknown, examined: TimeInterval): Finding {
  const isOutside = ({ from }: OutsideTime): boolean =>
    Date.parse(from) < examined.startMs || Date.parse(from) >= examined.endMs;
  const kept = (Array.isArray(earlier) ? (earlier as OutsideTime[]) : []).filter(isOutside);
  if (kept.length === 0) return finding;
  const times = [...kept, ...(finding.sample as OutsideTime[])].sort((a, b) => (a.from < b.from ? -1 : 1));
  return runsOutside(park, times.slice(-MAX_SAMPLES));
}

function runsOutside({ parkId, name }: ParkNames, times: readonly OutsideTime[]): Finding {
  const dates = [...new Set(times.map(({ localDate }) => localDate))];
  const hours = times.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0) / HOUR_MS;
  return {
    issueType: 'SUSPICIOUS',
    reason: RUNS_OUTSIDE_HOURS,
    identity: ['PARK', parkId],
    entityType: 'PARK',
    entityId: parkId,
    parkId,
    importId: null,
    windowStart: new Date(times[0]!.from),
    windowEnd: new Date(times.at(-1)!.to),
    recordsAffected: dates.length,
    description:
      `${name}: rides operated outside the published hours, ${Math.round(hours * 10) / 10} hours on ${plural(dates.length, 'day')} ` +
      `from ${dates[0]} to ${dates.at(-1)}. This time counts as use; check the schedule of the park`,
    sample: times.slice(-MAX_SAMPLES),
  };
}

const outsideTime = (localDate: string, startMs: number, endMs: number): OutsideTime => ({
  localDate,
  from: new Date(startMs).toISOString(),
  to: new Date(endMs).toISOString(),
});
