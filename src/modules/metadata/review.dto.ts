import { ApiProperty } from '@nestjs/swagger';
import { ParkAddressField } from '../../common/http/addresses/query-address.js';
import { ApiEnumField, ApiIdField, ApiInstantField, ApiTextField } from '../../common/http/dto/api-fields.js';
import { PageQuery } from '../../common/http/dto/page.js';
import { ENTITY_TYPES, type EntityType } from '../catalog/entity-types.js';
import { ClassifiedView, RideMetadataView } from './metadata.dto.js';
import { CHANGE_SOURCES, type ChangeSource, OVERRIDABLE_FIELDS, type OverridableField } from './metadata.js';
import { WordField } from '../../common/http/dto/request-fields.js';

/** Rides whose metadata a person may have to complete or to check. */
export const REVIEW_LISTS = ['CLASSIFICATION', 'POSITION', 'TYPE', 'HEIGHTS', 'OVERRIDES'] as const;
export type ReviewList = (typeof REVIEW_LISTS)[number];

export class ReviewQuery extends PageQuery {
  @WordField(REVIEW_LISTS, 'MetadataReviewList', {
    default: 'CLASSIFICATION',
    description:
      'CLASSIFICATION: attractions without a classification, or with one that only a tag or the name supports; POSITION, TYPE: ' +
      'rides without one; HEIGHTS: attractions of which it is not known whether they require a height; OVERRIDES: rides with ' +
      'values set by hand',
  })
  list: ReviewList = 'CLASSIFICATION';

  @ParkAddressField({ required: false, example: 7, description: 'Only rides of this park' })
  parkId?: number;
}

export class FieldOriginView {
  @ApiEnumField(OVERRIDABLE_FIELDS, 'OverridableField')
  field: OverridableField;

  @ApiEnumField(CHANGE_SOURCES, 'MetadataChangeSource', { description: 'Where the present value is from' })
  source: ChangeSource;

  @ApiInstantField({ description: 'Since when' })
  changedAt: Date;
}

/** A ride with the values that can be set by hand, and their origin. */
export class EditedRideView {
  @ApiIdField()
  rideId: number;

  @ApiTextField({ example: 'Space Mountain' })
  name: string;

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Magic Kingdom Park' })
  parkName: string;

  @ApiProperty({ type: RideMetadataView, nullable: true, description: 'Null until the first synchronisation' })
  metadata: RideMetadataView | null;

  @ApiProperty({ type: [FieldOriginView], description: 'Only fields that ever had a value' })
  origins: FieldOriginView[];
}

export class OverrideView {
  @ApiEnumField(OVERRIDABLE_FIELDS, 'OverridableField')
  field: OverridableField;

  @ApiProperty({
    nullable: true,
    oneOf: [{ type: 'string' }, { type: 'number' }],
    example: 112,
    description: 'Null: deliberately unclassified, or no such requirement',
  })
  value: string | number | null;

  @ApiInstantField()
  setAt: Date;
}

export class ReviewedRideView extends ClassifiedView {
  @ApiIdField()
  rideId: number;

  @ApiTextField({ example: 'Space Mountain' })
  name: string;

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Magic Kingdom Park' })
  parkName: string;

  @ApiEnumField(ENTITY_TYPES, 'EntityType', { nullable: true, description: 'Null: unknown' })
  entityType: EntityType | null;

  @ApiInstantField({ nullable: true, description: 'When its document was last read; null: never' })
  lastSyncedAt: Date | null;

  @ApiProperty({ type: [OverrideView], description: 'Values set by hand, by field' })
  overrides: OverrideView[];
}
