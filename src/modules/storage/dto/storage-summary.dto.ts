import { ApiProperty } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../../common/http/dto/api-fields.js';
import type { RowCountSource, SizeSource } from '../measure/storage-metrics.js';
import {
  ApiBytesField,
  ApiNotesField,
  ApiRowSourceField,
  ApiSizeSourceField,
  BinaryLogView,
  CapacityView,
} from './storage-fields.dto.js';
import { MeasurementView } from './storage-measurement.dto.js';

export class StorageTotalsView {
  @ApiCountField()
  rows: number;

  @ApiBytesField()
  dataBytes: number;

  @ApiBytesField('Secondary indexes; a table’s primary key is its data')
  indexBytes: number;

  @ApiBytesField('In the files, and not used yet')
  freeBytes: number;

  @ApiBytesField('The three together: what the files take on disk')
  totalBytes: number;
}

export class StorageTableView extends StorageTotalsView {
  @ApiTextField({ example: 'ride_status_snapshots' })
  table: string;

  @ApiBooleanField({ example: true })
  rowCountExact: boolean;

  @ApiRowSourceField()
  rowCountSource: RowCountSource;

  @ApiNumberField({ example: 0.62, description: 'Share of all bytes, from 0 to 1' })
  share: number;

  @ApiNumberField({ nullable: true, example: 43.4, description: 'Null without rows' })
  bytesPerRow: number | null;

  @ApiCountField({ example: 74, description: '0 for a table that is not partitioned' })
  partitions: number;

  @ApiSizeSourceField()
  sizeSource: SizeSource;
}

export class StorageSummaryView {
  @ApiInstantField({ nullable: true, description: 'Null before the first measurement' })
  measuredAt: Date | null;

  @ApiNotesField()
  notes: string[];

  @ApiProperty({ type: StorageTotalsView, nullable: true, description: 'Null before the first measurement' })
  totals: StorageTotalsView | null;

  @ApiProperty({ type: CapacityView })
  capacity: CapacityView;

  @ApiProperty({
    type: BinaryLogView,
    nullable: true,
    description:
      'The binary log of the server: not included in the totals or the capacity. Null before the first measurement',
  })
  binaryLog: BinaryLogView | null;

  @ApiProperty({ type: [StorageTableView], description: 'Largest first' })
  tables: StorageTableView[];

  @ApiProperty({ type: [String], example: [], description: 'Tables of the schema that the database does not have' })
  missingTables: string[];

  @ApiProperty({
    type: MeasurementView,
    nullable: true,
    description: 'The newest measurement, which may be in progress or have failed. Null: none yet',
  })
  newestMeasurement: MeasurementView | null;
}

export class PartitionView {
  @ApiTextField({ example: 'p202512' })
  name: string;

  @ApiInstantField({ nullable: true, description: 'First instant; null for the catch-all of the past' })
  from: string | null;

  @ApiInstantField({
    nullable: true,
    description: 'First instant after the partition; null for the catch-all of the future',
  })
  before: string | null;

  @ApiBooleanField()
  isCatchAll: boolean;

  @ApiCountField()
  rows: number;

  @ApiBooleanField({ example: true })
  rowCountExact: boolean;

  @ApiRowSourceField()
  rowCountSource: RowCountSource;

  @ApiBytesField()
  dataBytes: number;

  @ApiBytesField()
  indexBytes: number;

  @ApiBytesField()
  freeBytes: number;

  @ApiBytesField()
  totalBytes: number;

  @ApiSizeSourceField()
  sizeSource: SizeSource;
}

export class PartitionedTableView {
  @ApiTextField({ example: 'ride_status_snapshots' })
  table: string;

  @ApiBooleanField({ example: true })
  isPartitioned: boolean;

  @ApiCountField({ example: 74 })
  partitionCount: number;

  @ApiCountField({ example: 74, description: 'Partitions that the months with data and the months ahead need' })
  partitionsNeeded: number;

  @ApiTextField({ nullable: true, example: '2021-01' })
  firstMonth: string | null;

  @ApiTextField({ nullable: true, example: '2026-10' })
  lastMonth: string | null;

  @ApiCountField({ example: 6, description: 'Months after the current one that have a partition' })
  monthsAhead: number;

  @ApiCountField({ example: 0, description: 'Rows outside every month, counted just now' })
  catchAllRows: number;

  @ApiCountField({ description: 'Of all partitions; an estimate unless `rowCountExact` is true for each of them' })
  rows: number;

  @ApiBytesField()
  totalBytes: number;

  @ApiProperty({ type: [PartitionView], description: 'In order of time' })
  partitions: PartitionView[];
}

export class StoragePartitionsView {
  @ApiCountField({ example: 6, description: 'The smallest number of all tables' })
  monthsAhead: number;

  @ApiCountField({ example: 6 })
  monthsAheadWanted: number;

  @ApiCountField({ example: 0, description: 'Rows outside every month, in all tables' })
  catchAllRows: number;

  @ApiProperty({ type: [PartitionedTableView] })
  tables: PartitionedTableView[];
}
