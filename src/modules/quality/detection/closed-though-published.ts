import { plural } from '../../../common/text.js';
import { dayAfter } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { Finding } from '../../findings/finding.js';
import type { DayUse, UseDay } from '../../park-use/day-use.js';
import { entityOf, type ParkNames, placeOf } from './finding-parts.js';
import type { Part } from './group-findings.js';

export const CLOSED_THOUGH_PUBLISHED = 'CLOSED_THOUGH_PUBLISHED';

/** An interval in which all data of a park is excluded, and the reason. */
export interface UncountedTime extends TimeInterval {
  reason: string;
}

/** What is known about a park's closed days in addition to the examined observations. */
export interface KnownClosedDays {
  /** The local dates of each finding that is not RESOLVED, in order. */
  earlier: readonly (readonly string[])[];
  uncounted: readonly UncountedTime[];
  windowOf: (localDate: string) => TimeInterval;
}

interface Days {
  useDays: readonly UseDay[];
  range: TimeInterval;
}

/**
 * Days on which the park was closed although hours are published: one finding for each run of days. Days without
 * published hours on which the park was not in use do not end a run. Earlier findings that reach beyond the examined days
 * are continued. Excluded days are reported by their exclusion instead.
 */
export function closedDayRuns(
  park: ParkNames,
  { useDays, range }: Days,
  uses: readonly DayUse[],
  { earlier, uncounted, windowOf }: KnownClosedDays,
): { findings: Finding[]; parts: Part[] } {
  const examined = new Map(
    useDays.flatMap((day, index) => (isExamined(day, range) ? [[day.localDate, uses[index]!.basis]] : [])),
  );
  const reasonOf = (date: string): string | null => {
    const day = windowOf(date);
    return uncounted.find(({ startMs, endMs }) => startMs < day.endMs && endMs > day.startMs)?.reason ?? null;
  };
  const kept = earlier.flatMap((dates) => dates.filter((date) => !examined.has(date)));
  const closed = [...examined].flatMap(([date, basis]) => (basis === CLOSED_THOUGH_PUBLISHED ? [date] : []));
  const dates = [...new Set([...kept, ...closed])].filter((date) => reasonOf(date) === null).sort();
  const isInside = (date: string) => earlier.some((run) => run[0]! < date && date < run.at(-1)!);
  const isBridge = (date: string) => (examined.has(date) ? examined.get(date) === 'NONE' : isInside(date));
  const runs = runsOf(dates, isBridge);
  const found = runs.map((run) => ({ run, finding: closedFinding(park, run, windowOf) }));
  const former = earlier.filter(([first]) => runs.every((run) => run[0] !== first));
  return {
    findings: found.map(({ finding }) => finding),
    parts: former.flatMap((run): Part[] => {
      const part = closedFinding(park, run, windowOf);
      const whole = found.find((other) => other.run.some((date) => run.includes(date)))?.finding;
      const reason = run.map(reasonOf).find((one) => one !== null);
      if (whole !== undefined) return [{ part, whole }];
      return reason === undefined ? [] : [{ part, whole: { ...part, reason } }];
    }),
  };
}

/** Only days that are over count: on the present day the park may still open. */
const isExamined = (day: TimeInterval, range: TimeInterval): boolean =>
  day.startMs >= range.startMs && day.endMs <= range.endMs;

/** @param dates in order */
function runsOf(dates: readonly string[], isBridge: (date: string) => boolean): string[][] {
  const runs: string[][] = [];
  for (const date of dates) {
    const run = runs.at(-1);
    if (run !== undefined && isReached(run.at(-1)!, date, isBridge)) run.push(date);
    else runs.push([date]);
  }
  return runs;
}

/** Whether no day that ends a run lies between two dates. */
function isReached(from: string, to: string, isBridge: (date: string) => boolean): boolean {
  let date = dayAfter(from, 1);
  while (date < to && isBridge(date)) date = dayAfter(date, 1);
  return date === to;
}

function closedFinding(park: ParkNames, dates: readonly string[], windowOf: KnownClosedDays['windowOf']): Finding {
  const [first, last] = [dates[0]!, dates.at(-1)!];
  return {
    ...placeOf(park, null, windowOf(first).startMs, windowOf(last).endMs),
    issueType: 'SUSPICIOUS',
    reason: CLOSED_THOUGH_PUBLISHED,
    identity: [...entityOf(park, null), first],
    recordsAffected: dates.length,
    description:
      `${park.name}: no ride operated on ${plural(dates.length, 'day')} from ${first} to ${last}, although hours are published. ` +
      'These days count as not in use; compare the schedule of the park with its source',
    sample: dates,
  };
}
