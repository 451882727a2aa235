import { ApiProperty } from '@nestjs/swagger';
import {
  ShownCount,
  ShownDay,
  ShownFlag,
  ShownInstant,
  ShownNumber,
  ShownText,
  ShownWord,
} from '../../../../common/http/dto/shown-fields.js';
import { GROWTH_METHODS, type GrowthMethod } from '../../growth/growth-report.js';
import { CapacityView, ShownNotes } from './storage-summary.dto.js';

export class BandView {
  @ShownNumber()
  value: number;

  @ShownNumber({
    nullable: true,
    description: 'The lower end of the 95 % band; null where the growth was not measured from day to day',
  })
  low: number | null;

  @ShownNumber({ nullable: true, description: 'The upper end' })
  high: number | null;
}

const ShownBand = (description: string) => ApiProperty({ type: BandView, description });
const ShownBandOrNull = (description: string) =>
  ApiProperty({ type: BandView, nullable: true, description: `${description}; null before the first measurement` });

export class GrowthWindowView {
  @ShownCount({ example: 30 })
  days: number;

  @ShownDay({ nullable: true })
  from: string | null;

  @ShownDay({ nullable: true })
  to: string | null;

  @ShownCount({ example: 30, description: 'Days with a measurement' })
  measurements: number;
}

export class GrownView {
  @ShownNumber({ example: 12_000_000 })
  rows: number;

  @ShownNumber({ example: 520_000_000 })
  bytes: number;

  @ShownCount({ description: 'Of the rows, those of imported days that were long past' })
  bulkRows: number;
}

export class JumpView {
  @ShownDay()
  day: string;

  @ShownNumber({ example: 250_000 })
  rows: number;
}

export class TableGrowthView {
  @ShownText({ example: 'ride_status_snapshots' })
  table: string;

  @ShownBand('Rows a day on ordinary days')
  rowsPerDay: BandView;

  @ShownBand('Bytes on disk a day')
  bytesPerDay: BandView;

  @ShownNumber({ nullable: true, example: 43.4 })
  bytesPerRow: number | null;

  @ShownCount({ example: 0, description: 'Rows of imports of days long past, left out of the rates' })
  bulkRows: number;

  @ApiProperty({
    type: [JumpView],
    description: 'Rows that came or went at once and that no import explains; left out',
  })
  jumps: JumpView[];
}

export class ProjectionView {
  @ShownCount({ example: 5 })
  years: number;

  @ShownDay({ description: 'UTC day of which it speaks' })
  day: string;

  @ShownBandOrNull('Rows then')
  rows: BandView | null;

  @ShownBandOrNull('Bytes on disk then')
  bytes: BandView | null;
}

export class DaysUntilFullView {
  @ShownNumber({ example: 412.5 })
  days: number;

  @ShownNumber({ nullable: true, example: 380, description: 'Null without a band' })
  earliestDays: number | null;

  @ShownNumber({
    nullable: true,
    example: 460,
    description: 'Null without a band, or where it allows no growth at all',
  })
  latestDays: number | null;
}

export class RateChangeView {
  @ShownNumber({ description: 'Bytes a day in the last 7 days' })
  recentBytesPerDay: number;

  @ShownNumber({ description: 'In the 28 days before' })
  earlierBytesPerDay: number;

  @ShownNumber({ example: 3.2 })
  changePercent: number;

  @ShownFlag({ description: 'False where it may well be chance' })
  isSignificant: boolean;
}

export class FigureView {
  @ShownText({ example: 'daysUntilFull' })
  name: string;

  @ShownNumber({ example: 81.4 })
  value: number;

  @ShownText({ example: 'days' })
  unit: string;
}

export class RecommendationView {
  @ShownText({ example: 'ADD_CAPACITY', description: 'Stable' })
  code: string;

  @ShownText({ example: 'Full in 81 days at 120 MB a day; three years want up to 140 GB, there are 20 GB.' })
  text: string;

  @ApiProperty({ type: FigureView, description: 'What it rests on' })
  figure: FigureView;
}

export class StorageGrowthView {
  @ShownInstant({ nullable: true, description: 'The newest measurement' })
  measuredAt: Date | null;

  @ShownWord(GROWTH_METHODS, 'GrowthMethod', {
    description: 'MEASURED from day to day; FROM_ROWS: fewer than 7 days measured, so rows times bytes per row; NONE',
  })
  method: GrowthMethod;

  @ShownNotes()
  notes: string[];

  @ApiProperty({ type: GrowthWindowView })
  window: GrowthWindowView;

  @ApiProperty({ type: GrownView, nullable: true, description: 'Null before the first measurement' })
  grown: GrownView | null;

  @ShownBandOrNull('Rows a day, all tables')
  rowsPerDay: BandView | null;

  @ShownBandOrNull('Bytes a day, all tables')
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
