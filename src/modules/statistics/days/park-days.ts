import type { DayUse } from '../../park-use/day-use.js';
import { markImplausibleWaits } from '../../park-use/implausible-waits.js';
import type { PublishedInterval } from '../../park-use/published-interval.js';
import { NEWS_MS, ParkUseDetector } from '../../park-use/use-detector.js';
import type { Polls } from '../timeline/live-spans.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import { ParkActivity } from '../timeline/park-activity.js';
import { buildStateIntervals, type CarryForwardLimits, type StateIntervals } from '../timeline/state-intervals.js';
import type { WaitHistogram } from './day-accumulator.js';
import { HourAccumulator } from './hour-accumulator.js';
import { expectedDays, type LastArchived, type LastLive, observedDays } from './observed-days.js';
import { ParkAccumulator } from './park-accumulator.js';
import { CalendarSlices, type ParkCalendar } from './park-calendar.js';
import { dayActivityOf, longestDown, type RideActivity, RideDays } from './ride-days.js';
import type { ParkDayRow, ParkHour, RideDay, RideHour } from './rollup-rows.js';

/** A ride with everything observed of it, that of linked UUIDs included. */
export interface ObservedRide {
  rideId: number;
  /** Whether its operating means that the park is in use, and its figures are part of the park's. */
  countsForPark: boolean;
  /** Whether the catalogue listed it then: a live answer should have had it too. */
  isListedAt: (atMs: number) => boolean;
  rows: ObservedRows;
  /** Null where there is none. */
  lastLive: LastLive | null;
  lastArchived?: LastArchived | null | undefined;
}

export interface ParkDaysInput {
  parkId: number;
  calendar: ParkCalendar;
  limits: CarryForwardLimits;
  /** Of the days of the calendar, and of the day before. */
  published: readonly PublishedInterval[];
  /** Longer waits are not believed. */
  waitCeilingMinutes: number;
  polls: Polls;
  /** Whether a ride that the archive does not tell of any more counts as missing: that takes `lastArchived` of each ride. */
  expectsArchived?: boolean | undefined;
  /** Every ride of the park, with all rows that may hold into the days; see `lookbackMs`. */
  rides: readonly ObservedRide[];
}

export interface ParkDaysStatistics {
  hours: RideHour[];
  days: RideDay[];
  parkHours: ParkHour[];
  parkDays: ParkDayRow[];
}

/**
 * How long before a day an observation may lie that tells something of it, by the value that it carries into it or by how long
 * that value has been the same; a run of live polls may begin even earlier.
 */
export function lookbackMs({ archiveMs, liveMs, parkNoDataMs }: CarryForwardLimits): number {
  return Math.max(archiveMs, liveMs, parkNoDataMs) + NEWS_MS;
}

/** All figures of some days of a park, from nothing but its observations. Yields the rows done, between rides. Pure. */
export function* parkDaySteps(input: ParkDaysInput): Generator<number, ParkDaysStatistics> {
  const { calendar, rides } = input;
  const timelines: RideTimeline[] = [];
  const dayInput = new ParkUseDetector(calendar.days, input.published);
  const activity = activityOf(input);
  const waitRules = {
    ceilingMinutes: input.waitCeilingMinutes,
    isSameDay: (aMs: number, bMs: number) => calendar.dayOf(aMs) >= 0 && calendar.dayOf(aMs) === calendar.dayOf(bMs),
  };
  for (const ride of rides) {
    const intervals = buildStateIntervals(ride.rows, input.limits, activity, input.polls).trimmed();
    markImplausibleWaits(intervals, waitRules);
    const milestones = dayActivityOf(intervals, calendar);
    const isObserved = observedDays(ride.rows, calendar);
    if (ride.countsForPark) dayInput.add(intervals, isObserved);
    timelines.push({ ...ride, intervals, milestones, isObserved });
    yield ride.rows.length;
  }
  const uses = calendar.days.map((_, day) => dayInput.useOf(day));
  return yield* accumulateRides(input, timelines, uses);
}

/** The same at one go. */
export function parkDays(input: ParkDaysInput): ParkDaysStatistics {
  const steps = parkDaySteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

interface RideTimeline extends ObservedRide, RideActivity {
  intervals: StateIntervals;
  isObserved: Uint8Array;
}

function* accumulateRides(
  input: ParkDaysInput,
  timelines: readonly RideTimeline[],
  uses: readonly DayUse[],
): Generator<number, ParkDaysStatistics> {
  const { parkId, calendar, waitCeilingMinutes } = input;
  const windows = uses.map((use) => use.windows);
  const slices = new CalendarSlices(calendar, uses);
  const hourTotals = new HourAccumulator(calendar, slices, waitCeilingMinutes);
  const park = new ParkAccumulator(parkId, calendar, slices, uses, waitCeilingMinutes);
  const rideDays = new RideDays(calendar, hourTotals);
  const statistics: ParkDaysStatistics = { hours: [], days: [], parkHours: [], parkDays: [] };
  const isArchived = input.expectsArchived === true ? observedByAny(timelines, calendar.days.length) : null;
  for (const ride of timelines) {
    hourTotals.take(ride.rows, ride.intervals, ride.isObserved);
    const { hours, days } = rideDays.of(ride, longestDown(ride.intervals, windows));
    for (const hour of hours) statistics.hours.push(hour);
    for (const day of days) statistics.days.push(day);
    if (ride.countsForPark)
      addToPark(park, { ...input, isArchived }, ride, { hours, days, waits: hourTotals.days.waits });
    yield ride.rows.length;
  }
  return { ...statistics, ...park.rows() };
}

interface RideStatistics {
  hours: readonly RideHour[];
  days: readonly RideDay[];
  waits: WaitHistogram;
}

/** A day on which a ride was not observed counts for no park, but where it should have been observed. */
function addToPark(
  park: ParkAccumulator,
  input: ParkDaysInput & { isArchived: Uint8Array | null },
  ride: RideTimeline,
  { hours, days, waits }: RideStatistics,
): void {
  const { calendar } = input;
  for (const hour of hours) {
    const day = calendar.indexOf(hour.localDate);
    if (ride.isObserved[day] === 1) park.addHour(day, hour);
  }
  for (const statistics of days) {
    const day = calendar.indexOf(statistics.localDate);
    if (ride.isObserved[day] === 1) park.addDay(day, statistics, waits);
  }
  if (!ride.isObserved.includes(0)) return;
  const expected = expectedDays(ride, ride.isObserved, input);
  for (const [day, isExpected] of expected.entries()) if (isExpected === 1) park.addMissing(day);
}

/** By day, 1 where any of the rides that count for the park was observed. */
function observedByAny(timelines: readonly RideTimeline[], days: number): Uint8Array {
  const observed = new Uint8Array(days);
  for (const { countsForPark, isObserved } of timelines) {
    if (countsForPark) isObserved.forEach((one, day) => (observed[day]! |= one));
  }
  return observed;
}

function activityOf({ calendar, limits, rides }: ParkDaysInput): ParkActivity {
  const activity = new ParkActivity(calendar.startMs - lookbackMs(limits), calendar.endMs, limits.parkNoDataMs);
  for (const { rows } of rides) {
    for (let row = 0; row < rows.length; row++) activity.add(rows.atMs[row]!, rows.confirmedUntilMs[row]!);
  }
  return activity;
}
