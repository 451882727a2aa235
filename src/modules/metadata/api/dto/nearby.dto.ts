import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Max, Min } from 'class-validator';
import { DecimalField } from '../../../../common/http/dto/decimal-field.js';
import { PageQuery } from '../../../../common/http/dto/page.js';
import { ApiIdField, ApiNumberField, ApiTextField, ApiEnumField } from '../../../../common/http/dto/shown-fields.js';
import { WholeNumber } from '../../../../common/http/dto/whole-number.js';
import { EntityTypeFilter } from '../../../catalog/dto/entity-type-filter.js';
import { ENTITY_TYPES, type EntityType } from '../../../catalog/entity-types.js';
import { INDOOR_OUTDOOR, type IndoorOutdoor } from '../../metadata.js';
import { ClassifiedView } from './metadata-view.dto.js';

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
