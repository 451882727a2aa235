import type { DayMilestones } from './day-marks.js';
import type { HourTotals } from './hour-sums.js';
import { HOURS_OF_DAY, type ParkCalendar } from './park-calendar.js';
import {
  addTime,
  coverageOf,
  NO_TIME,
  type ScheduledTimeMetrics,
  type RideDay,
  type RideHour,
} from './time-figures.js';

/** What is known of a ride beside its sums. */
export interface RideMilestones {
  rideId: number;
  /** By day: whether anything was observed of it on the day itself. */
  isObserved: ArrayLike<number>;
  milestones: DayMilestones;
}

/** The rows of one ride: a day is the exact sum of its hours, but for the time nobody looked, of which hours may be missing. */
export class RideDays {
  constructor(
    private readonly calendar: ParkCalendar,
    private readonly hourTotals: HourTotals,
  ) {}

  /** Of the ride that the sums have taken; days on which it was not observed have no rows. */
  of(
    { rideId, isObserved, milestones }: RideMilestones,
    longestDownMs: readonly number[],
  ): { hours: RideHour[]; days: RideDay[] } {
    const hours: RideHour[] = [];
    const days: RideDay[] = [];
    for (const [day, { localDate, startMs, endMs }] of this.calendar.days.entries()) {
      if (!this.hourTotals.hasDay(day)) continue;
      const totals: ScheduledTimeMetrics = { ...NO_TIME };
      for (let localHour = 0; localHour < HOURS_OF_DAY; localHour++) {
        const hour = this.hourTotals.hourOf(day * HOURS_OF_DAY + localHour, rideId, localDate);
        if (hour === null) continue;
        hours.push(hour);
        addTime(totals, hour);
      }
      totals.unknownMs = endMs - startMs - totals.observedMs;
      days.push({
        rideId,
        localDate,
        ...totals,
        ...this.hourTotals.days.statistics(day, isObserved[day] === 1),
        p50Wait: this.hourTotals.days.waits.percentile(day, 0.5),
        p90Wait: this.hourTotals.days.waits.percentile(day, 0.9),
        statusChanges: milestones.statusChanges[day]!,
        longestDownMs: isObserved[day] === 1 ? longestDownMs[day]! : 0,
        firstOperatingMs: instantOrNull(milestones.firstOperatingMs[day]!),
        lastOperatingMs: instantOrNull(milestones.lastOperatingMs[day]!),
        coverage: coverageOf(totals),
      });
    }
    return { hours, days };
  }
}

const instantOrNull = (ms: number): number | null => (Number.isNaN(ms) ? null : ms);
