import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiDateField,
  ApiBooleanField,
  ApiIdField,
  ApiImportIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiUuidField,
  ApiEnumField,
} from '../../../common/http/dto/shown-fields.js';
import { IMPORT_STATUSES, type ImportStatus } from '../import-state.js';

export const ON_CONFLICT = ['archive', 'live'] as const;
export const REQUESTED_ACTIONS = ['PAUSE', 'CANCEL', 'RESUME'] as const;
const ORIGINS = ['api', 'cli'] as const;

export class ImportDestinationView {
  @ApiIdField({ description: 'Internal id, as in /api/destinations' })
  id: number;

  @ApiUuidField({ description: 'The `destinationId` with which an import of it is started' })
  themeparksWikiId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;
}

export class ImportRangeView {
  @ApiDateField({ nullable: true, description: 'First UTC day asked for; null: from the first day of the archive' })
  startDate: string | null;

  @ApiDateField({ nullable: true, description: 'Last UTC day asked for; null: to the last day of the archive' })
  endDate: string | null;
}

export class ImportOptionsView {
  @ApiEnumField(ON_CONFLICT, 'OnConflict', { description: 'Which side keeps an instant that both sources have' })
  onConflict: (typeof ON_CONFLICT)[number];

  @ApiBooleanField({ description: 'Whether LIVE rows of the imported park-days are removed' })
  replaceLive: boolean;

  @ApiEnumField(ORIGINS, 'ImportOrigin', { description: 'Who started it' })
  origin: (typeof ORIGINS)[number];
}

export class ImportProgressView {
  @ApiCountField({ example: 91 })
  filesDone: number;

  @ApiCountField({ nullable: true, description: 'Files of the whole range; null until the archive was listed' })
  filesTotal: number | null;

  @ApiNumberField({
    nullable: true,
    example: 50,
    description: 'Files done of all, 0 to 100, counted; null until listed',
  })
  percent: number | null;

  @ApiCountField({ example: 168000, description: 'Events read; stored + duplicate + rejected' })
  read: number;

  @ApiCountField({ example: 167990 })
  stored: number;

  @ApiCountField({ example: 5, description: 'Events that were there already, or said twice' })
  duplicate: number;

  @ApiCountField({ example: 5, description: 'Events that could not be used' })
  rejected: number;

  @ApiCountField({ example: 12000, description: 'Observations of extended queues' })
  queueRowsStored: number;

  @ApiCountField({ example: 0, description: 'LIVE snapshots that gave way (only with replaceLive)' })
  liveRowsRemoved: number;

  @ApiDateField({ nullable: true, description: 'UTC day of the last file done; null before the first' })
  currentDate: string | null;
}

export class ImportPerformanceView {
  @ApiCountField({ nullable: true, example: 126000, description: 'Events per second of working time; null before any' })
  eventsPerSecond: number | null;

  @ApiCountField({
    nullable: true,
    example: 42,
    description: 'Seconds of work left; null unless it is being worked on',
  })
  etaSeconds: number | null;
}

export class ImportErrorView {
  @ApiTextField({ nullable: true, example: '89db5d43-c434-4097-b71f-f6869f495a22/2024/12/25.json.gz' })
  file: string | null;

  @ApiTextField({ example: 'TRUNCATED', description: 'A stable word: what is wrong' })
  reason: string;

  @ApiTextField({ example: 'The file ends in the middle of its compressed stream' })
  detail: string;
}

export class ImportErrorsView {
  @ApiCountField({ example: 1, description: 'Files that could not be read' })
  count: number;

  @ApiProperty({ type: [ImportErrorView], description: 'Why it failed, if it did, then the newest unreadable files' })
  latest: ImportErrorView[];
}

export class ImportTimestampsView {
  @ApiInstantField()
  createdAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null while it waits for a worker' })
  startedAt: Date | null;

  @ApiInstantField()
  updatedAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null until it is completed, failed or cancelled' })
  finishedAt: Date | null;
}

/** An import as it is shown. */
export class ImportView {
  @ApiImportIdField()
  importId: string;

  @ApiProperty({ type: ImportDestinationView })
  destination: ImportDestinationView;

  @ApiIdField({ nullable: true, description: 'The one park that it is confined to; null: the whole destination' })
  parkId: number | null;

  @ApiProperty({ type: ImportRangeView })
  range: ImportRangeView;

  @ApiProperty({ type: ImportOptionsView })
  options: ImportOptionsView;

  @ApiEnumField(IMPORT_STATUSES, 'ImportStatus')
  status: ImportStatus;

  @ApiEnumField(REQUESTED_ACTIONS, 'ImportRequestedAction', {
    nullable: true,
    description: 'PAUSE and CANCEL happen after the file at hand; RESUME when a worker is free',
  })
  requestedAction: (typeof REQUESTED_ACTIONS)[number] | null;

  @ApiBooleanField({ description: 'IN_PROGRESS, but its worker was stopped or has died: resume it' })
  interrupted: boolean;

  @ApiCountField({ example: 1, description: 'How often a worker has taken it up' })
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
