import { daysFromTo } from '../../../../common/time/calendar-day.js';
import type { ParkDay } from '../../reads/daily-figures.repository.js';
import type { DayDetails } from '../../reads/day-details.js';
import { type DaySpan, weekdayOf } from '../../reads/day-span.js';
import { type Metrics, metricsOf } from '../../reads/figures.js';
import { NO_TOTALS } from '../../reads/sums.js';

export interface CalendarDay {
  date: string;
  weekday: number;
  opensAt: Date | null;
  closesAt: Date | null;
  ridesOperated: number | null;
  metrics: Metrics;
  /** Null: nobody looked. */
  details: DayDetails | null;
}

/** Every day of the span, whether it was observed or not. */
export function calendarDays(span: DaySpan, observed: readonly ParkDay[]): CalendarDay[] {
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
