import { Injectable } from '@nestjs/common';
import { daysFromTo } from '../../common/time/calendar.js';
import { daysIn, type DaySpan, weekdayOf } from '../statistics/day-spans.js';
import { type DayDetails, type Metrics, metricsOf } from '../statistics/derived-metrics.js';
import { addTotals, NO_TOTALS } from '../statistics/rollup-totals.js';
import type { CalendarQuery, CalendarView } from './calendar.dto.js';
import { DayHourRepository, type ParkDay } from './queries/day-hour.sql.js';
import { LocalCalendar } from './queries/local-calendar.js';
import { ScheduledTimeService, withoutScheduledTimeToCome } from './queries/scheduled-time.service.js';
import { untilToday } from './queries/period.js';
import { TargetService } from './queries/target.service.js';
import { periodView } from './target-period.dto.js';

export interface CalendarDay {
  date: string;
  weekday: number;
  opensAt: Date | null;
  closesAt: Date | null;
  ridesOperated: number | null;
  metrics: Metrics;
  /** Null if the day was not observed. */
  details: DayDetails | null;
}

/** Every day of the span, observed or not. */
function calendarDays(span: DaySpan, observed: readonly ParkDay[]): CalendarDay[] {
  const byDate = new Map(observed.map((day) => [day.date, day]));
  return daysFromTo(span.from, span.to).map((date) => {
    const day = byDate.get(date);
    return {
      date,
      weekday: weekdayOf(date),
      opensAt: day?.opensAt ?? null,
      closesAt: day?.closesAt ?? null,
      ridesOperated: day?.ridesOperated ?? null,
      metrics: metricsOf(day?.totals ?? NO_TOTALS, 1),
      details: day?.details ?? null,
    };
  });
}

@Injectable()
export class CalendarService {
  constructor(
    private readonly targets: TargetService,
    private readonly repository: DayHourRepository,
    private readonly calendar: LocalCalendar,
    private readonly scheduledTime: ScheduledTimeService,
  ) {}

  /** @throws ParkNotFoundError, DateRangeError */
  async ofYear({ parkId, year }: CalendarQuery): Promise<CalendarView> {
    const entity = await this.targets.park(parkId);
    const today = this.calendar.today(entity.timezone);
    const span = untilToday({ from: `${year}-01-01`, to: `${year}-12-31` }, today);
    const stored = await this.repository.findParkDays(parkId, span);
    const toCome = await this.scheduledTime.toCome(stored.at(-1)?.date === today ? [today] : []);
    const observed = stored.map((day) => ({
      ...day,
      totals: withoutScheduledTimeToCome(day.totals, toCome(entity, day.date)),
    }));
    const total = observed.map(({ totals }) => totals).reduce(addTotals, NO_TOTALS);
    return {
      entity,
      period: periodView(span, today),
      metrics: metricsOf(total, daysIn(span)),
      days: calendarDays(span, observed),
    };
  }
}
