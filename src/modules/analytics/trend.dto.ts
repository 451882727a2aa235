import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ApiCountField, ApiDateField, ApiNumberField, ApiEnumField } from '../../common/http/dto/api-fields.js';
import type { Scope } from './queries/period-totals.repository.js';
import { ListedTargetView, ScopePeriodQuery, SCOPES } from './ranking.dto.js';
import { MetricsView } from './metrics.dto.js';
import { PeriodView } from './target-period.dto.js';
import { type Direction, DIRECTIONS, TREND_METRICS, type TrendMetric } from './trend.js';

export class TrendQuery extends ScopePeriodQuery {
  @ApiProperty({
    enum: DIRECTIONS,
    enumName: 'Direction',
    required: false,
    default: 'improving',
    description: 'Improving: shorter waits, or more uptime',
  })
  @IsOptional()
  @IsIn(DIRECTIONS)
  direction: Direction = 'improving';

  @ApiProperty({ enum: TREND_METRICS, enumName: 'TrendMetric', required: false, default: 'avgWait' })
  @IsOptional()
  @IsIn(TREND_METRICS)
  metric: TrendMetric = 'avgWait';
}

export class TrendSpanView {
  @ApiDateField({ example: '2024-07-01', description: 'First local day of its park' })
  from: string;

  @ApiDateField({ example: '2024-07-07', description: 'Last local day of its park, included' })
  to: string;

  @ApiProperty({ type: MetricsView })
  metrics: MetricsView;
}

export class TrendEntryView extends ListedTargetView {
  @ApiNumberField({
    example: -18.2,
    description: 'avgWait: percent of the wait before; uptime: percentage points. Greater means more now',
  })
  change: number;

  @ApiProperty({ type: TrendSpanView })
  current: TrendSpanView;

  @ApiProperty({ type: TrendSpanView, description: 'As many days directly before' })
  previous: TrendSpanView;
}

export class TrendsView {
  @ApiEnumField(SCOPES, 'Scope')
  scope: Scope;

  @ApiEnumField(TREND_METRICS, 'TrendMetric')
  metric: TrendMetric;

  @ApiEnumField(DIRECTIONS, 'Direction')
  direction: Direction;

  @ApiProperty({ type: PeriodView, description: 'From the first to the last local day of any park' })
  period: PeriodView;

  @ApiProperty({ type: [TrendEntryView], description: 'The greatest change first' })
  data: TrendEntryView[];

  @ApiCountField({ example: 340, description: 'Parks or rides that changed in this direction' })
  total: number;
}
