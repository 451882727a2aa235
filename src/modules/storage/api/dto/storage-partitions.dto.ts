import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiBooleanField,
  ApiInstantField,
  ApiTextField,
} from '../../../../common/http/dto/shown-fields.js';
import type { RowCountSource, SizeSource } from '../../measure/storage-figures.js';
import { ApiBytesField, ApiRowSourceField, ApiSizeSourceField } from './storage-summary.dto.js';

export class PartitionView {
  @ApiTextField({ example: 'p202512' })
  name: string;

  @ApiInstantField({ nullable: true, description: 'First instant; null for the catch-all of the past' })
  from: string | null;

  @ApiInstantField({ nullable: true, description: 'First instant after it; null for the catch-all of the future' })
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

  @ApiCountField({ example: 74, description: 'As many as the years kept and the months ahead need' })
  partitionsNeeded: number;

  @ApiTextField({ nullable: true, example: '2021-01' })
  firstMonth: string | null;

  @ApiTextField({ nullable: true, example: '2026-10' })
  lastMonth: string | null;

  @ApiCountField({ example: 6, description: 'Months after the current one that are ready' })
  monthsAhead: number;

  @ApiCountField({ example: 0, description: 'Rows outside every month, counted just now' })
  catchAllRows: number;

  @ApiCountField()
  rows: number;

  @ApiBytesField()
  totalBytes: number;

  @ApiProperty({ type: [PartitionView], description: 'In their order' })
  partitions: PartitionView[];
}

export class StoragePartitionsView {
  @ApiCountField({ example: 6, description: 'Of the table that has the fewest' })
  monthsAhead: number;

  @ApiCountField({ example: 6 })
  monthsAheadWanted: number;

  @ApiCountField({ example: 0, description: 'Rows outside every month, in all tables' })
  catchAllRows: number;

  @ApiProperty({ type: [PartitionedTableView] })
  tables: PartitionedTableView[];
}
