import { HOUR_MS } from '../../common/time/calendar.js';
import type { TimeInterval } from '../../common/time/time-intervals.js';
import type { Finding } from '../findings/finding.js';
import type { LocalDays } from '../snapshots/local-days.js';
import { type RideStatus, SUSPICIOUS_WAIT_MINUTES } from '../snapshots/observations.js';

/** An observation of a ride: an instant, or the time over which polls confirmed it unchanged. */
export interface PostedWait {
  rideId: number;
  fromMs: number;
  untilMs: number;
  status: RideStatus | null;
  waitMinutes: number | null;
}

export interface ZeroWaitThresholds {
  /** Number of days in use with only zero waits from which on the waits of the park are excluded. */
  minDays: number;
  /** Attractions that must have posted zero on such a day. */
  minPosters: number;
  /** Time over which zeros must have been posted on such a day. */
  minPostedMs: number;
}

export const ZERO_WAITS: Omit<ZeroWaitThresholds, 'minDays'> = { minPosters: 5, minPostedMs: 2 * HOUR_MS };

/** A value without an end is carried forward until the next one, but no longer than a day in use lasts. */
const MAX_CARRY_FORWARD_MS = 12 * HOUR_MS;

/** Longer waits may be sentinels, placeholders or errors: they show neither that the source has the waits nor that it lacks them. */
export const MAX_TELLING_WAIT_MINUTES = SUSPICIOUS_WAIT_MINUTES - 1;

/** Whether a posted wait shows that the source has the waits. */
export const isWaitAboveZero = (waitMinutes: number | null): boolean =>
  waitMinutes !== null && waitMinutes > 0 && waitMinutes <= MAX_TELLING_WAIT_MINUTES;

interface DayOfWaits extends TimeInterval {
  localDate: string;
  zeroRides: Set<number>;
  firstZeroMs: number;
  lastZeroMs: number;
  /** The first wait above zero. */
  positiveMs: number;
}

export interface ZeroWaits extends TimeInterval {
  localDates: string[];
  /** Attractions that posted a zero on any of these days. */
  rideIds: number[];
  /** When the next wait above zero was posted; null: none so far. */
  positiveAtMs: number | null;
}

/**
 * Runs of days on which the attractions of a park post waits and all of them are 0, which means that the source does not
 * know the waits. Days without posted waits neither extend nor end a run. A single wait above 0 ends it,
 * unless it is so long that it may be implausible.
 * @param posted observations of attractions only; oldest first for each of them
 */
export function findZeroWaits(
  posted: readonly PostedWait[],
  localDays: LocalDays,
  { minDays, minPosters, minPostedMs }: ZeroWaitThresholds,
): ZeroWaits[] {
  const intervals: { days: DayOfWaits[]; positiveAtMs: number | null }[] = [];
  let open: (typeof intervals)[number] | null = null;
  for (const day of daysOf(posted, localDays)) {
    if (day.positiveMs < Infinity) {
      if (open !== null) open.positiveAtMs = day.positiveMs;
      open = null;
    } else if (isZeroDay(day, minPosters, minPostedMs)) {
      if (open === null) intervals.push((open = { days: [], positiveAtMs: null }));
      open.days.push(day);
    }
  }
  return intervals
    .filter(({ days }) => days.length >= minDays)
    .map(({ days, positiveAtMs }) => zeroWaitsOf(days, positiveAtMs));
}

const isZeroDay = ({ zeroRides, firstZeroMs, lastZeroMs }: DayOfWaits, minPosters: number, minPostedMs: number) =>
  zeroRides.size >= minPosters && lastZeroMs - firstZeroMs >= minPostedMs;

function zeroWaitsOf(days: readonly DayOfWaits[], positiveAtMs: number | null): ZeroWaits {
  return {
    startMs: days[0]!.startMs,
    endMs: days.at(-1)!.endMs,
    localDates: days.map(({ localDate }) => localDate),
    rideIds: [...new Set(days.flatMap(({ zeroRides }) => [...zeroRides]))].sort((a, b) => a - b),
    positiveAtMs,
  };
}

