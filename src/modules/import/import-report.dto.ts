import { ApiProperty } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiImportIdField,
  ApiInstantField,
  ApiTextField,
  ApiUuidField,
} from '../../common/http/dto/api-fields.js';
import { MATCH_METHODS, type MatchMethod } from '../catalog/id-matching/match-types.js';
import { ISSUE_TYPES, type IssueType } from '../findings/finding.js';
import { PARSE_REASONS, type ParseReason } from '../snapshots/reading/reading-context.js';
import { IMPORT_STATUSES, type ImportStatus } from './import-record.js';

const EXAMPLE_FILE = '89db5d43-c434-4097-b71f-f6869f495a22/2024/12/25.json.gz';

export class QualityRecordsView {
  @ApiCountField({ example: 336488, description: 'Events read: valid + invalid' })
  total: number;

  @ApiCountField({ example: 336483, description: 'Stored by this import or already present' })
  valid: number;

  @ApiCountField({ example: 0, description: 'Rejected; `issues` gives the reasons' })
  invalid: number;

  @ApiCountField({ example: 5, description: 'Valid events that were already present, or occur twice' })
  duplicate: number;

  @ApiCountField({
    example: 0,
    description: 'Stored events, in the range of the import, of rides that are not yet assigned to a park',
  })
  unmapped: number;
}

export class QualityGapView {
  @ApiDateField({ example: '2024-12-26' })
  firstDay: string;

  @ApiDateField({ example: '2024-12-27' })
  lastDay: string;

  @ApiCountField({ example: 2 })
  days: number;
}

export class QualitySampleView {
  @ApiTextField({ example: EXAMPLE_FILE })
  file: string;

  @ApiCountField({ example: 17, description: 'Index of the event in the file, from 0' })
  index: number;

  @ApiTextField({ example: 'data.queue.STANDBY.waitTime' })
  field: string;

  @ApiTextField({ example: '"abc"', description: 'The original value as JSON, cut to 200 characters' })
  value: string;
}

export class QualityReasonView {
  @ApiEnumField(PARSE_REASONS, 'ImportIssueReason', { example: 'INVALID_WAIT_TIME' })
  reason: ParseReason;

  @ApiBooleanField({
    example: false,
    description:
      'Whether the events were rejected. If not, they were kept, or superseded by another event of the same instant (DUPLICATE)',
  })
  rejected: boolean;

  @ApiCountField({ example: 3, description: 'Number of findings; one event may have several' })
  count: number;

  @ApiCountField({ example: 2, description: 'Files with such findings' })
  files: number;

  @ApiProperty({ type: [QualitySampleView], description: 'The first findings' })
  samples: QualitySampleView[];
}

export class QualityIssuesView {
  @ApiEnumField(ISSUE_TYPES, 'IssueType', { example: 'INVALID' })
  type: IssueType;

  @ApiCountField({ example: 3 })
  count: number;

  @ApiProperty({ type: [QualityReasonView] })
  reasons: QualityReasonView[];
}

export class QualityDefectView {
  @ApiTextField({ example: EXAMPLE_FILE })
  file: string;

  @ApiDateField()
  day: string;

  @ApiTextField({ example: 'TRUNCATED', description: 'Stable error code' })
  reason: string;

  @ApiTextField({ example: 'The file ends in the middle of its compressed stream' })
  detail: string;
}

export class QualityMappingView {
  @ApiEnumField(MATCH_METHODS, 'MatchMethod', { example: 'CREATED' })
  method: MatchMethod;

  @ApiTextField({ example: 'NO_CANDIDATE', description: 'Stable code of the reason' })
  reason: string;

  @ApiCountField({ example: 14, description: 'UUIDs that this import matched this way' })
  count: number;

  @ApiCountField({ example: 0, description: 'Matches that were undone or replaced manually since then' })
  undone: number;
}

/** Data quality of an import. */
export class ImportQualityReport {
  @ApiImportIdField()
  importId: string;

  @ApiEnumField(IMPORT_STATUSES, 'ImportStatus', {
    description: 'Until the import is COMPLETED, the report covers the files done so far',
  })
  status: ImportStatus;

  @ApiProperty({ type: QualityRecordsView })
  records: QualityRecordsView;

  @ApiProperty({ type: [QualityGapView], description: 'UTC days of the range for which the archive has no file' })
  gaps: QualityGapView[];

  @ApiProperty({ type: [QualityIssuesView], description: 'Problems of events' })
  issues: QualityIssuesView[];

  @ApiProperty({ type: [QualityDefectView], description: 'Unreadable files' })
  fileDefects: QualityDefectView[];

  @ApiProperty({ type: [QualityMappingView], description: 'How new UUIDs were matched to rides' })
  mappings: QualityMappingView[];
}

export class LastImportView {
  @ApiImportIdField()
  importId: string;

  @ApiEnumField(IMPORT_STATUSES, 'ImportStatus', { example: 'COMPLETED' })
  status: ImportStatus;

  @ApiInstantField()
  createdAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null until the import is completed, failed or cancelled' })
  finishedAt: Date | null;
}

export class ArchiveParkView {
  @ApiIdField({ example: 7, description: 'The `parkId` to pass when starting an import' })
  parkId: number;

  @ApiTextField({ example: 'Islands of Adventure' })
  name: string;
}

/** A destination of the archive. */
export class ArchiveDestinationView {
  @ApiUuidField({ description: 'The `destinationId` to pass when starting an import' })
  destinationId: string;

  @ApiTextField({ nullable: true, example: 'Universal Orlando Resort', description: 'Null: never imported' })
  name: string | null;

  @ApiDateField({
    nullable: true,
    example: '2021-03-01',
    description: 'UTC day of its first file; null: it has no files',
  })
  firstDay: string | null;

  @ApiDateField({
    nullable: true,
    example: '2026-11-21',
    description: 'UTC day of its last file; null: it has no files',
  })
  lastDay: string | null;

  @ApiCountField({ example: 2083, description: 'Day files' })
  files: number;

  @ApiCountField({ example: 214958080, description: 'Compressed size of all its files in bytes' })
  bytes: number;

  @ApiProperty({ type: [ArchiveParkView], description: 'Its parks in the catalogue, by name' })
  parks: ArchiveParkView[];

  @ApiProperty({ type: LastImportView, nullable: true, description: 'Null: never imported' })
  lastImport: LastImportView | null;
}

export class ArchiveDestinationList {
  @ApiInstantField({ description: 'When the archive was listed; the listing is cached for five minutes' })
  listedAt: Date;

  @ApiProperty({ type: [ArchiveDestinationView], description: 'Sorted by UUID' })
  data: ArchiveDestinationView[];
}
