import { ApiProperty } from '@nestjs/swagger';
import { Equals, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { ParkAddressField } from '../../common/http/addresses/query-address.js';
import { PageQuery } from '../../common/http/dto/page.js';
import { pathParameter } from '../../common/http/dto/path-ids.js';
import { InternalIdField, LocalDate, ThemeparksWikiId, WordField } from '../../common/http/dto/request-fields.js';
import { ValidationFailedError } from '../../common/http/http-errors.js';
import { IMPORT_ID_PATTERN } from '../../common/reading/field-readers.js';
import { IMPORT_SOURCES, IMPORT_STATUSES, type ImportSource, type ImportStatus } from './import-record.js';

export const ON_CONFLICT = ['archive', 'live'] as const;

/** What to import: exactly one of `destinationId`, `parkId` and `allParks`. */
export class StartImportBody {
  @WordField(IMPORT_SOURCES, 'ImportSource', {
    default: 'ARCHIVE',
    description:
      'HISTORY_API requests each local day of each park from the History API, within its hourly budget. It requires startDate, ' +
      'and keeps every LIVE row',
  })
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

  @WordField(ON_CONFLICT, 'OnConflict', {
    default: 'archive',
    description:
      'Which source is kept when both the archive and the live collection have a row for an instant of a ride; ' +
      'for the History API, only the default',
  })
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

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description:
      'Reads files again even if an earlier import read the same version. By default such files are not even fetched, and their ' +
      'events count as duplicates',
  })
  @IsOptional()
  @IsBoolean()
  reread: boolean = false;
}

export type ImportTarget =
  { kind: 'DESTINATION'; destinationId: string } | { kind: 'PARK'; parkId: number } | { kind: 'ALL' };

/** @throws ValidationFailedError unless exactly one target is given; the error names the fields */
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

  @ParkAddressField({ required: false, example: 7, description: 'Only imports of this single park' })
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
