import { Injectable } from '@nestjs/common';
import { ValidationFailedError } from '../../common/http/http-errors.js';
import { weekdayOf } from '../statistics/day-spans.js';
import { DayHourRepository } from './queries/day-hour.sql.js';
import { LocalCalendar } from './queries/local-calendar.js';
import { TargetService } from './queries/target.service.js';
import { periodView } from './target-period.dto.js';
import { typicalDates, typicalHours } from './typical-hours.js';
import type { TypicalDayQuery, TypicalDayView } from './typical-day.dto.js';

@Injectable()
export class TypicalDayService {
  constructor(
    private readonly targets: TargetService,
    private readonly repository: DayHourRepository,
    private readonly calendar: LocalCalendar,
  ) {}

  /** @throws ValidationFailedError, ParkNotFoundError, RideNotFoundError */
  async describe(query: TypicalDayQuery): Promise<TypicalDayView> {
    if ((query.weekday === undefined) === (query.date === undefined)) {
      const problem = ['exactly one of weekday and date is required'];
      throw new ValidationFailedError({ weekday: problem, date: problem });
    }
    const entity = await this.targets.find(query);
    const today = this.calendar.today(entity.timezone);
    const dates = typicalDates(query, today);
    const hours = await this.repository.findHours(entity, dates);
    return {
      entity,
      weekday: weekdayOf(dates[0]!),
      period: periodView({ from: dates[0]!, to: dates.at(-1)! }, today),
      days: dates.length,
      observedDays: new Set(hours.map(({ date }) => date)).size,
      hours: typicalHours(hours, this.calendar.hours(entity.timezone).hoursOfDay),
    };
  }
}
