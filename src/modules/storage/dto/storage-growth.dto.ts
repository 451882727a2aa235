import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Max, Min } from 'class-validator';
import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../../common/http/dto/api-fields.js';
import { pathParameter } from '../../../common/http/dto/path-ids.js';
import { WholeNumber } from '../../../common/http/dto/request-fields.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { GROWTH_METHODS, type GrowthMethod } from '../growth/growth-report.js';
import { ApiNotesField, CapacityView } from './storage-fields.dto.js';

const DEFAULT_GROWTH_DAYS = 30;
const MAX_GROWTH_DAYS = 365;
const JOB_ID = /^msr_[0-9a-f]{20}$/;

export class GrowthQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: MAX_GROWTH_DAYS,
    default: DEFAULT_GROWTH_DAYS,
    description: 'Days back from today whose measurements are used',
  })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(MAX_GROWTH_DAYS)
  days: number = DEFAULT_GROWTH_DAYS;
}

/** The path parameter `:jobId`. */
export function MeasurementJobId(): ParameterDecorator {
  return pathParameter(
    { name: 'jobId', schema: { type: 'string', pattern: JOB_ID.source, example: 'msr_5025d2b4013669561c8d' } },
    (text) => {
      if (JOB_ID.test(text)) return text;
      throw new ValidationFailedError({ jobId: ['jobId must be msr_ and 20 hex digits'] });
    },
  );
}

export class BandView {
  @ApiNumberField()
  value: number;

  @ApiNumberField({
    nullable: true,
    description: 'Lower end of the 95 % band; null if the growth was not measured day by day',
  })
  low: number | null;

  @ApiNumberField({ nullable: true, description: 'Upper end of the band' })
  high: number | null;
}

const ApiBandField = (description: string) => ApiProperty({ type: BandView, description });
const ApiNullableBandField = (description: string) =>
  ApiProperty({ type: BandView, nullable: true, description: `${description}; null before the first measurement` });

export class GrowthWindowView {
  @ApiCountField({ example: 30 })
  days: number;

  @ApiDateField({ nullable: true })
  from: string | null;

  @ApiDateField({ nullable: true })
  to: string | null;

  @ApiCountField({ example: 30, description: 'Days with a measurement' })
  measurements: number;
}

export class MeasuredDayView {
  @ApiDateField({ description: 'UTC' })
  day: string;

  @ApiCountField()
  rows: number;

  @ApiCountField({ example: 41_943_040, description: 'Bytes on disk' })
  bytes: number;
}

export class GrownView {
  @ApiNumberField({ example: 12_000_000 })
  rows: number;

  @ApiNumberField({ example: 520_000_000 })
  bytes: number;

  @ApiCountField({ description: 'Rows among them that imports of old days wrote' })
  bulkRows: number;
}

export class JumpView {
  @ApiDateField()
  day: string;

  @ApiNumberField({ example: 250_000 })
  rows: number;
}

export class TableGrowthView {
  @ApiTextField({ example: 'ride_status_snapshots' })
  table: string;

  @ApiBandField('Rows a day on ordinary days')
  rowsPerDay: BandView;

  @ApiBandField('Bytes on disk a day')
  bytesPerDay: BandView;

  @ApiNumberField({ nullable: true, example: 43.4 })
  bytesPerRow: number | null;

  @ApiCountField({ example: 0, description: 'Rows that imports of old days wrote; excluded from the rates' })
  bulkRows: number;

  @ApiProperty({
    type: [JumpView],
    description: 'Sudden changes that no import explains; excluded from the rates',
  })
  jumps: JumpView[];
}

export class ProjectionView {
  @ApiCountField({ example: 5 })
  years: number;

  @ApiDateField({ description: 'UTC day of the projection' })
  day: string;

  @ApiNullableBandField('Rows on that day')
  rows: BandView | null;

  @ApiNullableBandField('Bytes on disk on that day')
  bytes: BandView | null;
}

export class DaysUntilFullView {
  @ApiNumberField({ example: 412.5 })
  days: number;

  @ApiNumberField({ nullable: true, example: 380, description: 'Null without a band' })
  earliestDays: number | null;

  @ApiNumberField({
    nullable: true,
    example: 460,
    description: 'Null without a band, or if the band includes no growth at all',
  })
  latestDays: number | null;
}

export class RateChangeView {
  @ApiNumberField({ description: 'Bytes a day in the last 7 days' })
  recentBytesPerDay: number;

  @ApiNumberField({ description: 'Bytes a day in the 28 days before' })
  earlierBytesPerDay: number;

  @ApiNumberField({ example: 3.2 })
  changePercent: number;

  @ApiBooleanField({ description: 'False if the difference may be chance' })
  isSignificant: boolean;
}

export class MetricView {
  @ApiTextField({ example: 'daysUntilFull' })
  name: string;

  @ApiNumberField({ example: 81.4 })
  value: number;

  @ApiTextField({ example: 'days' })
  unit: string;
}

export class RecommendationView {
  @ApiTextField({ example: 'ADD_CAPACITY', description: 'Stable across releases' })
  code: string;

  @ApiTextField({ example: 'Full in 81 days at 120 MB a day. Three years need up to 140 GB; the capacity is 20 GB.' })
  text: string;

  @ApiProperty({ type: MetricView, description: 'The metric behind it' })
  metric: MetricView;
}

export class StorageGrowthView {
  @ApiInstantField({ nullable: true, description: 'The newest measurement' })
  measuredAt: Date | null;

  @ApiEnumField(GROWTH_METHODS, 'GrowthMethod', {
    description:
      'MEASURED: day by day; FROM_ROWS: rows times bytes per row, with fewer than 7 days of measurements; NONE',
  })
  method: GrowthMethod;

  @ApiNotesField()
  notes: string[];

  @ApiProperty({ type: GrowthWindowView })
  window: GrowthWindowView;

  @ApiProperty({ type: [MeasuredDayView], description: 'All tables together on each measured day, oldest first' })
  measuredDays: MeasuredDayView[];

  @ApiProperty({ type: GrownView, nullable: true, description: 'Null before the first measurement' })
  grown: GrownView | null;

  @ApiNullableBandField('Rows a day, all tables')
  rowsPerDay: BandView | null;

  @ApiNullableBandField('Bytes a day, all tables')
  bytesPerDay: BandView | null;

  @ApiProperty({ type: [TableGrowthView], description: 'Fastest first' })
  tables: TableGrowthView[];

  @ApiProperty({ type: [ProjectionView] })
  projections: ProjectionView[];

  @ApiProperty({ type: CapacityView })
  capacity: CapacityView;

  @ApiProperty({ type: DaysUntilFullView, nullable: true, description: 'Null without a capacity, or without growth' })
  daysUntilFull: DaysUntilFullView | null;

  @ApiProperty({ type: RateChangeView, nullable: true, description: 'Null while too few days are measured' })
  rateChange: RateChangeView | null;

  @ApiProperty({ type: [RecommendationView] })
  recommendations: RecommendationView[];
}
