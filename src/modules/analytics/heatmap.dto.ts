import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ApiCountField, ApiEnumField, ApiNumberField } from '../../common/http/dto/api-fields.js';
import { HEATMAP_METRICS, type HeatmapMetric } from './heatmap-matrix.js';
import { PeriodView, TargetSpanQuery, TargetView } from './target-period.dto.js';

export class HeatmapQuery extends TargetSpanQuery {
  @ApiProperty({ enum: HEATMAP_METRICS, enumName: 'HeatmapMetric', required: false, default: 'avgWait' })
  @IsOptional()
  @IsIn(HEATMAP_METRICS)
  metric: HeatmapMetric = 'avgWait';
}

export class HeatmapCellView {
  @ApiCountField({ example: 10, description: 'Local hour, 0 to 23' })
  hour: number;

  @ApiNumberField({
    nullable: true,
    example: 41.7,
    description: 'avgWait: minutes, time-weighted; uptime: percent. Null: not known of this hour',
  })
  value: number | null;

  @ApiNumberField({ example: 3120, description: 'Minutes on which it stands (of a park: of all its rides)' })
  observedMinutes: number;

  @ApiNumberField({
    nullable: true,
    example: 98.2,
    description:
      'Percent observed of the time that the park was open in this hour, on the observed days; null: never open',
  })
  coveragePercent: number | null;

  @ApiCountField({ example: 52, description: 'Days on which this hour was observed' })
  observedDays: number;
}

export class HeatmapRowView {
  @ApiCountField({ example: 1, description: 'ISO: 1 is Monday, 7 is Sunday' })
  weekday: number;

  @ApiCountField({ example: 52, description: 'How many such days the period has' })
  days: number;

  @ApiProperty({ type: [HeatmapCellView], description: 'All 24, in the order of the park’s day' })
  hours: HeatmapCellView[];
}

export class HeatmapView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiProperty({ type: PeriodView })
  period: PeriodView;

  @ApiEnumField(HEATMAP_METRICS, 'HeatmapMetric')
  metric: HeatmapMetric;

  @ApiProperty({ type: [HeatmapRowView], description: 'Seven, from Monday' })
  weekdays: HeatmapRowView[];
}
