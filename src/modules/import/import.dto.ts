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
import { IMPORT_SOURCES, IMPORT_STATUSES, type ImportSource, type ImportStatus } from './import-record.js';

const ON_CONFLICT = ['archive', 'live'] as const;
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

  @ApiEnumField(ORIGINS, 'ImportOrigin', { description: 'Where the import was started' })
  origin: (typeof ORIGINS)[number];
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

/** What to import: exactly one of `destinationId`, `parkId` and `allParks`. */
export class StartImportBody {
  @ApiProperty({
    enum: IMPORT_SOURCES,
    enumName: 'ImportSource',
    required: false,
    default: 'ARCHIVE',
    description:
      'HISTORY_API requests each local day of each park from the History API, within its hourly budget. It requires startDate, ' +
      'and keeps every LIVE row',
  })
  @IsOptional()
  @IsIn(IMPORT_SOURCES)
  source: ImportSource = 'ARCHIVE';

  @ThemeparksWikiId({ required: false, description: 'UUID of a destination' })
  destinationId?: string;

  @InternalIdField({ required: false, example: 7, description: 'Internal id of one park (see /api/parks)' })
  parkId?: number;

  @ApiProperty({ type: Boolean, enum: [true], required: false, description: 'Every destination of the source' })
  @IsOptional()
  @Equals(true, { message: 'allParks must be true or omitted' })
  allParks?: true;

  @LocalDate({
    required: false,
    example: '2024-12-01',
    description: 'First day (UTC; local for HISTORY_API); default: the first day of the archive',
  })
  startDate?: string;

  @LocalDate({
    required: false,
    example: '2024-12-31',
    description: 'Last day (UTC; local for HISTORY_API); default: the last day of the archive, or yesterday',
  })
  endDate?: string;

  @ApiProperty({
    enum: ON_CONFLICT,
    enumName: 'OnConflict',
    required: false,
    default: 'archive',
    description:
      'Which source is kept when both the archive and the live collection have a row for an instant of a ride',
  })
  @IsOptional()
  @IsIn(ON_CONFLICT)
  onConflict: (typeof ON_CONFLICT)[number] = 'archive';

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description:
      'DELETES observations: every LIVE row of the park-days that the import covers completely, so that only archive ' +
      'rows remain. The API asks for no confirmation, and the rows cannot be restored; `progress.liveRowsRemoved` ' +
      'counts them. It cannot be combined with onConflict=live',
  })
  @IsOptional()
  @IsBoolean()
  replaceLive: boolean = false;
}

export type ImportTarget =
  { kind: 'DESTINATION'; destinationId: string } | { kind: 'PARK'; parkId: number } | { kind: 'ALL' };

/** @throws ValidationFailedError unless exactly one target is given; it names the fields */
export function importTarget({ destinationId, parkId, allParks }: StartImportBody): ImportTarget {
  const targets: Record<string, ImportTarget | null> = {
    destinationId: destinationId === undefined ? null : { kind: 'DESTINATION', destinationId },
    parkId: parkId === undefined ? null : { kind: 'PARK', parkId },
    allParks: allParks === undefined ? null : { kind: 'ALL' },
  };
  const given = Object.entries(targets).filter(([, target]) => target !== null);
  if (given.length === 1) return given[0]![1]!;
  const wrong = given.length === 0 ? Object.keys(targets) : given.map(([field]) => field);
  const problem = 'exactly one of destinationId, parkId and allParks is required';
  throw new ValidationFailedError(Object.fromEntries(wrong.map((field) => [field, [problem]])));
}

export class ImportListQuery extends PageQuery {
  @ApiProperty({ enum: IMPORT_STATUSES, enumName: 'ImportStatus', required: false })
  @IsOptional()
  @IsIn(IMPORT_STATUSES)
  status?: ImportStatus;

  @InternalIdField({ required: false, example: 7, description: 'Only imports of this single park' })
  parkId?: number;

  @ThemeparksWikiId({ required: false, description: 'Only imports of this destination (UUID)' })
  destinationId?: string;
}

/** The path parameter `:importId`; any other form is a 400. */
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
