import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ShownCount, ShownDay, ShownNumber, ShownWord } from '../../../../common/http/dto/shown-fields.js';
import type { Scope } from '../../reads/scope.js';
import { ListedSubjectView, ScopePeriodQuery, SCOPES } from '../rankings/ranking.dto.js';
import { FiguresView } from '../shared/figures.dto.js';
import { PeriodView } from '../shared/period.dto.js';
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
  @ShownDay({ example: '2024-07-01', description: 'First local day of its park' })
  from: string;

  @ShownDay({ example: '2024-07-07', description: 'Last local day of its park, included' })
  to: string;

  @ApiProperty({ type: FiguresView })
  figures: FiguresView;
}

export class TrendEntryView extends ListedSubjectView {
  @ShownNumber({
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
  @ShownWord(SCOPES, 'Scope')
  scope: Scope;

  @ShownWord(TREND_METRICS, 'TrendMetric')
  metric: TrendMetric;

  @ShownWord(DIRECTIONS, 'Direction')
  direction: Direction;

  @ApiProperty({ type: PeriodView, description: 'From the first to the last local day of any park' })
  period: PeriodView;

  @ApiProperty({ type: [TrendEntryView], description: 'The greatest change first' })
  data: TrendEntryView[];

  @ShownCount({ example: 340, description: 'Parks or rides that changed in this direction' })
  total: number;
}
