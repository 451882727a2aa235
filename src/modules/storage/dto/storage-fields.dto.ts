import { ApiProperty } from '@nestjs/swagger';
import { ApiCountField, ApiEnumField, ApiNumberField, ApiTextField } from '../../../common/http/dto/api-fields.js';
import { CAPACITY_SOURCES, type CapacitySource } from '../capacity.service.js';
import { BINARY_LOG_STATES, type BinaryLogState, ROW_COUNT_SOURCES, SIZE_SOURCES } from '../measure/storage-metrics.js';

export const ApiBytesField = (description?: string, { nullable = false } = {}) =>
  ApiCountField({
    example: 41_943_040,
    ...(description !== undefined && { description }),
    ...(nullable && { nullable }),
  });
export const ApiNotesField = () =>
  ApiProperty({ type: [String], example: [], description: 'What the values are based on, and their limits' });
export const ApiRowSourceField = () =>
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
