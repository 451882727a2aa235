import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Max, Min } from 'class-validator';
import {
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { PageQuery } from '../../common/http/dto/page.js';
import { DecimalField, WholeNumber, WordField } from '../../common/http/dto/request-fields.js';
import { ENTITY_TYPES, type EntityType } from '../catalog/entity-types.js';
import { EntityTypeFilter } from '../catalog/entity-type-filter.js';
import { CatalogRideView } from '../catalog/ride.dto.js';
import {
  ATTRACTION_TYPES,
  type Attributes,
  type AttractionType,
  CHANGE_SOURCES,
  type ChangeSource,
  CLASSIFICATION_SOURCES,
  type ClassificationSource,
  INDOOR_OUTDOOR,
  type IndoorOutdoor,
  MAX_HEIGHT_CM,
  METADATA_FIELDS,
  type MetadataField,
  OVERRIDABLE_FIELDS,
  type OverridableField,
} from './metadata.js';

const ANY_TAG = { type: 'object', additionalProperties: true } as const;
const UNKNOWN_HEIGHT = { nullable: true, example: 112 } as const;

export class HeightsView {
  @ApiCountField({ ...UNKNOWN_HEIGHT, description: 'Minimum height of a rider, in centimetres; null: none known' })
  heightMinCm: number | null;

  @ApiCountField({
    ...UNKNOWN_HEIGHT,
    description: 'Minimum height for riding without a companion, in centimetres; null: none known',
  })
  heightMinUnaccompaniedCm: number | null;

  @ApiCountField({
    ...UNKNOWN_HEIGHT,
    example: 195,
    description: 'Maximum height of a rider, in centimetres; null: none known',
  })
  heightMaxCm: number | null;
}

export class ClassifiedView extends HeightsView {
  @ApiEnumField(INDOOR_OUTDOOR, 'IndoorOutdoor', { nullable: true, description: 'Null: unknown' })
  indoorOutdoor: IndoorOutdoor | null;

  @ApiEnumField(CLASSIFICATION_SOURCES, 'ClassificationSource', {
    nullable: true,
    description: 'Basis of the classification: a person, a curated list, a tag, or the name. Null: not classified',
  })
  classificationSource: ClassificationSource | null;

  @ApiNumberField({ nullable: true, example: 0.9, description: 'Above 0 and at most 1; 1 means set by a person' })
  classificationConfidence: number | null;
}

export class RideMetadataView extends ClassifiedView {
  @ApiNumberField({ nullable: true, example: 28.4191, description: 'Degrees north; null: unknown' })
  latitude: number | null;

  @ApiNumberField({ nullable: true, example: -81.5785, description: 'Degrees east; null: unknown' })
  longitude: number | null;

  @ApiEnumField(ENTITY_TYPES, 'EntityType', { nullable: true, description: 'As last reported by the source' })
  entityType: EntityType | null;

  @ApiEnumField(ATTRACTION_TYPES, 'AttractionType', {
    nullable: true,
    description: 'Kind of attraction, as last reported by the source; null: not reported',
  })
  attractionType: AttractionType | null;

  @ApiTextField({
    nullable: true,
    example: '75ea578a-adc8-4116-a54d-dccb60765ef9',
    description: 'UUID of the park in the source; null: not reported',
  })
  themeparksWikiParkId: string | null;

  @ApiProperty({ type: 'array', items: ANY_TAG, nullable: true, description: 'As reported by the source; null: none' })
  tags: unknown[] | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { minimumHeight: 112, mayGetWet: true },
    description: 'Attributes by name, each as last reported by the source, including unknown ones; null: none',
  })
  attributes: Attributes | null;

  @ApiTextField({
    nullable: true,
    example: '80010153;entityType=Attraction',
    description: 'Id in the operator’s own system',
  })
  externalId: string | null;

  @ApiProperty({ enum: [...OVERRIDABLE_FIELDS], isArray: true, description: 'Fields set by hand' })
  manualFields: OverridableField[];

  @ApiCountField({ example: 3, description: 'Number of the revision; 1 is the first known state' })
  version: number;

  @ApiInstantField({ nullable: true, description: 'When its document was last read; null: never' })
  lastSyncedAt: Date | null;
}

const ApiValueField = (description: string): PropertyDecorator =>
  ApiProperty({
    nullable: true,
    oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'array', items: ANY_TAG }, ANY_TAG],
    example: 112,
    description,
  });

export class MetadataChangeView {
  @ApiIdField({ description: 'Differs from the requested ride if the change belongs to a ride linked to it' })
  rideId: number;

  @ApiCountField({ example: 3, description: 'The version that the change created; simultaneous changes share it' })
  version: number;

  @ApiProperty({ enum: METADATA_FIELDS, enumName: 'MetadataField', example: 'heightMinCm' })
  field: MetadataField;

  @ApiValueField('Null: was unknown')
  oldValue: unknown;

  @ApiValueField('Null: no longer known')
  newValue: unknown;

  @ApiEnumField(CHANGE_SOURCES, 'MetadataChangeSource', {
    description:
      'Origin of the new value: the listing of the destination, the entity’s own document, a person, or the basis of a ' +
      'classification (NO_RULE: nothing supports it any more)',
  })
  source: ChangeSource;

  @ApiInstantField({ description: 'When the change was detected' })
  changedAt: Date;
}

const DEFAULT_RADIUS_METERS = 2_000;
/** More than the distance between parks of one trip. A wider circle would read too many rows. */
const MAX_RADIUS_METERS = 500_000;

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
    description: `Great-circle distance; default ${DEFAULT_RADIUS_METERS}`,
  })
  radiusMeters: number = DEFAULT_RADIUS_METERS;

  @WordField(INDOOR_OUTDOOR, 'IndoorOutdoor', {
    description: 'Only rides of this class; unclassified rides never match',
  })
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
      'Only rides that a person of this height may ride, with a companion if required. A ride without a known requirement ' +
      'counts as one without requirements',
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

  @ApiNumberField({ example: 312.4, description: 'Great-circle distance from the given point, in metres' })
  distanceMeters: number;
}

/** A ride with its metadata. */
export class RideDetailView extends CatalogRideView {
  @ApiProperty({ type: RideMetadataView, nullable: true, description: 'Null until the first synchronisation' })
  metadata: RideMetadataView | null;
}
