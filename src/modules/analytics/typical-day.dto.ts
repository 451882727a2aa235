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
    description: 'ISO: 1 is Monday, 7 is Sunday; mutually exclusive with `date`',
  })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(7)
  weekday?: number;

  @LocalDate({
    required: false,
    example: '2024-12-28',
    description:
      'A past or future day: its weekday, from the observations before it; mutually exclusive with `weekday`',
  })
  date?: string;
}

const PERCENTILE = { nullable: true, description: 'Minutes. Null: no wait was posted in this hour' } as const;

/** Percentiles of the waits in one local hour. */
export abstract class HourPercentilesView {
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
}

export class TypicalHourView extends HourPercentilesView {
  @ApiCountField({ example: 49, description: 'Days behind the percentiles: those with a posted wait in this hour' })
  days: number;

  @ApiNumberField({
    example: 2790,
    description: 'Minutes with a posted wait; for a park, the sum over all its rides',
  })
  postedMinutes: number;

  @ApiCountField({ example: 51, description: 'Days on which this hour was observed, with or without a posted wait' })
  observedDays: number;
}

export class TypicalDayView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiCountField({ example: 6, description: 'ISO: 1 is Monday, 7 is Sunday' })
  weekday: number;

  @ApiProperty({ type: PeriodView, description: 'From the first to the last considered day' })
  period: PeriodView;

  @ApiCountField({ example: 52, description: 'Number of considered days, all of this weekday' })
  days: number;

  @ApiCountField({ example: 51, description: 'How many of these days were observed' })
  observedDays: number;

  @ApiProperty({ type: [TypicalHourView], description: 'All 24 hours, in the order of the park’s day' })
  hours: TypicalHourView[];
}
