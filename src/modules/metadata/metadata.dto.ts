import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Max, Min } from 'class-validator';
import {
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { PageQuery } from '../../common/http/dto/page.js';
import { DecimalField, WholeNumber } from '../../common/http/dto/request-fields.js';
import { ENTITY_TYPES, type EntityType } from '../catalog/entity-types.js';
import { CatalogRideView, EntityTypeFilter } from '../catalog/ride.dto.js';
import {
  CHANGE_SOURCES,
  type ChangeSource,
  CLASSIFICATION_SOURCES,
  type ClassificationSource,
  INDOOR_OUTDOOR,
  type IndoorOutdoor,
  METADATA_FIELDS,
  type MetadataField,
  OVERRIDABLE_FIELDS,
  type OverridableField,
} from './metadata.js';

const ANY_TAG = { type: 'object', additionalProperties: true } as const;
const UNKNOWN_HEIGHT = { nullable: true, example: 112 } as const;

export class HeightsView {
  @ApiCountField({ ...UNKNOWN_HEIGHT, description: 'Smallest height of a rider, in centimetres; null: none known' })
  heightMinCm: number | null;

  @ApiCountField({ ...UNKNOWN_HEIGHT, description: 'The same for riding without a companion; null: none known' })
  heightMinUnaccompaniedCm: number | null;

  @ApiCountField({ ...UNKNOWN_HEIGHT, example: 195, description: 'Greatest height of a rider; null: none known' })
  heightMaxCm: number | null;
}

export class ClassifiedView extends HeightsView {
  @ApiEnumField(INDOOR_OUTDOOR, 'IndoorOutdoor', { nullable: true, description: 'Null: nobody knows' })
  indoorOutdoor: IndoorOutdoor | null;

  @ApiEnumField(CLASSIFICATION_SOURCES, 'ClassificationSource', {
    nullable: true,
    description:
      'What that rests on: a person’s word, a curated list, a tag, or the name alone. Null where nothing says it',
  })
  classificationSource: ClassificationSource | null;

  @ApiNumberField({ nullable: true, example: 0.9, description: 'Above 0, at most 1, which is a person’s word' })
  classificationConfidence: number | null;
}

export class RideMetadataView extends ClassifiedView {
  @ApiNumberField({ nullable: true, example: 28.4191, description: 'Degrees north; null: not known' })
  latitude: number | null;

  @ApiNumberField({ nullable: true, example: -81.5785, description: 'Degrees east; null: not known' })
  longitude: number | null;

  @ApiEnumField(ENTITY_TYPES, 'EntityType', { nullable: true, description: 'As the source last said it' })
  entityType: EntityType | null;

  @ApiProperty({ type: 'array', items: ANY_TAG, nullable: true, description: 'As the source gives them; null: none' })
  tags: unknown[] | null;

  @ApiTextField({
    nullable: true,
    example: '80010153;entityType=Attraction',
    description: 'Its id at the park’s operator',
  })
  externalId: string | null;

  @ApiProperty({ enum: [...OVERRIDABLE_FIELDS], isArray: true, description: 'Fields that were set by hand' })
  manualFields: OverridableField[];

  @ApiCountField({ example: 3, description: 'Counts the changes; 1 is what was first known' })
  version: number;

  @ApiInstantField({ nullable: true, description: 'When its document was last read; null: never' })
  lastSyncedAt: Date | null;
}

const ApiValueField = (description: string): PropertyDecorator =>
  ApiProperty({
    nullable: true,
    oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'array', items: ANY_TAG }],
    example: 112,
    description,
  });

export class MetadataChangeView {
  @ApiIdField({ description: 'Another one than was asked for where it was known under a ride linked to that' })
  rideId: number;

  @ApiCountField({ example: 3, description: 'The version that came of it; changes seen together have the same' })
  version: number;

  @ApiProperty({ enum: METADATA_FIELDS, enumName: 'MetadataField', example: 'heightMinCm' })
  field: MetadataField;

  @ApiValueField('Null: it was not known')
  oldValue: unknown;

  @ApiValueField('Null: it is not known any more')
  newValue: unknown;

  @ApiEnumField(CHANGE_SOURCES, 'MetadataChangeSource', {
    description:
      'Who said so: the listing of the destination, the entity’s own document, a person, or what a classification ' +
      'rests on (NO_RULE: on nothing any more)',
  })
  source: ChangeSource;

  @ApiInstantField({ description: 'When the change was seen' })
  changedAt: Date;
}

const DEFAULT_RADIUS_METERS = 2_000;
/** Farther than any two parks that one visit takes in; a wider circle reads more rows than an answer is worth. */
const MAX_RADIUS_METERS = 500_000;
const MAX_HEIGHT_CM = 300;

export class NearbyQuery extends PageQuery {
  @DecimalField({ minimum: -90, maximum: 90, example: 28.4177, description: 'Degrees north' })
  latitude: number;

  @DecimalField({ minimum: -180, maximum: 180, example: -81.5812, description: 'Degrees east' })
  longitude: number;

  @DecimalField({
    minimum: 1,
    maximum: MAX_RADIUS_METERS,
    required: false,
    example: 500,
    description: `Along the great circle; by default ${DEFAULT_RADIUS_METERS}`,
  })
  radiusMeters: number = DEFAULT_RADIUS_METERS;

  @ApiProperty({
    enum: INDOOR_OUTDOOR,
    enumName: 'IndoorOutdoor',
    required: false,
    description: 'Only these; rides that nobody has classified are none of them',
  })
  @IsOptional()
  @IsIn(INDOOR_OUTDOOR)
  indoorOutdoor?: IndoorOutdoor;

  @EntityTypeFilter()
  entityType?: EntityType;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: MAX_HEIGHT_CM,
    required: false,
    example: 110,
    description:
      'Only rides that somebody of this height may ride, with a companion where one is asked for: those that require ' +
      'no more, and allow as much. A ride of which no requirement is known counts as one without',
  })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(MAX_HEIGHT_CM)
  maxHeightRequirementCm?: number;
}

export class NearbyRideView extends ClassifiedView {
  @ApiIdField()
  rideId: number;

  @ApiTextField()
  name: string;

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Islands of Adventure' })
  parkName: string;

  @ApiEnumField(ENTITY_TYPES, 'EntityType', { nullable: true })
  entityType: EntityType | null;

  @ApiNumberField({ example: 28.4191 })
  latitude: number;

  @ApiNumberField({ example: -81.5785 })
  longitude: number;

  @ApiNumberField({ example: 312.4, description: 'From the given point, along the great circle, in metres' })
  distanceMeters: number;
}

/** A ride with its metadata. */
export class RideDetailView extends CatalogRideView {
  @ApiProperty({ type: RideMetadataView, nullable: true, description: 'Null until it was first synchronised' })
  metadata: RideMetadataView | null;
}
