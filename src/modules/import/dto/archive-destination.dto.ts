import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiDateField,
  ApiImportIdField,
  ApiInstantField,
  ApiTextField,
  ApiUuidField,
  ApiEnumField,
} from '../../../common/http/dto/shown-fields.js';
import { IMPORT_STATUSES, type ImportStatus } from '../import-state.js';

export class LastImportView {
  @ApiImportIdField()
  importId: string;

  @ApiEnumField(IMPORT_STATUSES, 'ImportStatus', { example: 'COMPLETED' })
  status: ImportStatus;

  @ApiInstantField()
  createdAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null until it is completed, failed or cancelled' })
  finishedAt: Date | null;
}

/** A destination that the archive has. */
export class ArchiveDestinationView {
  @ApiUuidField({ description: 'The `destinationId` with which an import of it is started' })
  destinationId: string;

  @ApiTextField({ nullable: true, example: 'Universal Orlando Resort', description: 'Null: never imported' })
  name: string | null;

  @ApiDateField({ nullable: true, example: '2021-03-01', description: 'UTC day of its first file; null: it has none' })
  firstDay: string | null;

  @ApiDateField({ nullable: true, example: '2026-11-21', description: 'UTC day of its last file; null: it has none' })
  lastDay: string | null;

  @ApiCountField({ example: 2083, description: 'Day files' })
  files: number;

  @ApiCountField({ example: 214958080, description: 'Size of all its files, compressed, in bytes' })
  bytes: number;

  @ApiProperty({ type: LastImportView, nullable: true, description: 'Null: never imported' })
  lastImport: LastImportView | null;
}

export class ArchiveDestinationList {
  @ApiInstantField({ description: 'When the archive was listed; it is listed again after five minutes' })
  listedAt: Date;

  @ApiProperty({ type: [ArchiveDestinationView], description: 'By UUID' })
  data: ArchiveDestinationView[];
}
