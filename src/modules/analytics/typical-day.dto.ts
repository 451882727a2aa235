import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Max, Min } from 'class-validator';
import { ApiCountField, ApiNumberField } from '../../common/http/dto/api-fields.js';
import { LocalDate, WholeNumber } from '../../common/http/dto/request-fields.js';
import { PeriodView, TargetQuery, TargetView } from './target-period.dto.js';

export class TypicalDayQuery extends TargetQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: 7,
    example: 6,
    description: 'ISO: 1 is Monday, 7 is Sunday; give this or `date`',
  })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(7)
  weekday?: number;

  @LocalDate({
    required: false,
    example: '2024-12-28',
    description: 'A day, past or to come: its weekday, from what was known before it; give this or `weekday`',
  })
  date?: string;
}

const PERCENTILE = { nullable: true, description: 'Minutes; null: no such day posted a wait in this hour' } as const;

export class TypicalHourView {
  @ApiCountField({ example: 14, description: 'Local hour, 0 to 23' })
  hour: number;

  @ApiNumberField({ ...PERCENTILE, example: 25.5 })
  p25: number | null;

  @ApiNumberField({ ...PERCENTILE, example: 38 })
  p50: number | null;

  @ApiNumberField({ ...PERCENTILE, example: 52.25 })
  p75: number | null;

  @ApiNumberField({ ...PERCENTILE, example: 71.4 })
  p90: number | null;

  @ApiCountField({ example: 49, description: 'Days on which the percentiles stand: a wait was posted in this hour' })
  days: number;

  @ApiNumberField({
    example: 2790,
    description: 'Minutes of those hours with a posted wait (of a park: of all its rides)',
  })
  postedMinutes: number;

  @ApiCountField({ example: 51, description: 'Days on which this hour was observed, with a posted wait or without' })
  observedDays: number;
}

export class TypicalDayView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiCountField({ example: 6, description: 'ISO: 1 is Monday, 7 is Sunday' })
  weekday: number;

  @ApiProperty({ type: PeriodView, description: 'From the first to the last of the days looked at' })
  period: PeriodView;

  @ApiCountField({ example: 52, description: 'Days of this weekday that were looked at' })
  days: number;

  @ApiCountField({ example: 51, description: 'How many of them were observed at all' })
  observedDays: number;

  @ApiProperty({ type: [TypicalHourView], description: 'All 24, in the order of the park’s day' })
  hours: TypicalHourView[];
}
