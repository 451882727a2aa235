import type { DayUse } from '../../park-use/day-use.js';
import { markImplausibleWaits } from '../../park-use/implausible-waits.js';
import type { PublishedInterval } from '../../park-use/published-interval.js';
import { NEWS_MS, ParkUseDetector } from '../../park-use/use-detector.js';
import type { NoDataInterval } from '../../snapshots/carry-forward.js';
import type { Polls } from '../timeline/live-spans.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import { ParkActivity } from '../timeline/park-activity.js';
import { buildStateIntervals, type TimelineLimits, type StateIntervals } from '../timeline/state-intervals.js';
import { countedDays, NOT_COUNTED } from './counted-days.js';
import type { WaitHistogram } from './day-accumulator.js';
import { HourAccumulator } from './hour-accumulator.js';
import { expectedDays, type LastArchived, type LastConfirmed, observedDays } from './observed-days.js';
import { ParkAccumulator } from './park-accumulator.js';
import { CalendarSlices, type ParkCalendar } from './park-calendar.js';
import { dayActivityOf, longestDown, type RideActivity, RideDays } from './ride-days.js';
import { type DowntimePart, downtimeParts } from './ride-downtimes.js';
import type { HoursOfRideDay } from '../hours/packed-hours.js';
import type { ParkDayRow, ParkHour, RideDay } from './rollup-rows.js';
import { shutDays } from './shut-days.js';

/** A ride with all its observations, including those of linked UUIDs. */
export interface ObservedRide {
  rideId: number;
  /** Whether the ride decides if the park is in use, and its totals are part of the park's. */
  countsForPark: boolean;
  /** Whether the catalogue listed it then, so that live responses should contain it. */
  isListedAt: (atMs: number) => boolean;
  rows: ObservedRows;
  /** Null if there is none. */
  lastConfirmed: LastConfirmed | null;
  lastArchived?: LastArchived | null | undefined;
}

export interface ParkDaysInput {
  parkId: number;
  calendar: ParkCalendar;
  limits: TimelineLimits;
  /** Intervals of the days of the calendar and of the day before. */
  published: readonly PublishedInterval[];
  /** Longer waits are implausible. */
  waitCeilingMinutes: number;
  polls: Polls;
  /** Whether a ride that disappeared from the archive counts as missing; requires `lastArchived` of each ride. */
  expectsArchived?: boolean | undefined;
  /** Every ride of the park, with all rows that may be carried forward into the days; see `lookbackMs`. */
  rides: readonly ObservedRide[];
}

export interface ParkDaysStatistics {
  hours: HoursOfRideDay[];
  days: RideDay[];
  downtimes: DowntimePart[];
  parkHours: ParkHour[];
  parkDays: ParkDayRow[];
  /** When the park had no data but values could still be carried forward, divided at the start of each day. */
  noData: NoDataInterval[];
}

/**
 * How long before a day an observation may affect it: its value may be carried forward, or the time since its last change may
 * count. A span of live polls may start even earlier.
 */
export function lookbackMs({ archiveMs, liveMs, parkNoDataMs }: TimelineLimits): number {
  return Math.max(archiveMs, liveMs, parkNoDataMs) + NEWS_MS;
}

/** Computes all statistics of a range of days of a park. Pure. Yields the number of processed rows after each ride. */
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
    const dayActivity = dayActivityOf(intervals, calendar);
    const isObserved = observedDays(ride.rows, calendar);
    if (ride.countsForPark) {
      dayInput.add(intervals, isObserved);
      if (isObserved.includes(0)) dayInput.addShut(shutDays(ride, isObserved, input));
    }
    timelines.push({ ...ride, intervals, dayActivity, isObserved });
    yield ride.rows.length;
  }
  const uses = calendar.days.map((_, day) => dayInput.useOf(day));
  const longestMs = Math.max(input.limits.archiveMs, input.limits.liveMs);
  const noData = calendar.days.flatMap(({ startMs, endMs }) => activity.withoutData(startMs, endMs, longestMs));
  return { ...(yield* accumulateRides(input, timelines, uses)), noData };
}

/** Runs {@link parkDaySteps} without interruption. */
export function parkDays(input: ParkDaysInput): ParkDaysStatistics {
  const steps = parkDaySteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

interface RideTimeline extends ObservedRide, Omit<RideActivity, 'counted'> {
  intervals: StateIntervals;
  isObserved: Uint8Array;
}

function* accumulateRides(
  input: ParkDaysInput,
  timelines: readonly RideTimeline[],
  uses: readonly DayUse[],
): Generator<number, Omit<ParkDaysStatistics, 'noData'>> {
  const { parkId, calendar, waitCeilingMinutes } = input;
  const windows = uses.map((use) => use.windows);
  const slices = new CalendarSlices(calendar, uses);
  const hourTotals = new HourAccumulator(calendar, slices, waitCeilingMinutes);
  const park = new ParkAccumulator(parkId, calendar, slices, uses, waitCeilingMinutes);
  const rideDays = new RideDays(calendar, hourTotals);
  const statistics: Pick<ParkDaysStatistics, 'hours' | 'days' | 'downtimes'> = { hours: [], days: [], downtimes: [] };
  const isArchived = input.expectsArchived === true ? observedByAny(timelines, calendar.days.length) : null;
  const counted = countedDays(timelines, { ...input, uses });
  for (const [index, ride] of timelines.entries()) {
    const ofRide = { ...ride, counted: counted[index]! };
    hourTotals.take(ride.rows, ride.intervals, ofRide.counted);
    const { hours, days } = rideDays.of(ofRide, longestDown(ride.intervals, windows), (day, of, bits) => {
      if (ride.countsForPark && ofRide.counted[day] !== NOT_COUNTED) park.addHours(day, of, bits);
    });
    for (const hour of hours) statistics.hours.push(hour);
    for (const day of days) statistics.days.push(day);
    const downtimes = downtimeParts(ride.rideId, ride.intervals, calendar, uses, ofRide.counted);
    for (const part of downtimes) statistics.downtimes.push(part);
    if (ride.countsForPark)
      addToPark(park, { ...input, isArchived }, ride, {
        days,
        counted: ofRide.counted,
        waits: hourTotals.days.waits,
      });
    yield ride.rows.length;
  }
  return { ...statistics, ...park.rows() };
}

interface RideStatistics {
  days: readonly RideDay[];
  counted: Uint8Array;
  waits: WaitHistogram;
}

/** Days on which the ride was not observed do not count, unless it was expected: then it counts as missing. */
function addToPark(
  park: ParkAccumulator,
  input: ParkDaysInput & { isArchived: Uint8Array | null },
  ride: RideTimeline,
  { days, counted, waits }: RideStatistics,
): void {
  const { calendar } = input;
  for (const statistics of days) {
    const day = calendar.indexOf(statistics.localDate);
    if (counted[day] !== NOT_COUNTED) park.addDay(day, statistics, waits);
  }
  if (!ride.isObserved.includes(0)) return;
  const expected = expectedDays(ride, ride.isObserved, input);
  for (const [day, isExpected] of expected.entries()) if (isExpected === 1) park.addMissing(day);
}

/** By day, 1 if any ride that counts for the park was observed. */
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
