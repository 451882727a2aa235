import type { DayMarks } from './day-marks.js';
import type { HourSums } from './hour-sums.js';
import { HOURS_OF_DAY, type ParkCalendar } from './park-calendar.js';
import { addTime, coverageOf, NO_TIME, type OpenTimeFigures, type RideDay, type RideHour } from './time-figures.js';

/** What is known of a ride beside its sums. */
export interface RideMarks {
  rideId: number;
  /** By day: whether anything was observed of it on the day itself. */
  isObserved: ArrayLike<number>;
  marks: DayMarks;
}

/** The rows of one ride: a day is the exact sum of its hours, but for the time nobody looked, of which hours may be missing. */
export class RideDays {
  constructor(
    private readonly calendar: ParkCalendar,
    private readonly hourSums: HourSums,
  ) {}

  /** Of the ride that the sums have taken; days on which it was not observed have no rows. */
  of(
    { rideId, isObserved, marks }: RideMarks,
    longestDownMs: readonly number[],
  ): { hours: RideHour[]; days: RideDay[] } {
    const hours: RideHour[] = [];
    const days: RideDay[] = [];
    for (const [day, { localDate, startMs, endMs }] of this.calendar.days.entries()) {
      if (!this.hourSums.hasDay(day)) continue;
      const sums: OpenTimeFigures = { ...NO_TIME };
      for (let localHour = 0; localHour < HOURS_OF_DAY; localHour++) {
        const hour = this.hourSums.hourOf(day * HOURS_OF_DAY + localHour, rideId, localDate);
        if (hour === null) continue;
        hours.push(hour);
        addTime(sums, hour);
      }
      sums.unobservedMs = endMs - startMs - sums.observedMs;
      days.push({
        rideId,
        localDate,
        ...sums,
        ...this.hourSums.days.figures(day, isObserved[day] === 1),
        p50Wait: this.hourSums.days.waits.percentile(day, 0.5),
        p90Wait: this.hourSums.days.waits.percentile(day, 0.9),
        statusChanges: marks.statusChanges[day]!,
        longestDownMs: isObserved[day] === 1 ? longestDownMs[day]! : 0,
        firstOperatingMs: instantOrNull(marks.firstOperatingMs[day]!),
        lastOperatingMs: instantOrNull(marks.lastOperatingMs[day]!),
        coverage: coverageOf(sums),
      });
    }
    return { hours, days };
  }
}

const instantOrNull = (ms: number): number | null => (Number.isNaN(ms) ? null : ms);
