import { ApiProperty } from '@nestjs/swagger';
import { ApiCountField, ApiEnumField, ApiNumberField } from '../../common/http/dto/api-fields.js';
import { HEATMAP_METRICS, type HeatmapMetric } from './heatmap-matrix.js';
import { PeriodView, TargetSpanQuery, TargetView } from './target-period.dto.js';
import { WordField } from '../../common/http/dto/request-fields.js';

export class HeatmapQuery extends TargetSpanQuery {
  @WordField(HEATMAP_METRICS, 'HeatmapMetric', { default: 'avgWait' })
  metric: HeatmapMetric = 'avgWait';
}

export class HeatmapCellView {
  @ApiCountField({ example: 10, description: 'Local hour, 0 to 23' })
  hour: number;

  @ApiNumberField({
    nullable: true,
    example: 41.7,
    description: 'avgWait: minutes, time-weighted; uptime: percent. Null: unknown for this hour',
  })
  value: number | null;

  @ApiNumberField({
    example: 3120,
    description: 'Observed minutes behind the value; for a park, the sum over all its rides',
  })
  observedMinutes: number;

  @ApiNumberField({
    nullable: true,
    example: 98.2,
    description:
      'Observed percentage of the time for which the park was open in this hour, on observed days. Null: never open',
  })
  coveragePercent: number | null;

  @ApiCountField({ example: 52, description: 'Days on which this hour was observed' })
  observedDays: number;
}

export class HeatmapRowView {
  @ApiCountField({ example: 1, description: 'ISO: 1 is Monday, 7 is Sunday' })
  weekday: number;

  @ApiCountField({ example: 52, description: 'Number of such days in the period' })
  days: number;

  @ApiProperty({ type: [HeatmapCellView], description: 'All 24 hours, in the order of the park’s day' })
  hours: HeatmapCellView[];
}

export class HeatmapView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiProperty({ type: PeriodView })
  period: PeriodView;

  @ApiEnumField(HEATMAP_METRICS, 'HeatmapMetric')
  metric: HeatmapMetric;

  @ApiProperty({ type: [HeatmapRowView], description: 'Seven weekdays, starting with Monday' })
  weekdays: HeatmapRowView[];
}
