import { ApiProperty } from '@nestjs/swagger';
import {
  ShownCount,
  ShownFlag,
  ShownInstant,
  ShownNumber,
  ShownText,
  ShownWord,
} from '../../../../common/http/dto/shown-fields.js';
import { CAPACITY_SOURCES, type CapacitySource } from '../../capacity/capacity.js';
import {
  ROW_COUNT_SOURCES,
  type RowCountSource,
  SIZE_SOURCES,
  type SizeSource,
} from '../../measure/storage-figures.js';

export const ShownBytes = (description?: string, { nullable = false } = {}) =>
  ShownCount({
    example: 41_943_040,
    ...(description !== undefined && { description }),
    ...(nullable && { nullable }),
  });
export const ShownNotes = () =>
  ApiProperty({ type: [String], example: [], description: 'What the figures rest on and what they leave open' });
export const ShownRowSource = () =>
  ShownWord(ROW_COUNT_SOURCES, 'RowCountSource', {
    description:
      'COUNTED at this measurement; KEPT: counted earlier and unchanged since; CORRECTED: the last exact count scaled by ' +
      'the growth of the file; ESTIMATED: the optimiser’s',
  });
export const ShownSizeSource = () =>
  ShownWord(SIZE_SOURCES, 'SizeSource', {
    description: 'FILE: exact bytes of the files; STATISTICS: the server’s statistics, which lag behind',
  });

export class CapacityView {
  @ShownWord(CAPACITY_SOURCES, 'CapacitySource', {
    description: 'SETTING: STORAGE_CAPACITY_GB; FILE_SYSTEM: what is used and what its file system has left',
  })
  source: CapacitySource;

  @ShownCount({ nullable: true, example: 100_000_000_000, description: 'Null where it is not known' })
  limitBytes: number | null;

  @ShownBytes('Null before the first measurement', { nullable: true })
  usedBytes: number | null;

  @ShownNumber({ nullable: true, description: 'Null where that is not known; a capacity of 0 bytes is full' })
  percentUsed: number | null;

  @ShownCount({ nullable: true, example: 99_000_000_000 })
  availableBytes: number | null;

  @ShownText({ nullable: true, example: null, description: 'Why some of it is not known' })
  note: string | null;
}

export class StorageTotalsView {
  @ShownCount()
  rows: number;

  @ShownBytes()
  dataBytes: number;

  @ShownBytes('Secondary indexes; a table’s primary key is its data')
  indexBytes: number;

  @ShownBytes('In the files, and not used yet')
  freeBytes: number;

  @ShownBytes('The three together: what the files take on disk')
  totalBytes: number;
}

export class StorageTableView extends StorageTotalsView {
  @ShownText({ example: 'ride_status_snapshots' })
  table: string;

  @ShownFlag({ example: true })
  rowCountExact: boolean;

  @ShownRowSource()
  rowCountSource: RowCountSource;

  @ShownNumber({ example: 0.62, description: 'Of all bytes, from 0 to 1' })
  share: number;

  @ShownNumber({ nullable: true, example: 43.4, description: 'Null without rows' })
  bytesPerRow: number | null;

  @ShownCount({ example: 74, description: '0 for a table that is not partitioned' })
  partitions: number;

  @ShownSizeSource()
  sizeSource: SizeSource;
}

export class StorageSummaryView {
  @ShownInstant({ nullable: true, description: 'Null before the first measurement' })
  measuredAt: Date | null;

  @ShownNotes()
  notes: string[];

  @ApiProperty({ type: StorageTotalsView, nullable: true, description: 'Null before the first measurement' })
  totals: StorageTotalsView | null;

  @ApiProperty({ type: CapacityView })
  capacity: CapacityView;

  @ApiProperty({ type: [StorageTableView], description: 'Largest first' })
  tables: StorageTableView[];

  @ApiProperty({ type: [String], example: [], description: 'Tables of the schema that the database does not have' })
  missingTables: string[];
}
