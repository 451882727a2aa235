import { Injectable } from '@nestjs/common';
import { DailyFiguresRepository } from '../../reads/daily-figures.repository.js';
import { OpenDaysService } from '../../reads/open-days.service.js';
import { withoutOpenTimeToCome } from '../../reads/open-time-to-come.js';
import { ParkCalendar } from '../../reads/park-calendar.js';
import { checkedSpan, untilToday } from '../../reads/period.js';
import { SubjectService } from '../../reads/subject.service.js';
import { periodView } from '../shared/period.dto.js';
import { compareYears, spanOf, twinYears } from './compare-years.js';
import type { YearOverYearQuery, YearOverYearView } from './year-over-year.dto.js';

@Injectable()
export class YearOverYearService {
  constructor(
    private readonly subjects: SubjectService,
    private readonly repository: DailyFiguresRepository,
    private readonly calendar: ParkCalendar,
    private readonly openDays: OpenDaysService,
  ) {}

  /** @throws ValidationFailedError, PeriodError, ParkNotFoundError, RideNotFoundError */
  async compare({ from, to, years, align, ...asked }: YearOverYearQuery): Promise<YearOverYearView> {
    const whole = checkedSpan({ from, to });
    const subject = await this.subjects.find(asked);
    const today = this.calendar.today(subject.timezone);
    const span = untilToday(whole, today);
    const twins = twinYears(span, years, align);
    const sumsByDate = await this.repository.findDays(subject, twins.map(spanOf));
    const sumsOfToday = sumsByDate.get(today);
    if (sumsOfToday !== undefined) {
      const toCome = await this.openDays.toCome([today]);
      sumsByDate.set(today, withoutOpenTimeToCome(sumsOfToday, toCome(subject, today)));
    }
    return { subject, period: periodView(span, today), align, years: compareYears(twins, sumsByDate) };
  }
}
