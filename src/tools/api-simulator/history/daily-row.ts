import { MINUTE_MS } from '../../../common/time/calendar.js';
import { isoSeconds } from '../live-encoder.js';
import {
  type DailyRules,
  isInside,
  isStatusChange,
  isUnknownAt,
  isValid,
  lastClosedMs,
  type Moment,
  momentsOf,
} from './day-moments.js';
import type { WaitType } from './carried-state.js';
import type { DayRecord } from './day-record.js';
import { WaitReadings } from './wait-readings.js';

const WAIT_TYPES: readonly WaitType[] = ['STANDBY', 'SINGLE_RIDER'];

/** The row of `/history/daily` for one day, by the rules of the API; keys with an undefined value are omitted. */
export function dailyRow(record: DayRecord, rules: DailyRules = 'PRESENT'): object {
  const moments = momentsOf(record);
  const whole = new Counts();
  const inHours = new Counts();
  for (const moment of moments) countPosted(record, moment, whole, inHours);
  for (let atMs = record.startMs, index = 0; atMs < record.endMs; atMs += MINUTE_MS) {
    while (moments[index + 1] !== undefined && moments[index + 1]!.step.atMs <= atMs) index++;
    countMinute(record, moments[index]!, atMs, whole, inHours);
  }
  const firstMs = record.steps.find(
    (step) => step.atMs < record.endMs && isStatusChange(step) && step.status === 'OPERATING',
  )?.atMs;
  const changes = record.steps.filter(({ atMs }) => atMs < record.endMs).length;
  const head = { date: record.isoDate, firstOperatingAt: iso(firstMs), lastClosedAt: iso(lastClosedMs(record, rules)) };
  if (rules === 'EARLIER') return { ...head, ...earlierCounts(record, whole), changes };
  return {
    ...head,
    ...whole.metrics(),
    showCount: showCount(record),
    inParkHours: record.hours.length === 0 ? undefined : { scheduledMinutes: inHours.minutes, ...inHours.metrics() },
    changes,
  };
}

/** The minutes and waits of a day, or of its published hours. */
class Counts {
  minutes = 0;
  operating = 0;
  down = 0;
  unknown = 0;
  readonly waits = { STANDBY: new WaitReadings(), SINGLE_RIDER: new WaitReadings() };

  metrics(): object {
    const { STANDBY: standby, SINGLE_RIDER: singleRider } = this.waits;
    const both = (kind: 'extreme' | 'implausible') =>
      standby[kind] + singleRider[kind] === 0 ? undefined : { standby: standby[kind], singleRider: singleRider[kind] };
    return {
      ...{ operatingMinutes: this.operating, downMinutes: this.down, unknownMinutes: this.unknown },
      ...{ standby: standby.stats(), singleRider: singleRider.stats() },
      ...{ extremeWaits: both('extreme'), implausibleWaits: both('implausible') },
    };
  }
}

/** Earlier rules had no unknown minutes, and a day that began OPERATING opened at midnight. */
function earlierCounts({ opening, startMs }: DayRecord, { operating, unknown, down, waits }: Counts): object {
  return {
    ...(opening.status === 'OPERATING' ? { firstOperatingAt: iso(startMs) } : {}),
    ...{ operatingMinutes: operating + unknown, downMinutes: down },
    ...{ standby: waits.STANDBY.stats(), singleRider: waits.SINGLE_RIDER.stats() },
  };
}

function countMinute(record: DayRecord, moment: Moment, atMs: number, whole: Counts, inHours: Counts): void {
  const counted = isInside(record.hours, atMs) ? [whole, inHours] : [whole];
  const { status, waits } = moment.step;
  const isUnknown = isUnknownAt(record, moment, atMs);
  for (const counts of counted) {
    counts.minutes++;
    if (isUnknown) counts.unknown++;
    else if (status === 'DOWN') counts.down++;
    else if (status === 'OPERATING') {
      counts.operating++;
      for (const type of WAIT_TYPES)
        if (isValid(record, moment, type)) counts.waits[type].addMinute(waits[type]!, moment.postedMs[type]!);
    }
  }
}

/** A value counts as posted if it changes during OPERATING, or is carried into the beginning of OPERATING. */
function countPosted(record: DayRecord, moment: Moment, whole: Counts, inHours: Counts): void {
  const { step } = moment;
  if (step.changed.length === 0 || step.status !== 'OPERATING' || isUnknownAt(record, moment, step.atMs)) return;
  for (const type of WAIT_TYPES) {
    const isPosted = step.changed.includes(`queue.${type}.waitTime`) || isStatusChange(step);
    if (!isPosted || !isValid(record, moment, type)) continue;
    for (const counts of isInside(record.hours, step.atMs) ? [whole, inHours] : [whole]) {
      counts.waits[type].addPosted(step.waits[type]!, moment.postedMs[type]!);
    }
  }
}

/** Distinct performances that start on the day; undefined: the entity published no show times. */
function showCount({ opening, steps, startMs, midnightMs, endMs }: DayRecord): number | undefined {
  const published = [opening, ...steps.filter(({ atMs }) => atMs < endMs)].flatMap(({ showStarts }) =>
    showStarts === null ? [] : [showStarts],
  );
  if (published.length === 0) return undefined;
  return new Set(published.flat().filter((atMs) => atMs >= startMs && atMs < midnightMs)).size;
}

function iso(instantMs: number | undefined): string | null {
  return instantMs === undefined ? null : isoSeconds(instantMs);
}
