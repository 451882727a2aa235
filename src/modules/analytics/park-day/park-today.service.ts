import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import { rounded } from '../../statistics/derived-metrics.js';
import { weekdayOf } from '../../statistics/day-spans.js';
import { DayRowRepository } from '../days/day-rows.sql.js';
import { dayStatistics } from '../days/day-statistics.js';
import { type DayHour, DayHourRepository } from '../queries/day-hour.sql.js';
import { LocalCalendar } from '../queries/local-calendar.js';
import { ScheduledTimeService } from '../queries/scheduled-time.service.js';
import { TargetService } from '../queries/target.service.js';
import { periodView } from '../target-period.dto.js';
import { typicalDates, typicalHours } from '../typical-hours.js';
import type { ParkTodayView, TodayHourView } from './park-day.dto.js';
import { typicalRides } from './typical-rides.js';

/** Today, hour by hour, against the days of the same weekday in the year before. */
@Injectable()
export class ParkTodayService {
  constructor(
    private readonly targets: TargetService,
    private readonly hours: DayHourRepository,
    private readonly days: DayRowRepository,
    private readonly calendar: LocalCalendar,
    private readonly scheduledTime: ScheduledTimeService,
    private readonly clock: Clock,
  ) {}

  /** @throws ParkNotFoundError */
  async describe(parkId: number): Promise<ParkTodayView> {
    const entity = await this.targets.park(parkId);
    const date = this.calendar.today(entity.timezone);
    const dates = typicalDates({ weekday: weekdayOf(date) }, date);
    const [past, pastByRide, present, [row], toCome] = await Promise.all([
      this.hours.findHours(entity, dates),
      this.hours.findHoursByRide(parkId, dates),
      this.hours.findHours(entity, [date]),
      this.days.findDays(entity, { from: date, to: date }),
      this.scheduledTime.toCome([date]),
    ]);
    const local = this.calendar.hours(entity.timezone);
    const nowMs = this.clock.now().getTime();
    const byHour = new Map(present.map((hour) => [hour.hour, hour]));
    const hours = typicalHours(past, local.hoursOfDay).map(({ postedMinutes: _, observedDays: __, ...typical }) => {
      const { startMs, endMs } = local.window(date, typical.hour);
      const averageWaitMinutes = startMs > nowMs ? null : averageOf(byHour.get(typical.hour));
      const difference =
        averageWaitMinutes === null || typical.p50 === null ? null : rounded(averageWaitMinutes - typical.p50);
      return { ...typical, from: new Date(startMs), to: new Date(endMs), averageWaitMinutes, difference };
    });
    return {
      entity,
      date,
      statistics: row === undefined ? null : dayStatistics(row, toCome(entity, date)),
      comparedWith: periodView({ from: dates[0]!, to: dates.at(-1)! }, date),
      differenceSoFar: meanDifference(hours, nowMs),
      hours,
      rides: typicalRides(pastByRide, local.hoursOfDay, local.hourAt(date, nowMs)),
    };
  }
}

function averageOf(hour: DayHour | undefined): number | null {
  return hour === undefined || hour.waitKnownMs === 0 ? null : rounded(hour.waitMinutesMs / hour.waitKnownMs);
}

/** Only whole hours: the present one is still going on. */
function meanDifference(hours: readonly TodayHourView[], nowMs: number): number | null {
  const over = hours.flatMap(({ difference, to }) => (difference === null || to.getTime() > nowMs ? [] : [difference]));
  return over.length === 0 ? null : rounded(over.reduce((sum, one) => sum + one, 0) / over.length);
}
