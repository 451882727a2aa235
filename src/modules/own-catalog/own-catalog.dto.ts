import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Matches, MinLength } from 'class-validator';
import { ApiBooleanField, ApiCountField, ApiTextField } from '../../common/http/dto/api-fields.js';

/** The name of a catalogue. ARCHIVE is the source of the ids in the archive. */
export const CATALOG_SOURCE_PATTERN = /^(?!ARCHIVE$)[A-Z0-9][A-Z0-9._-]{0,63}$/;
export const DEFAULT_CATALOG_SOURCE = 'OWN';
export const CATALOG_SOURCE_RULE = '1 to 64 of A-Z, 0-9, ".", "_" and "-", and not ARCHIVE';

export class CatalogImportBody {
  @ApiProperty({ type: String, minLength: 1, description: 'The CSV, with its header' })
  @IsString()
  @MinLength(1)
  csv: string;

  @ApiProperty({
    type: String,
    required: false,
    default: DEFAULT_CATALOG_SOURCE,
    pattern: CATALOG_SOURCE_PATTERN.source,
    description: 'Name of the catalogue. Own ids are unique within it',
  })
  @IsOptional()
  @Matches(CATALOG_SOURCE_PATTERN, { message: `source must be ${CATALOG_SOURCE_RULE}` })
  source: string = DEFAULT_CATALOG_SOURCE;

  @ApiProperty({ type: Boolean, required: false, default: false, description: 'true: only report what would be done' })
  @IsOptional()
  @IsBoolean()
  dryRun: boolean = false;
}

export class CatalogProblemView {
  @ApiCountField({ example: 12, description: 'Line of the CSV, from 1' })
  line: number;

  @ApiTextField({ example: 'No park has the id, UUID, slug or name "atlantis"' })
  message: string;
}

export class CatalogImportView {
  @ApiTextField({ example: DEFAULT_CATALOG_SOURCE })
  source: string;

  @ApiBooleanField({ description: 'true: nothing was changed' })
  dryRun: boolean;

  @ApiCountField({ example: 1572, description: 'Lines with a ride' })
  lines: number;

  @ApiCountField({ example: 1400, description: 'New rides' })
  created: number;

  @ApiCountField({ example: 160, description: 'Rides of the warehouse that now have an own id' })
  joined: number;

  @ApiCountField({ example: 0, description: 'Rides with this own id that got a UUID, name, type, position or id' })
  updated: number;

  @ApiCountField({ example: 0 })
  unchanged: number;

  @ApiProperty({ type: [CatalogProblemView], description: 'Lines that were not used, in order' })
  problems: CatalogProblemView[];

  @ApiProperty({ type: [CatalogProblemView], description: 'Values that were not used, of lines that were, in order' })
  warnings: CatalogProblemView[];
}
