import { ApiProperty } from '@nestjs/swagger';
import { ApiCountField, ApiDateField, ApiNumberField, ApiEnumField } from '../../common/http/dto/api-fields.js';
import type { Scope } from './queries/period-totals.sql.js';
import { ListedTargetView, ScopePeriodQuery, SCOPES } from './ranking.dto.js';
import { MetricsView } from './metrics.dto.js';
import { PeriodView } from './target-period.dto.js';
import { type Direction, DIRECTIONS, TREND_METRICS, type TrendMetric } from './trend.js';
import { WordField } from '../../common/http/dto/request-fields.js';

export class TrendQuery extends ScopePeriodQuery {
  @WordField(DIRECTIONS, 'Direction', {
    default: 'improving',
    description:
      '`improving`: shorter waits, less time down or unknown, fewer status changes, and more of all other metrics',
  })
  direction: Direction = 'improving';

  @WordField(TREND_METRICS, 'TrendMetric', {
    default: 'avgWait',
    description:
      'The metric to compare, as in rankings; `avgWait` and `uptime` are short for `averageWaitMinutes` and `uptimePercent`',
  })
  metric: TrendMetric = 'avgWait';
}

export class TrendSpanView {
  @ApiDateField({ example: '2024-07-01', description: 'First local day of its park' })
  from: string;

  @ApiDateField({ example: '2024-07-07', description: 'Last local day of its park, inclusive' })
  to: string;

  @ApiProperty({ type: MetricsView })
  metrics: MetricsView;
}

export class TrendEntryView extends ListedTargetView {
  @ApiNumberField({
    example: -18.2,
    description:
      'Percentage points if the metric is in percent (`uptime` is), otherwise percent of the previous value. Positive means an increase',
  })
  change: number;

  @ApiProperty({ type: TrendSpanView })
  current: TrendSpanView;

  @ApiProperty({ type: TrendSpanView, description: 'The same number of days directly before' })
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

  @ApiProperty({ type: [TrendEntryView], description: 'Sorted by change, greatest first' })
  data: TrendEntryView[];

  @ApiCountField({ example: 340, description: 'Parks or rides that changed in this direction' })
  total: number;
}
