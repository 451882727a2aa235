import { Injectable } from '@nestjs/common';
import { DayHourRepository } from './queries/day-hour.sql.js';
import { LocalCalendar } from './queries/local-calendar.js';
import { checkedSpan, untilToday } from './queries/period.js';
import { TargetService } from './queries/target.service.js';
import { periodView } from './target-period.dto.js';
import { heatmapMatrix } from './heatmap-matrix.js';
import type { HeatmapQuery, HeatmapView } from './heatmap.dto.js';

@Injectable()
export class HeatmapService {
  constructor(
    private readonly targets: TargetService,
    private readonly repository: DayHourRepository,
    private readonly calendar: LocalCalendar,
  ) {}

  /** @throws ValidationFailedError, DateRangeError, ParkNotFoundError, RideNotFoundError */
  async draw({ from, to, metric, ...asked }: HeatmapQuery): Promise<HeatmapView> {
    const whole = checkedSpan({ from, to });
    const entity = await this.targets.find(asked);
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
