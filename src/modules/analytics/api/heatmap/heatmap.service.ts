import { Injectable } from '@nestjs/common';
import { HourlyRepository } from '../../reads/hourly.repository.js';
import { ParkCalendar } from '../../reads/park-calendar.js';
import { checkedSpan, untilToday } from '../../reads/period.js';
import { AnalyticsEntityService } from '../../reads/subject.service.js';
import { periodView } from '../shared/period.dto.js';
import { heatmapMatrix } from './heatmap-matrix.js';
import type { HeatmapQuery, HeatmapView } from './heatmap.dto.js';

@Injectable()
export class HeatmapService {
  constructor(
    private readonly entities: AnalyticsEntityService,
    private readonly repository: HourlyRepository,
    private readonly calendar: ParkCalendar,
  ) {}

  /** @throws ValidationFailedError, PeriodError, ParkNotFoundError, RideNotFoundError */
  async draw({ from, to, metric, ...asked }: HeatmapQuery): Promise<HeatmapView> {
    const whole = checkedSpan({ from, to });
    const entity = await this.entities.find(asked);
    const today = this.calendar.today(entity.timezone);
    const span = untilToday(whole, today);
    const cells = await this.repository.sumByWeekdayAndHour(entity, span);
    const { hoursOfDay } = this.calendar.hours(entity.timezone);
    return {
      entity,
      period: periodView(span, today),
      metric,
      weekdays: heatmapMatrix(cells, span, metric, hoursOfDay),
    };
  }
}
