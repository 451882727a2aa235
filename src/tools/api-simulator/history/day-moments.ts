import { DAY_MS, HOUR_MS } from '../../../common/time/calendar.js';
import type { Step, WaitType } from './carried-state.js';
import { epochDayOf } from '../../epoch-days.js';
import type { DayRecord, Interval } from './day-record.js';
import { LONGEST_WAIT_MINUTES } from './wait-readings.js';

/** Outside published hours, OPERATING becomes unknown after this time without confirmation. */
const UNCONFIRMED_MS = 4 * HOUR_MS;

/** A step and the instants of the changes before it. Null: before midnight. */
export interface Moment {
  step: Step;
  statusChangedMs: number | null;
  /** The last change of anything but show times, even before midnight; null: no value is carried forward. */
  changedMs: number | null;
  runStartMs: number | null;
  postedMs: Readonly<Record<WaitType, number | null>>;
}

/** The opening state and the steps of the day, each with the changes before it. */
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
  const begins = step.status === 'OPERATING' && isNotRunning(before.step);
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

/** A wait counts on the day it was posted, and at the start of OPERATING if it is at most a day old. */
export function isValid({ startMs }: DayRecord, { step, runStartMs, postedMs }: Moment, type: WaitType): boolean {
  const wait = step.waits[type];
  const posted = postedMs[type];
  if (wait === null || posted === null || wait < 0 || wait > LONGEST_WAIT_MINUTES) return false;
  if (posted >= startMs) return runStartMs === null || runStartMs - posted <= DAY_MS;
  return runStartMs !== null && runStartMs - posted <= DAY_MS;
}

/** The rules by which a row is counted: the present ones, or the earlier ones without unknown minutes. */
export type DailyRules = 'PRESENT' | 'EARLIER';

/** Recorded rows of earlier days have no closing after midnight, although the API documents one. */
const LATE_CLOSES_FROM = epochDayOf('2026-10-08');

/**
 * The closing of the last run that began on the day; undefined if unknown. By the earlier rules, a run of the day before
 * counts too.
 */
export function lastClosedMs(record: DayRecord, rules: DailyRules): number | undefined {
  let before = record.opening;
  let confirmedMs = -Infinity;
  let isRunning = rules === 'EARLIER' && !isNotRunning(before);
  let closedMs: number | undefined;
  for (const step of record.steps) {
    if (step.atMs >= record.midnightMs && (!isRunning || record.day < LATE_CLOSES_FROM)) break;
    if (step.status === 'OPERATING' && isNotRunning(before)) {
      isRunning = true;
      if (rules === 'PRESENT') closedMs = undefined;
    } else if (isRunning && isNotRunning(step)) {
      isRunning = false;
      closedMs = isLongUnconfirmed(record, confirmedMs, step.atMs) ? undefined : step.atMs;
    }
    if (confirms(record, step)) confirmedMs = step.atMs;
    before = step;
  }
  return closedMs;
}

/** Whether the closing is so long after the published hours that the run may have ended earlier. */
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

/** CLOSED, in refurbishment or unknown. DOWN is part of a run. */
function isNotRunning({ status }: Step): boolean {
  return status !== 'OPERATING' && status !== 'DOWN';
}

export function isStatusChange({ changed }: Step): boolean {
  return changed.includes('status');
}

export function isInside(intervals: readonly Interval[], atMs: number): boolean {
  return intervals.some(({ fromMs, untilMs }) => atMs >= fromMs && atMs < untilMs);
}
