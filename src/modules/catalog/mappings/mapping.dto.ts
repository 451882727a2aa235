import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { ParkAddressField } from '../../../common/http/addresses/query-address.js';
import {
  ApiBooleanField,
  ApiEnumField,
  ApiIdField,
  ApiImportIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiUuidField,
} from '../../../common/http/dto/api-fields.js';
import { PageQuery } from '../../../common/http/dto/page.js';
import { InternalIdField, SearchText, TrueOrFalse, WordField } from '../../../common/http/dto/request-fields.js';
import { IMPORT_ID_PATTERN } from '../../../common/reading/field-readers.js';
import { FIRST_SEEN, LAST_SEEN } from '../catalog.dto.js';
import { ENTITY_TYPES, type EntityType } from '../entity-types.js';
import { MATCH_METHODS, type MatchMethod } from '../id-matching/match-types.js';

export class MappingsQuery extends PageQuery {
  @WordField(MATCH_METHODS, 'MatchMethod', { description: 'Only decisions of this method' })
  method?: MatchMethod;

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 64,
    example: 'SIMILAR_NAME',
    description: 'Only decisions with this reason',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  reason?: string;

  @ApiProperty({
    type: Number,
    required: false,
    minimum: 0,
    maximum: 1,
    example: 0.9,
    description: 'Only decisions with at most this score',
  })
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
    description: 'true: decisions that were undone or replaced, instead of active ones',
  })
  @IsOptional()
  @TrueOrFalse()
  undone: boolean = false;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description:
      'true: all decisions. Without any filter only those worth a review are listed: guesses (FUZZY_NAME), and entities ' +
      'kept separate (CREATED) although a similar name exists, without the entries of parks themselves. Any other filter ' +
      'lists every decision that matches it',
  })
  @IsOptional()
  @TrueOrFalse()
  all: boolean = false;

  @ApiProperty({
    type: String,
    required: false,
    example: 'imp_4f1d0c9a2b7e83d6f510',
    description: 'Only decisions of this import',
  })
  @IsOptional()
  @Matches(IMPORT_ID_PATTERN, { message: 'importId must be the id of an import: imp_…' })
  importId?: string;

  @ParkAddressField({ required: false, example: 7, description: 'Only decisions about rides of this park' })
  parkId?: number;

  @SearchText('Part of either name')
  q?: string;
}

export class MapByHandBody {
  @InternalIdField({ description: 'The ride that the UUID counts as from now on; it must be in the same destination' })
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

/** A ride with what helps to decide whether it is the same as another one. */
export class ComparedRideView extends MappedRideView {
  @ApiEnumField(ENTITY_TYPES, 'EntityType', { nullable: true, description: 'Null: the catalogue has not reported it' })
  entityType: EntityType | null;

  @ApiBooleanField({ description: 'Whether the catalogue still lists it' })
  isListed: boolean;

  @ApiInstantField(FIRST_SEEN)
  firstSeenAt: Date | null;

  @ApiInstantField(LAST_SEEN)
  lastSeenAt: Date | null;
}

/** A decision about which ride a UUID counts as. */
export class MappingView {
  @ApiIdField({ example: 311 })
  mappingId: number;

  @ApiUuidField({ description: 'The UUID that the decision is about' })
  themeparksWikiId: string;

  @ApiEnumField(MATCH_METHODS, 'MatchMethod', { example: 'FUZZY_NAME' })
  method: MatchMethod;

  @ApiNumberField({
    nullable: true,
    example: 0.94,
    description: 'Similarity of the names, 0 to 1; null: no names were compared',
  })
  score: number | null;

  @ApiTextField({ example: 'SIMILAR_NAME', description: 'Reason as a stable code' })
  reason: string;

  @ApiTextField({ example: 'Hagrids Magical Creatures Motorbike Adventure', description: 'Name of the entity' })
  archiveName: string;

  @ApiTextField({ nullable: true, description: 'Name with which it was compared; null: none' })
  matchedName: string | null;

  @ApiProperty({ type: MappedRideView, description: 'The ride that the UUID counts as' })
  ride: MappedRideView;

  @ApiIdField({ nullable: true, example: 57, description: 'The ride under which its observations are stored' })
  ownRideId: number | null;

  @ApiIdField({
    nullable: true,
    description: 'For CREATED and KEPT_SEPARATE: the ride of the same park that is called `matchedName`',
  })
  nearestRideId: number | null;

  @ApiProperty({
    type: ComparedRideView,
    nullable: true,
    description: 'What the UUID itself is: the ride `ownRideId`; null: it has none of its own',
  })
  own: ComparedRideView | null;

  @ApiProperty({
    type: ComparedRideView,
    nullable: true,
    description: 'The other ride in question: the one that the UUID counts as, or else `nearestRideId`; null: none',
  })
  other: ComparedRideView | null;

  @ApiImportIdField({ nullable: true, description: 'The import that registered the UUID; null: decided by a person' })
  importId: string | null;

  @ApiInstantField()
  decidedAt: Date;

  @ApiInstantField({ nullable: true, description: 'When it was undone or replaced; null: it is active' })
  undoneAt: Date | null;
}
