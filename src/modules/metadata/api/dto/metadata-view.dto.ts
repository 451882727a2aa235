import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiEnumField,
} from '../../../../common/http/dto/shown-fields.js';
import { ENTITY_TYPES, type EntityType } from '../../../catalog/entity-types.js';
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
} from '../../metadata.js';

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
