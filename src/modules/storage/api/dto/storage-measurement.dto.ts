import { ApiProperty } from '@nestjs/swagger';
import { ShownCount, ShownDay, ShownInstant, ShownText, ShownWord } from '../../../../common/http/dto/shown-fields.js';
import {
  MEASUREMENT_STARTERS,
  MEASUREMENT_STATUSES,
  type MeasurementStarter,
  type MeasurementStatus,
} from '../../measure/measurement.js';
import type { SizeSource } from '../../measure/storage-figures.js';
import { ShownBytes, ShownSizeSource } from './storage-summary.dto.js';

export class RowCountsView {
  @ShownCount({ example: 31 })
  COUNTED: number;

  @ShownCount({ example: 140 })
  KEPT: number;

  @ShownCount({ example: 1 })
  CORRECTED: number;

  @ShownCount({ example: 0 })
  ESTIMATED: number;
}

export class MeasurementResultView {
  @ShownDay({ description: 'UTC; measuring again on the same day replaces it' })
  measurementDate: string;

  @ShownCount({ example: 640 })
  durationMs: number;

  @ShownCount({ example: 31 })
  tables: number;

  @ShownCount({ example: 148 })
  partitions: number;

  @ShownCount()
  rows: number;

  @ShownBytes()
  totalBytes: number;

  @ShownSizeSource()
  sizeSource: SizeSource;

  @ShownText({ nullable: true, example: null, description: 'Why some sizes are not those of files' })
  sizeNote: string | null;

  @ApiProperty({ type: RowCountsView, description: 'Tables and partitions by where their row count comes from' })
  rowCounts: RowCountsView;

  @ApiProperty({ type: [String], example: [] })
  missingTables: string[];
}

export class MeasurementView {
  @ShownText({ example: 'msr_5025d2b4013669561c8d' })
  jobId: string;

  @ShownWord(MEASUREMENT_STARTERS, 'MeasurementStarter')
  startedBy: MeasurementStarter;

  @ShownWord(MEASUREMENT_STATUSES, 'MeasurementStatus')
  status: MeasurementStatus;

  @ShownInstant()
  startedAt: Date;

  @ShownInstant({ nullable: true })
  finishedAt: Date | null;

  @ApiProperty({ type: MeasurementResultView, nullable: true, description: 'Once it is completed' })
  result: MeasurementResultView | null;

  @ShownText({ nullable: true, example: null, description: 'Why it failed' })
  error: string | null;
}
