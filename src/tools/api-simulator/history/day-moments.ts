import { DAY_MS, HOUR_MS } from '../../../common/time/calendar.js';
import type { Step, WaitType } from './carried-state.js';
import { epochDayOf } from '../../archive-generator/utc-days.js';
import type { DayRecord, Interval } from './day-record.js';
import { LONGEST_WAIT_MINUTES } from './wait-readings.js';

/** Outside published hours, OPERATING is unknown after so long without confirmation. */
const UNCONFIRMED_MS = 4 * HOUR_MS;

/** A step with what led to it. Null: before midnight. */
export interface Moment {
  step: Step;
  statusChangedMs: number | null;
  /** The last change of anything but show times, also before midnight; null: nothing is held. */
  changedMs: number | null;
  runStartMs: number | null;
  postedMs: Readonly<Record<WaitType, number | null>>;
}

/** The opening and the steps of the day, each with what was before. */
export function momentsOf({ opening, steps, seenAtMs, endMs }: DayRecord): Moment[] {
  const seen = [...seenAtMs].filter(([path]) => path !== 'showtimes').map(([, seenMs]) => seenMs);
  const postedMs = (type: WaitType) => seenAtMs.get(`queue.${type}`) ?? null;
  let moment: Moment = {
    ...{ step: opening, statusChangedMs: null, runStartMs: null },
    changedMs: seen.length === 0 ? null : Math.max(...seen),
    postedMs: { STANDBY: postedMs('STANDBY'), SINGLE_RIDER: postedMs('SINGLE_RIDER') },
  };
  const moments = [moment];
  for (const step of steps.filter(({ atMs }) => atMs < endMs)) moments.push((moment = after(moment, step)));
  return moments;
}

function after(before: Moment, step: Step): Moment {
  const { atMs, changed } = step;
  const posted = (type: WaitType) => (changed.includes(`queue.${type}.waitTime`) ? atMs : before.postedMs[type]);
  const begins = step.status === 'OPERATING' && isShut(before.step);
  return {
    step,
    statusChangedMs: isStatusChange(step) ? atMs : before.statusChangedMs,
    changedMs: changesMoreThanShows(step) ? atMs : before.changedMs,
    runStartMs: begins ? atMs : before.runStartMs,
    postedMs: { STANDBY: posted('STANDBY'), SINGLE_RIDER: posted('SINGLE_RIDER') },
  };
}

export function isUnknownAt(record: DayRecord, { step, statusChangedMs, changedMs }: Moment, atMs: number): boolean {
  if (step.status === null || record.isUnseen(atMs)) return true;
  if (step.status !== 'OPERATING' || isInside(record.hours, atMs) || isInside(record.otherHours, atMs)) return false;
  const confirmedMs = record.hours.length > 0 ? statusChangedMs : changedMs;
  return confirmedMs === null || atMs - confirmedMs >= UNCONFIRMED_MS;
}

/** A wait counts on the day it was posted; one that shows at an opening, if it is not older than a day. */
export function isValid({ startMs }: DayRecord, { step, runStartMs, postedMs }: Moment, type: WaitType): boolean {
  const wait = step.waits[type];
  const posted = postedMs[type];
  if (wait === null || posted === null || wait < 0 || wait > LONGEST_WAIT_MINUTES) return false;
  if (posted >= startMs) return runStartMs === null || runStartMs - posted <= DAY_MS;
  return runStartMs !== null && runStartMs - posted <= DAY_MS;
}

/** On which rules a row is counted: those of the present, or those before there were unknown minutes. */
export type DailyRules = 'PRESENT' | 'EARLIER';

/** Recorded rows of days before this one have no close after midnight, although it is documented. */
const LATE_CLOSES_FROM = epochDayOf('2026-10-08');

/**
 * The close of the last run that began on the day; undefined: not known. Under the earlier rules, a run of the day before
 * counts, too.
 */
export function lastClosedMs(record: DayRecord, rules: DailyRules): number | undefined {
  let before = record.opening;
  let confirmedMs = -Infinity;
  let isRunning = rules === 'EARLIER' && !isShut(before);
  let closedMs: number | undefined;
  for (const step of record.steps) {
    if (step.atMs >= record.midnightMs && (!isRunning || record.day < LATE_CLOSES_FROM)) break;
    if (step.status === 'OPERATING' && isShut(before)) {
      isRunning = true;
      if (rules === 'PRESENT') closedMs = undefined;
    } else if (isRunning && isShut(step)) {
      isRunning = false;
      closedMs = isLongUnconfirmed(record, confirmedMs, step.atMs) ? undefined : step.atMs;
    }
    if (confirms(record, step)) confirmedMs = step.atMs;
    before = step;
  }
  return closedMs;
}

/** Whether a run closed so long after the published hours that it may have ended earlier. */
function isLongUnconfirmed({ hours, otherHours }: DayRecord, confirmedMs: number, closedMs: number): boolean {
  const published = [...hours, ...otherHours].filter(({ fromMs }) => fromMs <= closedMs);
  const known = Math.max(confirmedMs, ...published.map(({ untilMs }) => untilMs));
  return closedMs - known >= UNCONFIRMED_MS;
}

function confirms({ hours }: DayRecord, step: Step): boolean {
  return isStatusChange(step) || (hours.length === 0 && changesMoreThanShows(step));
}

function changesMoreThanShows({ changed }: Step): boolean {
  return changed.some((path) => path !== 'showtimes');
}

/** CLOSED, in refurbishment, or not known to run: DOWN belongs to a run. */
function isShut({ status }: Step): boolean {
  return status !== 'OPERATING' && status !== 'DOWN';
}

export function isStatusChange({ changed }: Step): boolean {
  return changed.includes('status');
}

export function isInside(intervals: readonly Interval[], atMs: number): boolean {
  return intervals.some(({ fromMs, untilMs }) => atMs >= fromMs && atMs < untilMs);
}
