import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import {
  ApiEnumField,
  ApiIdField,
  ApiImportIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiUuidField,
} from '../../../common/http/dto/api-fields.js';
import { PageQuery } from '../../../common/http/dto/page.js';
import { InternalIdField, SearchText } from '../../../common/http/dto/request-fields.js';
import { IMPORT_ID_PATTERN } from '../../../common/reading/field-readers.js';
import { MATCH_METHODS, type MatchMethod } from '../id-matching/match-types.js';

const Flag = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

export class MappingsQuery extends PageQuery {
  @ApiProperty({
    enum: MATCH_METHODS,
    enumName: 'MatchMethod',
    required: false,
    description: 'Only decisions of this method',
  })
  @IsOptional()
  @IsIn(MATCH_METHODS)
  method?: MatchMethod;

  @ApiProperty({ type: String, required: false, maxLength: 64, example: 'SIMILAR_NAME', description: 'Only these' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  reason?: string;

  @ApiProperty({ type: Number, required: false, minimum: 0, maximum: 1, example: 0.9, description: 'At most so sure' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d(\.\d{1,10})?$/.test(value) ? Number(value) : value,
  )
  @IsNumber()
  @Min(0)
  @Max(1)
  maxScore?: number;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: 'true: decisions that were taken back or replaced, instead of those that hold',
  })
  @IsOptional()
  @Flag()
  @IsBoolean()
  undone: boolean = false;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description:
      'true: all decisions. Without any filter only those worth a review are listed: guesses (FUZZY_NAME), and entities ' +
      'kept apart (CREATED) although a name was near. Every other filter lifts that, and lists all that it fits',
  })
  @IsOptional()
  @Flag()
  @IsBoolean()
  all: boolean = false;

  @ApiProperty({ type: String, required: false, example: 'imp_4f1d0c9a2b7e83d6f510', description: 'Of this import' })
  @IsOptional()
  @Matches(IMPORT_ID_PATTERN, { message: 'importId must be the id of an import: imp_…' })
  importId?: string;

  @InternalIdField({ required: false, example: 7, description: 'Of this park' })
  parkId?: number;

  @SearchText('Part of either name')
  q?: string;
}

export class MapByHandBody {
  @InternalIdField({ description: 'The ride as which the UUID counts from now on; same destination' })
  rideId: number;
}

export class MappedRideView {
  @ApiIdField()
  rideId: number;

  @ApiTextField()
  name: string;

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Islands of Adventure' })
  parkName: string;
}

/** A decision about which ride a UUID counts as. */
export class MappingView {
  @ApiIdField({ example: 311 })
  mappingId: number;

  @ApiUuidField({ description: 'The UUID that is decided on' })
  themeparksWikiId: string;

  @ApiEnumField(MATCH_METHODS, 'MatchMethod', { example: 'FUZZY_NAME' })
  method: MatchMethod;

  @ApiNumberField({
    nullable: true,
    example: 0.94,
    description: 'How near the names are, 0 to 1; null: nothing was compared',
  })
  score: number | null;

  @ApiTextField({ example: 'SIMILAR_NAME', description: 'A stable word: why' })
  reason: string;

  @ApiTextField({ example: 'Hagrids Magical Creatures Motorbike Adventure', description: 'Name of the entity' })
  archiveName: string;

  @ApiTextField({ nullable: true, description: 'Name that it was compared with; null: there was none' })
  matchedName: string | null;

  @ApiProperty({ type: MappedRideView, description: 'The ride that the UUID counts as' })
  ride: MappedRideView;

  @ApiIdField({ nullable: true, example: 57, description: 'The ride under which its observations are stored' })
  ownRideId: number | null;

  @ApiIdField({ nullable: true, description: 'Where it was kept apart: the ride of the same park with `matchedName`' })
  nearestRideId: number | null;

  @ApiImportIdField({ nullable: true, description: 'The import that met the UUID; null: decided by a person' })
  importId: string | null;

  @ApiInstantField()
  decidedAt: Date;

  @ApiInstantField({ nullable: true, description: 'When it was taken back or replaced; null: it holds' })
  undoneAt: Date | null;
}
