import { Injectable } from '@nestjs/common';
import { DailyMetricsRepository } from '../../reads/daily-figures.repository.js';
import { daysIn } from '../../reads/day-span.js';
import { metricsOf } from '../../reads/figures.js';
import { OpenDaysService } from '../../reads/open-days.service.js';
import { withoutScheduledTimeToCome } from '../../reads/open-time-to-come.js';
import { ParkCalendar } from '../../reads/park-calendar.js';
import { untilToday } from '../../reads/period.js';
import { AnalyticsEntityService } from '../../reads/subject.service.js';
import { addTotals, NO_TOTALS } from '../../reads/sums.js';
import { periodView } from '../shared/period.dto.js';
import { calendarDays } from './calendar-days.js';
import type { CalendarQuery, CalendarView } from './calendar.dto.js';

@Injectable()
export class CalendarService {
  constructor(
    private readonly entities: AnalyticsEntityService,
    private readonly repository: DailyMetricsRepository,
    private readonly calendar: ParkCalendar,
    private readonly openDays: OpenDaysService,
  ) {}

  /** @throws ParkNotFoundError, PeriodError */
  async ofYear({ parkId, year }: CalendarQuery): Promise<CalendarView> {
    const entity = await this.entities.park(parkId);
    const today = this.calendar.today(entity.timezone);
    const span = untilToday({ from: `${year}-01-01`, to: `${year}-12-31` }, today);
    const stored = await this.repository.findParkDays(parkId, span);
    const toCome = await this.openDays.toCome(stored.at(-1)?.date === today ? [today] : []);
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
