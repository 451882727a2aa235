import { holdTimeline, type HoldLimits } from '../timeline/hold-timeline.js';
import type { HeldValues } from '../timeline/held-values.js';
import type { Polls } from '../timeline/live-runs.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import { ParkActivity } from '../timeline/park-activity.js';
import { type DayMarks, markDays } from './day-marks.js';
import { HourSums } from './hour-sums.js';
import { openWindows, OperatingSpans, type PublishedOpening } from './open-windows.js';
import { type OpenSums, sumOpenTime } from './open-sums.js';
import { HOURS_OF_DAY, type ParkCalendar } from './park-calendar.js';
import { ParkDaySums } from './park-day-sums.js';
import {
  addTime,
  NO_OPEN_TIME,
  type OpenFigures,
  type ParkDayFigures,
  type RideDay,
  type RideHour,
} from './time-figures.js';

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
  parkDays: ParkDayFigures[];
}

/** How long before a day an observation may lie that tells something of it; a run of live polls may begin even earlier. */
export function lookbackMs({ archiveMs, liveMs, parkSilenceMs }: HoldLimits): number {
  return Math.max(archiveMs, liveMs, parkSilenceMs);
}

/** All figures of some days of a park, from nothing but its observations. Pauses, by yielding, between rides. Pure. */
export function* parkDaySteps(input: ParkDaysInput): Generator<void, ParkDaysFigures> {
  const { calendar, limits, rides, polls } = input;
  const activity = activityOf(input);
  const operating = new OperatingSpans(calendar);
  const hourSums = new HourSums(calendar);
  const figures: ParkDaysFigures = { hours: [], days: [], parkDays: [] };
  const drafts: RideDraft[] = [];
  for (const { rideId, countsForPark, rows } of rides) {
    const held = holdTimeline(rows, limits, activity, polls).trimmed();
    hourSums.take(rows, held);
    const marks = markDays(held, calendar);
    if (countsForPark) addOperating(operating, marks);
    drafts.push({ rideId, countsForPark, held, marks, days: foldHours(rideId, hourSums, calendar, figures.hours) });
    yield;
  }
  const windows = openWindows(calendar, input.openings, operating);
  const park = new ParkDaySums(input.parkId, calendar, windows);
  for (const draft of drafts) {
    const days = finishDays(draft, calendar, sumOpenTime(draft.held, windows));
    if (draft.countsForPark) park.add(days);
    figures.days.push(...days);
    yield;
  }
  figures.parkDays = park.figures();
  return figures;
}

/** The same at one go. */
export function parkDays(input: ParkDaysInput): ParkDaysFigures {
  const steps = parkDaySteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

interface RideDraft {
  rideId: number;
  countsForPark: boolean;
  held: HeldValues;
  marks: DayMarks;
  /** Sums of the hours by index of the day; days without an observation are missing. */
  days: Map<number, OpenFigures>;
}

function activityOf({ calendar, limits, rides }: ParkDaysInput): ParkActivity {
  const activity = new ParkActivity(calendar.startMs - lookbackMs(limits), calendar.endMs, limits.parkSilenceMs);
  for (const { rows } of rides) {
    for (let row = 0; row < rows.length; row++) activity.add(rows.atMs[row]!, rows.seenUntilMs[row]!);
  }
  return activity;
}

function addOperating(operating: OperatingSpans, { firstOperatingMs, lastOperatingMs }: DayMarks): void {
  for (const [day, startMs] of firstOperatingMs.entries()) {
    if (!Number.isNaN(startMs)) operating.add(day, startMs, lastOperatingMs[day]!);
  }
}

function foldHours(
  rideId: number,
  hourSums: HourSums,
  calendar: ParkCalendar,
  hours: RideHour[],
): Map<number, OpenFigures> {
  const days = new Map<number, OpenFigures>();
  for (let cell = 0; cell < calendar.cellMs.length; cell++) {
    const sums = hourSums.figures(cell);
    if (sums === null) continue;
    const day = calendar.dayOfCell(cell);
    hours.push({ rideId, localDate: calendar.days[day]!.localDate, localHour: cell % HOURS_OF_DAY, ...sums });
    let whole = days.get(day);
    if (whole === undefined) days.set(day, (whole = { ...NO_OPEN_TIME }));
    addTime(whole, sums);
  }
  return days;
}

function finishDays({ rideId, marks, days }: RideDraft, calendar: ParkCalendar, open: readonly OpenSums[]): RideDay[] {
  const instant = (ms: number) => (Number.isNaN(ms) ? null : ms);
  return [...days].map(([day, sums]) => {
    const { localDate, startMs, endMs } = calendar.days[day]!;
    const { openMs, openObservedMs } = open[day]!;
    return {
      rideId,
      localDate,
      ...sums,
      ...open[day]!,
      unobservedMs: endMs - startMs - sums.observedMs,
      statusChanges: marks.statusChanges[day]!,
      firstOperatingMs: instant(marks.firstOperatingMs[day]!),
      lastOperatingMs: instant(marks.lastOperatingMs[day]!),
      coverage: openMs === 0 ? null : openObservedMs / openMs,
    };
  });
}
