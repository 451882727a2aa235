import { Injectable } from '@nestjs/common';
import { ValidationFailedError } from '../../../../common/http/http-errors.js';
import { weekdayOf } from '../../reads/day-span.js';
import { HourlyRepository } from '../../reads/hourly.repository.js';
import { ParkCalendar } from '../../reads/park-calendar.js';
import { AnalyticsEntityService } from '../../reads/subject.service.js';
import { periodView } from '../shared/period.dto.js';
import type { TypicalDayQuery, TypicalDayView } from './typical-day.dto.js';
import { typicalDates } from './typical-dates.js';
import { typicalHours } from './typical-hours.js';

@Injectable()
export class TypicalDayService {
  constructor(
    private readonly entities: AnalyticsEntityService,
    private readonly repository: HourlyRepository,
    private readonly calendar: ParkCalendar,
  ) {}

  /** @throws ValidationFailedError, ParkNotFoundError, RideNotFoundError */
  async describe(query: TypicalDayQuery): Promise<TypicalDayView> {
    if ((query.weekday === undefined) === (query.date === undefined)) {
      const problem = ['give either weekday or date'];
      throw new ValidationFailedError({ weekday: problem, date: problem });
    }
    const entity = await this.entities.find(query);
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
