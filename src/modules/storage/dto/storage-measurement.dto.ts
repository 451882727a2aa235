import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiInstantField,
  ApiTextField,
} from '../../../common/http/dto/api-fields.js';
import {
  MEASUREMENT_STARTERS,
  MEASUREMENT_STATUSES,
  type MeasurementStarter,
  type MeasurementStatus,
  type SizeSource,
} from '../measure/storage-metrics.js';
import { ApiBytesField, ApiSizeSourceField, BinaryLogView } from './storage-fields.dto.js';

export class RowCountsView {
  @ApiCountField({ example: 31 })
  COUNTED: number;

  @ApiCountField({ example: 140 })
  KEPT: number;

  @ApiCountField({ example: 1 })
  CORRECTED: number;

  @ApiCountField({ example: 0 })
  ESTIMATED: number;
}

export class MeasurementResultView {
  @ApiDateField({ description: 'UTC; measuring again on the same day replaces it' })
  measurementDate: string;

  @ApiCountField({ example: 640 })
  durationMs: number;

  @ApiCountField({ example: 31 })
  tables: number;

  @ApiCountField({ example: 148 })
  partitions: number;

  @ApiCountField()
  rows: number;

  @ApiBytesField()
  totalBytes: number;

  @ApiSizeSourceField()
  sizeSource: SizeSource;

  @ApiTextField({ nullable: true, example: null, description: 'Why some sizes are not file sizes; null if all are' })
  sizeNote: string | null;

  @ApiProperty({ type: RowCountsView, description: 'Number of tables and partitions by the source of their row count' })
  rowCounts: RowCountsView;

  @ApiProperty({ type: BinaryLogView, description: 'In addition to totalBytes' })
  binaryLog: BinaryLogView;

  @ApiProperty({ type: [String], example: [] })
  missingTables: string[];
}

export class MeasurementView {
  @ApiTextField({ example: 'msr_5025d2b4013669561c8d' })
  jobId: string;

  @ApiEnumField(MEASUREMENT_STARTERS, 'MeasurementStarter')
  startedBy: MeasurementStarter;

  @ApiEnumField(MEASUREMENT_STATUSES, 'MeasurementStatus')
  status: MeasurementStatus;

  @ApiInstantField()
  startedAt: Date;

  @ApiInstantField({ nullable: true })
  finishedAt: Date | null;

  @ApiProperty({ type: MeasurementResultView, nullable: true, description: 'Null until it is completed' })
  result: MeasurementResultView | null;

  @ApiTextField({ nullable: true, example: null, description: 'The reason if it failed' })
  error: string | null;
}
