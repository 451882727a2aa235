import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Max, Min } from 'class-validator';
import { ApiCountField, ApiDateField, ApiEnumField } from '../../common/http/dto/api-fields.js';
import { WholeNumber } from '../../common/http/dto/request-fields.js';
import { type Alignment, ALIGNMENTS } from './compare-years.js';
import { MetricChangeView, MetricsView } from './metrics.dto.js';
import { PeriodView, TargetSpanQuery, TargetView } from './target-period.dto.js';

const DEFAULT_YEARS = 3;
const MAX_YEARS = 10;

export class YearOverYearQuery extends TargetSpanQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: MAX_YEARS,
    default: DEFAULT_YEARS,
    description: 'Number of earlier years to compare with',
  })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(MAX_YEARS)
  years: number = DEFAULT_YEARS;

  @ApiProperty({
    enum: ALIGNMENTS,
    enumName: 'Alignment',
    required: false,
    default: 'date',
    description:
      '`date`: the same month and day; 29 February is omitted if the other year has none. ' +
      '`weekday`: 364 days earlier for each year, so that weekdays match',
  })
  @IsOptional()
  @IsIn(ALIGNMENTS)
  align: Alignment = 'date';
}

export class AlignedDayView {
  @ApiDateField({ example: '2023-07-01' })
  date: string;

  @ApiDateField({ example: '2024-07-01', description: 'The day of the period that this day is aligned with' })
  comparedWith: string;

  @ApiProperty({ type: MetricsView })
  metrics: MetricsView;
}

export class ComparedYearView {
  @ApiCountField({ example: 1, description: '0 is the period itself' })
  yearsBefore: number;

  @ApiDateField({ example: '2023-07-01' })
  from: string;

  @ApiDateField({ example: '2023-07-31' })
  to: string;

  @ApiProperty({ type: MetricsView })
  metrics: MetricsView;

  @ApiProperty({
    type: MetricChangeView,
    nullable: true,
    description: 'The period compared with this year; positive means an increase. Null for the period itself',
  })
  change: MetricChangeView | null;

  @ApiProperty({ type: [AlignedDayView], description: 'Every day in order, observed or not' })
  daily: AlignedDayView[];
}

export class YearOverYearView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiProperty({ type: PeriodView })
  period: PeriodView;

  @ApiEnumField(ALIGNMENTS, 'Alignment')
  align: Alignment;

  @ApiProperty({
    type: [ComparedYearView],
    description: 'The period itself first, then earlier years in descending order',
  })
  years: ComparedYearView[];
}
