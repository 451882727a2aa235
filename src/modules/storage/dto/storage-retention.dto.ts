import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiEnumField,
} from '../../../common/http/dto/api-fields.js';
import { GROWTH_METHODS, type GrowthMethod } from '../growth/growth-report.js';
import { RETENTION_STRATEGIES, type RetentionStrategy } from '../retention-strategies.js';
import { BandView } from './storage-growth.dto.js';
import { ApiNotesField } from './storage-fields.dto.js';

export class BytesPerRowView {
  @ApiNumberField({ nullable: true, example: 43.4, description: 'A snapshot or queue row' })
  raw: number | null;

  @ApiNumberField({ nullable: true, example: 102, description: 'An hour of a ride; null without rows' })
  hourly: number | null;

  @ApiNumberField({ nullable: true, example: 160 })
  daily: number | null;
}

export class RetentionOptionView {
  @ApiEnumField(RETENTION_STRATEGIES, 'RetentionStrategy')
  strategy: RetentionStrategy;

  @ApiCountField({
    nullable: true,
    example: 9_100_000_000,
    description: 'Null if nothing was measured, or if the statistics were never computed',
  })
  bytesToday: number | null;

  @ApiProperty({ type: BandView, nullable: true })
  bytesInTenYears: BandView | null;

  @ApiNumberField({ nullable: true, example: 61.2, description: 'Compared with PERMANENT_RAW' })
  savingTodayPercent: number | null;

  @ApiNumberField({ nullable: true, example: 88.1 })
  savingInTenYearsPercent: number | null;

  @ApiTextField({ example: 'Nothing.' })
  lost: string;
}

export class ReferenceLatencyView {
  @ApiIdField({ nullable: true, description: 'Null if the rides of the month are not in the catalogue' })
  parkId: number | null;

  @ApiCountField({ example: 61 })
  rides: number;

  @ApiTextField({
    example: '2025-12',
    description: 'Month of the query, which computes the average posted wait of these rides',
  })
  month: string;

  @ApiNumberField({
    nullable: true,
    example: 41.5,
    description: 'Median of five runs, in milliseconds; null if it takes more than 5 s',
  })
  rawMs: number | null;

  @ApiNumberField({
    nullable: true,
    example: 6.1,
    description: 'The same query on hourly statistics; null without them',
  })
  hourlyMs: number | null;

  @ApiNumberField({ nullable: true, example: 1.2, description: 'The same query on daily statistics' })
  dailyMs: number | null;
}

export class RetentionComparisonView {
  @ApiInstantField({ nullable: true })
  measuredAt: Date | null;

  @ApiEnumField(GROWTH_METHODS, 'GrowthMethod')
  growthMethod: GrowthMethod;

  @ApiNotesField()
  notes: string[];

  @ApiProperty({ type: BytesPerRowView })
  bytesPerRow: BytesPerRowView;

  @ApiProperty({ type: [RetentionOptionView], description: 'Only compared: the warehouse never removes observations' })
  options: RetentionOptionView[];

  @ApiProperty({ type: ReferenceLatencyView, nullable: true, description: 'Measured once a day' })
  latency: ReferenceLatencyView | null;
}
