import { Injectable } from '@nestjs/common';
import { alignedYears, compareYears, spanOf } from './compare-years.js';
import { DayHourRepository } from './queries/day-hour.sql.js';
import { LocalCalendar } from './queries/local-calendar.js';
import { ScheduledTimeService, withoutScheduledTimeToCome } from './queries/scheduled-time.service.js';
import { checkedSpan, untilToday } from './queries/period.js';
import { TargetService } from './queries/target.service.js';
import { periodView } from './target-period.dto.js';
import { ValidationFailedError } from '../../common/http/http-errors.js';
import {
  MAX_TARGETS,
  type SeveralYearOverYearQuery,
  type SeveralYearOverYearView,
  type YearOverYearQuery,
  type YearOverYearView,
} from './year-over-year.dto.js';

@Injectable()
export class YearOverYearService {
  constructor(
    private readonly targets: TargetService,
    private readonly repository: DayHourRepository,
    private readonly calendar: LocalCalendar,
    private readonly scheduledTime: ScheduledTimeService,
  ) {}

  /** @throws ValidationFailedError, DateRangeError, ParkNotFoundError, RideNotFoundError */
  async compare({ from, to, years, align, ...asked }: YearOverYearQuery): Promise<YearOverYearView> {
    const whole = checkedSpan({ from, to });
    const entity = await this.targets.find(asked);
    const today = this.calendar.today(entity.timezone);
    const span = untilToday(whole, today);
    const alignedDates = alignedYears(span, years, align);
    const totalsByDate = await this.repository.findDays(entity, alignedDates.map(spanOf));
    const totalsOfToday = totalsByDate.get(today);
    if (totalsOfToday !== undefined) {
      const toCome = await this.scheduledTime.toCome([today]);
      totalsByDate.set(today, withoutScheduledTimeToCome(totalsOfToday, toCome(entity, today)));
    }
    return { entity, period: periodView(span, today), align, years: compareYears(alignedDates, totalsByDate) };
  }

  /** @throws like {@link compare}, and ValidationFailedError for no target or too many */
  async compareSeveral({
    parkIds = [],
    rideIds = [],
    ...query
  }: SeveralYearOverYearQuery): Promise<SeveralYearOverYearView> {
    const targets = [...parkIds.map((parkId) => ({ parkId })), ...rideIds.map((rideId) => ({ rideId }))];
    if (targets.length === 0 || targets.length > MAX_TARGETS) {
      const problem = [`1 to ${MAX_TARGETS} parks and rides are required`];
      throw new ValidationFailedError({ parkIds: problem, rideIds: problem });
    }
    return { data: await Promise.all(targets.map((target) => this.compare({ ...query, ...target }))) };
  }
}
