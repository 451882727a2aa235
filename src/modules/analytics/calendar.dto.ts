import { ApiProperty } from '@nestjs/swagger';
import { Max, Min } from 'class-validator';
import { ApiCountField, ApiDateField, ApiInstantField } from '../../common/http/dto/api-fields.js';
import { InternalIdField, WholeNumber } from '../../common/http/dto/request-fields.js';
import { DayDetailsView, MetricsView } from './metrics.dto.js';
import { PeriodView, TargetView } from './target-period.dto.js';

const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

export class CalendarQuery {
  @InternalIdField({ example: 7, description: 'The park' })
  parkId: number;

  @ApiProperty({ type: 'integer', minimum: FIRST_YEAR, maximum: LAST_YEAR, example: 2024 })
  @WholeNumber()
  @Min(FIRST_YEAR)
  @Max(LAST_YEAR)
  year: number;
}

export class CalendarDayView {
  @ApiDateField({ example: '2024-07-04' })
  date: string;

  @ApiCountField({ example: 4, description: 'ISO: 1 is Monday, 7 is Sunday' })
  weekday: number;

  @ApiInstantField({
    nullable: true,
    description:
      'When the park opened (not what ran over midnight from the day before); null: it did not, or nobody looked',
  })
  opensAt: Date | null;

  @ApiInstantField({ nullable: true, example: '2024-07-05T01:00:00.000Z', description: 'When it closed' })
  closesAt: Date | null;

  @ApiCountField({ nullable: true, example: 27, description: 'Rides that operated; null: nobody looked' })
  ridesOperated: number | null;

  @ApiProperty({ type: MetricsView })
  metrics: MetricsView;

  @ApiProperty({
    type: DayDetailsView,
    nullable: true,
    description: 'Figures that exist of days alone; null: nobody looked',
  })
  details: DayDetailsView | null;
}

export class CalendarView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiProperty({ type: PeriodView, description: 'The year, of the current one until today' })
  period: PeriodView;

  @ApiProperty({ type: MetricsView, description: 'Of the whole period' })
  metrics: MetricsView;

  @ApiProperty({ type: [CalendarDayView], description: 'Every day of the period, observed or not' })
  days: CalendarDayView[];
}
