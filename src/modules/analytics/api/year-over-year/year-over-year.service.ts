import { Injectable } from '@nestjs/common';
import { DailyMetricsRepository } from '../../reads/daily-figures.repository.js';
import { OpenDaysService } from '../../reads/open-days.service.js';
import { withoutScheduledTimeToCome } from '../../reads/open-time-to-come.js';
import { ParkCalendar } from '../../reads/park-calendar.js';
import { checkedSpan, untilToday } from '../../reads/period.js';
import { AnalyticsEntityService } from '../../reads/subject.service.js';
import { periodView } from '../shared/period.dto.js';
import { compareYears, spanOf, alignedYears } from './compare-years.js';
import type { YearOverYearQuery, YearOverYearView } from './year-over-year.dto.js';

@Injectable()
export class YearOverYearService {
  constructor(
    private readonly entities: AnalyticsEntityService,
    private readonly repository: DailyMetricsRepository,
    private readonly calendar: ParkCalendar,
    private readonly openDays: OpenDaysService,
  ) {}

  /** @throws ValidationFailedError, PeriodError, ParkNotFoundError, RideNotFoundError */
  async compare({ from, to, years, align, ...asked }: YearOverYearQuery): Promise<YearOverYearView> {
    const whole = checkedSpan({ from, to });
    const entity = await this.entities.find(asked);
    const today = this.calendar.today(entity.timezone);
    const span = untilToday(whole, today);
    const alignedDates = alignedYears(span, years, align);
    const totalsByDate = await this.repository.findDays(entity, alignedDates.map(spanOf));
    const totalsOfToday = totalsByDate.get(today);
    if (totalsOfToday !== undefined) {
      const toCome = await this.openDays.toCome([today]);
      totalsByDate.set(today, withoutScheduledTimeToCome(totalsOfToday, toCome(entity, today)));
    }
    return { entity, period: periodView(span, today), align, years: compareYears(alignedDates, totalsByDate) };
  }
}
