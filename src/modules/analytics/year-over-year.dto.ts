import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsOptional, Max, Min } from 'class-validator';
import { ApiCountField, ApiDateField, ApiEnumField } from '../../common/http/dto/api-fields.js';
import { InternalIdList, WholeNumber, WordField } from '../../common/http/dto/request-fields.js';
import { type Alignment, ALIGNMENTS } from './compare-years.js';
import { MetricChangeView, MetricsView } from './metrics.dto.js';
import { PeriodView, TargetSpanQuery, TargetView } from './target-period.dto.js';

const DEFAULT_YEARS = 3;
const MAX_YEARS = 10;
export const MAX_TARGETS = 10;

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

  @WordField(ALIGNMENTS, 'Alignment', {
    default: 'date',
    description:
      '`date`: the same month and day; 29 February is omitted if the other year has none. ' +
      '`weekday`: 364 days earlier for each year, so that weekdays match',
  })
  align: Alignment = 'date';
}

const SEVERAL = `internal ids, separated by commas; at most ${MAX_TARGETS} parks and rides together`;

export class SeveralYearOverYearQuery extends OmitType(YearOverYearQuery, ['parkId', 'rideId'] as const) {
  @InternalIdList({ required: false, maxIds: MAX_TARGETS, example: '7,8', description: `Parks: ${SEVERAL}` })
  parkIds?: number[];

  @InternalIdList({ required: false, maxIds: MAX_TARGETS, example: '42', description: `Rides: ${SEVERAL}` })
  rideIds?: number[];
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

export class SeveralYearOverYearView {
  @ApiProperty({ type: [YearOverYearView], description: 'Parks, then rides, in the order of the request' })
  data: YearOverYearView[];
}
