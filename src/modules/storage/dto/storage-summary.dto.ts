import { ApiProperty } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiEnumField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../../common/http/dto/api-fields.js';
import { CAPACITY_SOURCES, type CapacitySource } from '../capacity.service.js';
import {
  BINARY_LOG_STATES,
  type BinaryLogState,
  ROW_COUNT_SOURCES,
  type RowCountSource,
  SIZE_SOURCES,
  type SizeSource,
} from '../measure/storage-metrics.js';

export const ApiBytesField = (description?: string, { nullable = false } = {}) =>
  ApiCountField({
    example: 41_943_040,
    ...(description !== undefined && { description }),
    ...(nullable && { nullable }),
  });
export const ApiNotesField = () =>
  ApiProperty({ type: [String], example: [], description: 'What the values are based on, and their limits' });
const ApiRowSourceField = () =>
  ApiEnumField(ROW_COUNT_SOURCES, 'RowCountSource', {
    description:
      'COUNTED at this measurement; KEPT: counted earlier and unchanged since; CORRECTED: the last exact count scaled by ' +
      'the growth of the file; ESTIMATED: the optimiser’s estimate',
  });
export const ApiSizeSourceField = () =>
  ApiEnumField(SIZE_SOURCES, 'SizeSource', {
    description: 'FILE: exact bytes of the files; STATISTICS: the server’s statistics, which lag behind',
  });

export class CapacityView {
  @ApiEnumField(CAPACITY_SOURCES, 'CapacitySource', {
    description: 'SETTING: STORAGE_CAPACITY_GB; FILE_SYSTEM: used bytes plus free bytes of the file system',
  })
  source: CapacitySource;

  @ApiCountField({ nullable: true, example: 100_000_000_000, description: 'Null if unknown' })
  limitBytes: number | null;

  @ApiBytesField('Null before the first measurement', { nullable: true })
  usedBytes: number | null;

  @ApiNumberField({ nullable: true, description: 'Null if unknown; a capacity of 0 bytes is 100 % used' })
  percentUsed: number | null;

  @ApiCountField({ nullable: true, example: 99_000_000_000 })
  availableBytes: number | null;

  @ApiTextField({ nullable: true, example: null, description: 'Why a value is unknown' })
  note: string | null;
}

export class BinaryLogView {
  @ApiEnumField(BINARY_LOG_STATES, 'BinaryLogState', {
    description: 'ON: the server writes one; UNKNOWN: the database user may not see it',
  })
  state: BinaryLogState;

  @ApiBytesField('All its files, of every schema of the server; null unless ON', { nullable: true })
  bytes: number | null;

  @ApiTextField({ nullable: true, example: null, description: 'Why it is unknown' })
  note: string | null;
}

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

  @ApiCountField()
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
