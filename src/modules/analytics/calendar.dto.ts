import { ApiProperty } from '@nestjs/swagger';
import { Max, Min } from 'class-validator';
import { ParkAddressField } from '../../common/http/addresses/query-address.js';
import { ApiCountField, ApiDateField, ApiInstantField } from '../../common/http/dto/api-fields.js';
import { WholeNumber } from '../../common/http/dto/request-fields.js';
import { DayDetailsView, MetricsView } from './metrics.dto.js';
import { PeriodView, TargetView } from './target-period.dto.js';

const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

export class CalendarQuery {
  @ParkAddressField({ example: 7, description: 'The park' })
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
      'Opening time of the park, ignoring an evening that ran over midnight. Null: not open, or not observed',
  })
  opensAt: Date | null;

  @ApiInstantField({ nullable: true, example: '2024-07-05T01:00:00.000Z', description: 'Closing time of the park' })
  closesAt: Date | null;

  @ApiCountField({ nullable: true, example: 27, description: 'Rides that operated. Null: not observed' })
  ridesOperated: number | null;

  @ApiProperty({ type: MetricsView })
  metrics: MetricsView;

  @ApiProperty({
    type: DayDetailsView,
    nullable: true,
    description: 'Metrics that only days have. Null: not observed',
  })
  details: DayDetailsView | null;
}

export class CalendarView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiProperty({ type: PeriodView, description: 'The requested year; the current year ends today' })
  period: PeriodView;

  @ApiProperty({ type: MetricsView, description: 'Metrics of the whole period' })
  metrics: MetricsView;

  @ApiProperty({ type: [CalendarDayView], description: 'Every day of the period, observed or not' })
  days: CalendarDayView[];
}
