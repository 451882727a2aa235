import { Injectable } from '@nestjs/common';
import { dayAfter, daysFromTo } from '../../../common/time/calendar.js';
import { daysIn, weekdayOf } from '../../statistics/day-spans.js';
import { LocalCalendar } from '../queries/local-calendar.js';
import { ScheduledTimeService } from '../queries/scheduled-time.service.js';
import { spanUntil, untilToday } from '../queries/period.js';
import { TargetService } from '../queries/target.service.js';
import type { Target } from '../queries/target.sql.js';
import { periodView, type TargetQuery } from '../target-period.dto.js';
import { averagesOf, firstDayOf, observableMonths } from './averages.js';
import { crowdLevels, REFERENCE_DAYS } from './crowd-level.js';
import { DayRowRepository } from './day-rows.sql.js';
import { dayStatistics } from './day-statistics.js';
import type { AveragesView, DaysQuery, DaysView } from './days.dto.js';

/** Daily statistics of a ride or park, and their averages by month and year. */
@Injectable()
export class DaysService {
  constructor(
    private readonly targets: TargetService,
    private readonly repository: DayRowRepository,
    private readonly calendar: LocalCalendar,
    private readonly scheduledTime: ScheduledTimeService,
  ) {}

  /** @throws RideNotFoundError, DateRangeError */
  async ofRide(rideId: number, query: DaysQuery): Promise<DaysView> {
    return this.describe(await this.targets.ride(rideId), query);
  }

  /** @throws ParkNotFoundError, DateRangeError */
  async ofPark(parkId: number, query: DaysQuery): Promise<DaysView> {
    return this.describe(await this.targets.park(parkId), query);
  }

  private async describe(entity: Target, query: DaysQuery): Promise<DaysView> {
    const today = this.calendar.today(entity.timezone);
    const span = untilToday(spanUntil(today, query), today);
    const [rows, waitDays, toCome] = await Promise.all([
      this.repository.findDays(entity, span),
      this.repository.findWaitDays(entity, { from: dayAfter(span.from, -REFERENCE_DAYS), to: span.to }),
      this.scheduledTime.toCome(span.to === today ? [today] : []),
    ]);
    const rowOf = new Map(rows.map((row) => [row.date, row]));
    // Today is not over: half a day cannot be compared with whole ones.
    const levels = crowdLevels(waitDays.filter(({ date }) => date < today));
    const windows = this.calendar.hours(entity.timezone).days;
    return {
      entity,
      period: periodView(span, today),
      days: daysFromTo(span.from, span.to).map((date) => {
        const [row, { startMs, endMs }] = [rowOf.get(date), windows.of(date)];
        return {
          date,
          weekday: weekdayOf(date),
          from: new Date(startMs),
          to: new Date(endMs),
          crowdLevel: levels.get(date) ?? null,
          statistics: row === undefined ? null : dayStatistics(row, toCome(entity, date)),
        };
      }),
    };
  }

  /** @throws ValidationFailedError, ParkNotFoundError, RideNotFoundError */
  async averages(query: TargetQuery): Promise<AveragesView> {
    const entity = await this.targets.find(query);
    const today = this.calendar.today(entity.timezone);
    const [stored, toCome] = await Promise.all([
      this.repository.sumByMonth(entity),
      this.scheduledTime.toCome([today]),
    ]);
    const months = observableMonths(stored, today, toCome(entity, today));
    const from = firstDayOf(months);
    const span = from === null ? null : { from, to: today };
    return {
      entity,
      period: span === null ? null : periodView(span, today),
      ...averagesOf(months, today, span === null ? 0 : daysIn(span)),
    };
  }
}
