import { ApiProperty } from '@nestjs/swagger';
import { ShownCount, ShownFlag, ShownInstant, ShownText } from '../../../../common/http/dto/shown-fields.js';
import type { RowCountSource, SizeSource } from '../../measure/storage-figures.js';
import { ShownBytes, ShownRowSource, ShownSizeSource } from './storage-summary.dto.js';

export class PartitionView {
  @ShownText({ example: 'p202512' })
  name: string;

  @ShownInstant({ nullable: true, description: 'First instant; null for the catch-all of the past' })
  from: string | null;

  @ShownInstant({ nullable: true, description: 'First instant after it; null for the catch-all of the future' })
  before: string | null;

  @ShownFlag()
  isCatchAll: boolean;

  @ShownCount()
  rows: number;

  @ShownFlag({ example: true })
  rowCountExact: boolean;

  @ShownRowSource()
  rowCountSource: RowCountSource;

  @ShownBytes()
  dataBytes: number;

  @ShownBytes()
  indexBytes: number;

  @ShownBytes()
  freeBytes: number;

  @ShownBytes()
  totalBytes: number;

  @ShownSizeSource()
  sizeSource: SizeSource;
}

export class PartitionedTableView {
  @ShownText({ example: 'ride_status_snapshots' })
  table: string;

  @ShownFlag({ example: true })
  isPartitioned: boolean;

  @ShownCount({ example: 74 })
  partitionCount: number;

  @ShownCount({ example: 74, description: 'As many as the years kept and the months ahead need' })
  partitionsNeeded: number;

  @ShownText({ nullable: true, example: '2021-01' })
  firstMonth: string | null;

  @ShownText({ nullable: true, example: '2026-10' })
  lastMonth: string | null;

  @ShownCount({ example: 6, description: 'Months after the current one that are ready' })
  monthsAhead: number;

  @ShownCount({ example: 0, description: 'Rows outside every month, counted just now' })
  catchAllRows: number;

  @ShownCount()
  rows: number;

  @ShownBytes()
  totalBytes: number;

  @ApiProperty({ type: [PartitionView], description: 'In their order' })
  partitions: PartitionView[];
}

export class StoragePartitionsView {
  @ShownCount({ example: 6, description: 'Of the table that has the fewest' })
  monthsAhead: number;

  @ShownCount({ example: 6 })
  monthsAheadWanted: number;

  @ShownCount({ example: 0, description: 'Rows outside every month, in all tables' })
  catchAllRows: number;

  @ApiProperty({ type: [PartitionedTableView] })
  tables: PartitionedTableView[];
}
