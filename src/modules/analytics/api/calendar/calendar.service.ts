import { Injectable } from '@nestjs/common';
import { DailyFiguresRepository } from '../../reads/daily-figures.repository.js';
import { daysIn } from '../../reads/day-span.js';
import { figuresOf } from '../../reads/figures.js';
import { OpenDaysService } from '../../reads/open-days.service.js';
import { withoutOpenTimeToCome } from '../../reads/open-time-to-come.js';
import { ParkCalendar } from '../../reads/park-calendar.js';
import { untilToday } from '../../reads/period.js';
import { SubjectService } from '../../reads/subject.service.js';
import { addSums, NO_SUMS } from '../../reads/sums.js';
import { periodView } from '../shared/period.dto.js';
import { calendarDays } from './calendar-days.js';
import type { CalendarQuery, CalendarView } from './calendar.dto.js';

@Injectable()
export class CalendarService {
  constructor(
    private readonly subjects: SubjectService,
    private readonly repository: DailyFiguresRepository,
    private readonly calendar: ParkCalendar,
    private readonly openDays: OpenDaysService,
  ) {}

  /** @throws ParkNotFoundError, PeriodError */
  async ofYear({ parkId, year }: CalendarQuery): Promise<CalendarView> {
    const subject = await this.subjects.park(parkId);
    const today = this.calendar.today(subject.timezone);
    const span = untilToday({ from: `${year}-01-01`, to: `${year}-12-31` }, today);
    const stored = await this.repository.findParkDays(parkId, span);
    const toCome = await this.openDays.toCome(stored.at(-1)?.date === today ? [today] : []);
    const observed = stored.map((day) => ({
      ...day,
      sums: withoutOpenTimeToCome(day.sums, toCome(subject, day.date)),
    }));
    const total = observed.map(({ sums }) => sums).reduce(addSums, NO_SUMS);
    return {
      subject,
      period: periodView(span, today),
      figures: figuresOf(total, daysIn(span)),
      days: calendarDays(span, observed),
    };
  }
}