function daysOf(posted: readonly PostedWait[], localDays: LocalDays): DayOfWaits[] {
  const days = new Map<string, DayOfWaits>();
  const next = nextOfSameRide(posted);
  for (const [index, one] of posted.entries()) {
    if (one.status !== 'OPERATING' || one.waitMinutes === null) continue;
    const endMs = Math.max(one.untilMs, Math.min(next[index]!, one.untilMs + MAX_CARRY_FORWARD_MS));
    for (const localDate of datesOf(one, localDays)) {
      let day = days.get(localDate);
      if (day === undefined) days.set(localDate, (day = emptyDay(localDate, localDays.window(localDate))));
      note(day, one.rideId, one.waitMinutes, Math.max(one.fromMs, day.startMs), Math.min(endMs, day.endMs));
    }
  }
  return [...days.values()].sort((a, b) => a.startMs - b.startMs);
}

/** Fast path for observations within one day: building a list of dates for each of a million of them is expensive. */
function datesOf({ fromMs, untilMs }: PostedWait, localDays: LocalDays): string[] {
  const first = localDays.dateOf(fromMs);
  return untilMs === fromMs || localDays.dateOf(untilMs) === first ? [first] : localDays.datesBetween(fromMs, untilMs);
}

function note(day: DayOfWaits, rideId: number, waitMinutes: number, fromMs: number, untilMs: number): void {
  if (isWaitAboveZero(waitMinutes)) day.positiveMs = Math.min(day.positiveMs, fromMs);
  if (waitMinutes === 0) {
    day.zeroRides.add(rideId);
    day.firstZeroMs = Math.min(day.firstZeroMs, fromMs);
    day.lastZeroMs = Math.max(day.lastZeroMs, untilMs);
  }
}

const emptyDay = (localDate: string, window: TimeInterval): DayOfWaits => ({
  ...window,
  localDate,
  zeroRides: new Set(),
  firstZeroMs: Infinity,
  lastZeroMs: -Infinity,
  positiveMs: Infinity,
});

/** When the next observation of the same ride begins; Infinity if there is none. */
function nextOfSameRide(posted: readonly PostedWait[]): number[] {
  const nextMs = new Map<number, number>();
  const next: number[] = [];
  for (let index = posted.length - 1; index >= 0; index--) {
    const { rideId, fromMs } = posted[index]!;
    next[index] = nextMs.get(rideId) ?? Infinity;
    nextMs.set(rideId, fromMs);
  }
  return next;
}

const MAX_SAMPLES = 10;

/** One finding for the park and the whole interval. */
export function zeroWaitsFinding(
  park: { parkId: number; name: string },
  { localDates, rideIds }: ZeroWaits,
  fromMs: number,
  untilMs: number,
): { finding: Finding; note: string } {
  const note =
    `All ${rideIds.length} attractions of "${park.name}" that post waits have posted only 0 since ` +
    `${new Date(fromMs).toISOString()}, on ${localDates.length} days in use: the source does not have the waits. ` +
    `They are excluded from averages and rankings until a wait above 0 is posted`;
  const finding: Finding = {
    ...{ issueType: 'SUSPICIOUS', reason: 'ZERO_WAITS', identity: ['PARK', park.parkId, fromMs] },
    ...{ entityType: 'PARK', entityId: park.parkId, parkId: park.parkId, importId: null },
    ...{ windowStart: new Date(fromMs), windowEnd: new Date(untilMs), recordsAffected: rideIds.length },
    description: note,
    sample: rideIds.slice(0, MAX_SAMPLES).map((rideId) => ({ rideId, localDates: localDates.slice(0, MAX_SAMPLES) })),
  };
  return { finding, note };
}
