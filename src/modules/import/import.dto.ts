import { ApiProperty } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiImportIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiUuidField,
} from '../../common/http/dto/api-fields.js';
import { ON_CONFLICT } from './import-requests.dto.js';
import {
  IMPORT_PURPOSES,
  IMPORT_SOURCES,
  IMPORT_STATUSES,
  type ImportPurpose,
  type ImportSource,
  type ImportStatus,
} from './import-record.js';

const REQUESTED_ACTIONS = ['PAUSE', 'CANCEL', 'RESUME'] as const;
const ORIGINS = ['api', 'cli'] as const;

export class ImportDestinationView {
  @ApiIdField({ description: 'Internal id, as in /api/destinations' })
  id: number;

  @ApiUuidField({ description: 'The `destinationId` to pass when starting an import' })
  themeparksWikiId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;
}

export class ImportRangeView {
  @ApiDateField({
    nullable: true,
    description: 'First requested day (UTC; local for HISTORY_API); null: the first day of the archive',
  })
  startDate: string | null;

  @ApiDateField({ nullable: true, description: 'Last requested day (UTC; local for HISTORY_API); null: the last one' })
  endDate: string | null;

  @ApiDateField({
    nullable: true,
    description:
      'The `endDate` of the request if it was in the future: an import of the History API then ends with the day of the request; ' +
      'null: the range is as requested',
  })
  requestedEndDate: string | null;
}

export class ImportOptionsView {
  @ApiEnumField(IMPORT_SOURCES, 'ImportSource', { description: 'The archive, or the History API' })
  source: ImportSource;

  @ApiEnumField(ON_CONFLICT, 'OnConflict', {
    description: 'Which source is kept when both have a row for the same instant',
  })
  onConflict: (typeof ON_CONFLICT)[number];

  @ApiBooleanField({ description: 'Whether LIVE rows of the imported park-days are removed' })
  replaceLive: boolean;

  @ApiBooleanField({ description: 'Whether files are read again whose version was imported before' })
  reread: boolean;

  @ApiEnumField(ORIGINS, 'ImportOrigin', { description: 'Where the import was started' })
  origin: (typeof ORIGINS)[number];

  @ApiEnumField(IMPORT_PURPOSES, 'ImportPurpose', {
    nullable: true,
    description: 'Why the program requests single days by itself; null: every day of the range is imported',
  })
  purpose: ImportPurpose | null;
}

export class ImportProgressView {
  @ApiCountField({ example: 91 })
  filesDone: number;

  @ApiCountField({ nullable: true, description: 'Files of the whole range; null until the archive has been listed' })
  filesTotal: number | null;

  @ApiNumberField({
    nullable: true,
    example: 50,
    description: 'Share of the files that are done, from 0 to 100; null until the archive has been listed',
  })
  percent: number | null;

  @ApiCountField({ example: 168000, description: 'Events read: stored + duplicate + rejected' })
  read: number;

  @ApiCountField({ example: 167990 })
  stored: number;

  @ApiCountField({ example: 5, description: 'Events that were already stored, or occur twice' })
  duplicate: number;

  @ApiCountField({ example: 5, description: 'Events that could not be used' })
  rejected: number;

  @ApiCountField({ example: 12000, description: 'Observations of extended queues' })
  queueRowsStored: number;

  @ApiCountField({ example: 0, description: 'LIVE snapshots that the import removed (only with replaceLive)' })
  liveRowsRemoved: number;

  @ApiDateField({ nullable: true, description: 'UTC day of the last finished file; null before the first' })
  currentDate: string | null;
}

export class ImportPerformanceView {
  @ApiCountField({
    nullable: true,
    example: 126000,
    description: 'Events per second of working time; null before the first event',
  })
  eventsPerSecond: number | null;

  @ApiCountField({
    nullable: true,
    example: 42,
    description: 'Estimated seconds of work left; null unless a worker is running it',
  })
  etaSeconds: number | null;
}

export class ImportErrorView {
  @ApiTextField({ nullable: true, example: '89db5d43-c434-4097-b71f-f6869f495a22/2024/12/25.json.gz' })
  file: string | null;

  @ApiTextField({ example: 'TRUNCATED', description: 'Stable error code' })
  reason: string;

  @ApiTextField({ example: 'The file ends in the middle of its compressed stream' })
  detail: string;
}

export class ImportErrorsView {
  @ApiCountField({ example: 1, description: 'Files that could not be read' })
  count: number;

  @ApiProperty({
    type: [ImportErrorView],
    description: 'The failure of the import, if it failed, then the newest unreadable files',
  })
  latest: ImportErrorView[];
}

export class ImportTimestampsView {
  @ApiInstantField()
  createdAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null until a worker starts it' })
  startedAt: Date | null;

  @ApiInstantField()
  updatedAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null until the import is completed, failed or cancelled' })
  finishedAt: Date | null;
}

/** An import as the API returns it. */
export class ImportView {
  @ApiImportIdField()
  importId: string;

  @ApiProperty({ type: ImportDestinationView })
  destination: ImportDestinationView;

  @ApiIdField({ nullable: true, description: 'The only park that is imported; null: the whole destination' })
  parkId: number | null;

  @ApiTextField({ nullable: true, example: 'Islands of Adventure', description: 'Name of that park' })
  parkName: string | null;

  @ApiProperty({ type: ImportRangeView })
  range: ImportRangeView;

  @ApiProperty({ type: ImportOptionsView })
  options: ImportOptionsView;

  @ApiEnumField(IMPORT_STATUSES, 'ImportStatus')
  status: ImportStatus;

  @ApiEnumField(REQUESTED_ACTIONS, 'ImportRequestedAction', {
    nullable: true,
    description: 'PAUSE and CANCEL take effect once the current file is finished, RESUME when a worker is free',
  })
  requestedAction: (typeof REQUESTED_ACTIONS)[number] | null;

  @ApiInstantField({
    nullable: true,
    description:
      'When a PAUSED import resumes by itself, because the hourly budget of the History API is available again; null: it does not',
  })
  resumesAt: Date | null;

  @ApiBooleanField({ description: 'The import is IN_PROGRESS but its worker was stopped or has died; resume it' })
  interrupted: boolean;

  @ApiCountField({ example: 1, description: 'How often a worker has started or resumed it' })
  attempts: number;

  @ApiProperty({ type: ImportProgressView })
  progress: ImportProgressView;

  @ApiProperty({ type: ImportPerformanceView })
  performance: ImportPerformanceView;

  @ApiProperty({ type: ImportErrorsView })
  errors: ImportErrorsView;

  @ApiProperty({ type: ImportTimestampsView })
  timestamps: ImportTimestampsView;
}

export class ImportViewList {
  @ApiProperty({ type: [ImportView] })
  data: ImportView[];
}
