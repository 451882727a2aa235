import { ApiProperty } from '@nestjs/swagger';
import { Equals, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { InternalIdField, LocalDate, ThemeparksWikiId } from '../../../common/http/dto/fields.js';
import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { ON_CONFLICT } from './import-view.dto.js';

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
