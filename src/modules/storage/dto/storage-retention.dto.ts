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
import { ApiNotesField } from './storage-summary.dto.js';

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
    description: 'Null where nothing was measured, or the statistics are not computed',
  })
  bytesToday: number | null;

  @ApiProperty({ type: BandView, nullable: true })
  bytesInTenYears: BandView | null;

  @ApiNumberField({ nullable: true, example: 61.2, description: 'Against PERMANENT_RAW' })
  savingTodayPercent: number | null;

  @ApiNumberField({ nullable: true, example: 88.1 })
  savingInTenYearsPercent: number | null;

  @ApiTextField({ example: 'Nothing.' })
  lost: string;
}

export class ReferenceLatencyView {
  @ApiIdField({ nullable: true, description: 'Null where the rides of the month are in no catalogue' })
  parkId: number | null;

  @ApiCountField({ example: 61 })
  rides: number;

  @ApiTextField({
    example: '2025-12',
    description: 'The average posted wait of these rides in this month is asked for',
  })
  month: string;

  @ApiNumberField({ nullable: true, example: 41.5, description: 'Median of five, in milliseconds; null past 5 s' })
  rawMs: number | null;

  @ApiNumberField({ nullable: true, example: 6.1, description: 'The same from hourly statistics; null without them' })
  hourlyMs: number | null;

  @ApiNumberField({ nullable: true, example: 1.2, description: 'The same from daily statistics' })
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

  @ApiProperty({ type: [RetentionOptionView], description: 'Compared, never applied: nothing here removes anything' })
  options: RetentionOptionView[];

  @ApiProperty({ type: ReferenceLatencyView, nullable: true, description: 'Measured once a day' })
  latency: ReferenceLatencyView | null;
}
