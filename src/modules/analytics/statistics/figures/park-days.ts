import { holdTimeline, type HoldLimits } from '../timeline/hold-timeline.js';
import type { HeldValues } from '../timeline/held-values.js';
import type { Polls } from '../timeline/live-runs.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import { ParkActivity } from '../timeline/park-activity.js';
import { CalendarSlices } from './calendar-slices.js';
import { type DayMarks, markDays } from './day-marks.js';
import { HourSums } from './hour-sums.js';
import { longestDown } from './longest-down.js';
import { OperatingSpans, type OpenTime, openTimes, type PublishedOpening } from './open-windows.js';
import type { ParkCalendar } from './park-calendar.js';
import { ParkSums } from './park-sums.js';
import { RideDays } from './ride-days.js';
import type { ParkDayFigures, ParkHour, RideDay, RideHour } from './time-figures.js';

/** A ride with everything observed of it, that of linked UUIDs included. */
export interface ObservedRide {
  rideId: number;
  /** Whether its operating means that the park is open, and its figures are part of the park's. */
  countsForPark: boolean;
  rows: ObservedRows;
}

export interface ParkDaysInput {
  parkId: number;
  calendar: ParkCalendar;
  limits: HoldLimits;
  /** Of the days of the calendar, and of the day before. */
  openings: readonly PublishedOpening[];
  polls: Polls;
  /** Every ride of the park, with all rows that may hold into the days; see `lookbackMs`. */
  rides: readonly ObservedRide[];
}

export interface ParkDaysFigures {
  hours: RideHour[];
  days: RideDay[];
  parkHours: ParkHour[];
  parkDays: ParkDayFigures[];
}

/** How long before a day an observation may lie that tells something of it; a run of live polls may begin even earlier. */
export function lookbackMs({ archiveMs, liveMs, parkSilenceMs }: HoldLimits): number {
  return Math.max(archiveMs, liveMs, parkSilenceMs);
}

/** All figures of some days of a park, from nothing but its observations. Yields the rows done, between rides. Pure. */
export function* parkDaySteps(input: ParkDaysInput): Generator<number, ParkDaysFigures> {
  const { calendar, rides } = input;
  const timelines: RideTimeline[] = [];
  const operating = new OperatingSpans(calendar);
  const activity = activityOf(input);
  for (const ride of rides) {
    const held = holdTimeline(ride.rows, input.limits, activity, input.polls).trimmed();
    const marks = markDays(held, calendar);
    if (ride.countsForPark) operating.add(held);
    timelines.push({ ...ride, held, marks });
    yield ride.rows.length;
  }
  return yield* sumRides(input, timelines, openTimes(calendar, input.openings, operating));
}

/** The same at one go. */
export function parkDays(input: ParkDaysInput): ParkDaysFigures {
  const steps = parkDaySteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

interface RideTimeline extends ObservedRide {
  held: HeldValues;
  marks: DayMarks;
}

function* sumRides(
  { parkId, calendar }: ParkDaysInput,
  timelines: readonly RideTimeline[],
  openTime: readonly OpenTime[],
): Generator<number, ParkDaysFigures> {
  const windows = openTime.map((day) => day.windows);
  const hourSums = new HourSums(calendar, new CalendarSlices(calendar, windows));
  const park = new ParkSums(parkId, calendar, openTime);
  const rideDays = new RideDays(calendar, hourSums);
  const figures: ParkDaysFigures = { hours: [], days: [], parkHours: [], parkDays: [] };
  for (const { rideId, countsForPark, rows, held, marks } of timelines) {
    hourSums.take(rows, held);
    const { hours, days } = rideDays.of(rideId, marks, longestDown(held, windows));
    for (const hour of hours) {
      figures.hours.push(hour);
      if (countsForPark) park.addHour(hour);
    }
    for (const day of days) {
      figures.days.push(day);
      if (countsForPark) park.addDay(day);
    }
    yield rows.length;
  }
  return { ...figures, ...park.figures() };
}

function activityOf({ calendar, limits, rides }: ParkDaysInput): ParkActivity {
  const activity = new ParkActivity(calendar.startMs - lookbackMs(limits), calendar.endMs, limits.parkSilenceMs);
  for (const { rows } of rides) {
    for (let row = 0; row < rows.length; row++) activity.add(rows.atMs[row]!, rows.seenUntilMs[row]!);
  }
  return activity;
}
