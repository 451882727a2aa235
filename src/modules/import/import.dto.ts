import { ApiProperty } from '@nestjs/swagger';
import { Equals, IsBoolean, IsIn, IsOptional } from 'class-validator';
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
import { PageQuery } from '../../common/http/dto/page.js';
import { pathParameter } from '../../common/http/dto/path-ids.js';
import { InternalIdField, LocalDate, ThemeparksWikiId } from '../../common/http/dto/request-fields.js';
import { ValidationFailedError } from '../../common/http/http-errors.js';
import { IMPORT_ID_PATTERN } from '../../common/reading/field-readers.js';
import { IMPORT_STATUSES, type ImportStatus } from './import-record.js';

const ON_CONFLICT = ['archive', 'live'] as const;
const REQUESTED_ACTIONS = ['PAUSE', 'CANCEL', 'RESUME'] as const;
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

/** What to import: exactly one of `destinationId`, `parkId` and `allParks`. */
export class StartImportBody {
  @ThemeparksWikiId({ required: false, description: 'A destination of the archive, by its UUID' })
  destinationId?: string;

  @InternalIdField({ required: false, example: 7, description: 'One park, by its internal id (see /api/parks)' })
  parkId?: number;

  @ApiProperty({ type: Boolean, enum: [true], required: false, description: 'Every destination of the archive' })
  @IsOptional()
  @Equals(true, { message: 'allParks must be true, or left out' })
  allParks?: true;

  @LocalDate({ required: false, example: '2024-12-01', description: 'First UTC day; without it: the archive’s first' })
  startDate?: string;

  @LocalDate({ required: false, example: '2024-12-31', description: 'Last UTC day; without it: the archive’s last' })
  endDate?: string;

  @ApiProperty({
    enum: ON_CONFLICT,
    enumName: 'OnConflict',
    required: false,
    default: 'archive',
    description: 'Which side keeps an instant of a ride that both the archive and the live collection have',
  })
  @IsOptional()
  @IsIn(ON_CONFLICT)
  onConflict: (typeof ON_CONFLICT)[number] = 'archive';

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description:
      'DELETES observations: every LIVE row of the park-days that the import brings in whole, so that the archive ' +
      'alone speaks of them. There is no further question and no way back; `progress.liveRowsRemoved` counts them. ' +
      'Refused together with onConflict=live',
  })
  @IsOptional()
  @IsBoolean()
  replaceLive: boolean = false;
}

export type ImportTarget =
  { kind: 'DESTINATION'; destinationId: string } | { kind: 'PARK'; parkId: number } | { kind: 'ALL' };

/** The one thing asked for. @throws ValidationFailedError naming the fields where there is none, or more than one */
export function importTarget({ destinationId, parkId, allParks }: StartImportBody): ImportTarget {
  const targets: Record<string, ImportTarget | null> = {
    destinationId: destinationId === undefined ? null : { kind: 'DESTINATION', destinationId },
    parkId: parkId === undefined ? null : { kind: 'PARK', parkId },
    allParks: allParks === undefined ? null : { kind: 'ALL' },
  };
  const given = Object.entries(targets).filter(([, target]) => target !== null);
  if (given.length === 1) return given[0]![1]!;
  const wrong = given.length === 0 ? Object.keys(targets) : given.map(([field]) => field);
  const problem = 'exactly one of destinationId, parkId and allParks must be given';
  throw new ValidationFailedError(Object.fromEntries(wrong.map((field) => [field, [problem]])));
}

export class ImportListQuery extends PageQuery {
  @ApiProperty({ enum: IMPORT_STATUSES, enumName: 'ImportStatus', required: false })
  @IsOptional()
  @IsIn(IMPORT_STATUSES)
  status?: ImportStatus;

  @InternalIdField({ required: false, example: 7, description: 'Only imports that are confined to this park' })
  parkId?: number;

  @ThemeparksWikiId({ required: false, description: 'Only imports of this destination (UUID)' })
  destinationId?: string;
}

/** The path parameter `:importId`; 400 for what cannot be one. */
export function ImportId(): ParameterDecorator {
  return pathParameter(
    {
      name: 'importId',
      schema: { type: 'string', pattern: IMPORT_ID_PATTERN.source, example: 'imp_4f1d0c9a2b7e83d6f510' },
    },
    toImportId,
  );
}

function toImportId(text: string, name: string): string {
  if (!IMPORT_ID_PATTERN.test(text))
    throw new ValidationFailedError({ [name]: [`${name} must be the id of an import: imp_…`] });
  return text;
}
