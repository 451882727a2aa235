import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import {
  ApiBooleanField,
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
  ApiUuidField,
} from '../../common/http/dto/api-fields.js';
import { PageLimit, PageQuery } from '../../common/http/dto/page.js';
import { ActiveExclusionView, EXCLUDED } from '../exclusions/exclusions.dto.js';
import { DATA_SOURCES, type DataSource, RIDE_STATUSES, type RideStatus } from '../snapshots/observations.js';
import { DECISION, DecisionInForceView, FIRST_SEEN, LAST_SEEN } from './catalog.dto.js';
import { ENTITY_TYPES, type EntityType } from './entity-types.js';

const RIDES_MAX = 500;
const RIDES_DEFAULT = 100;

/** The `entityType` of a list of rides. */
export function EntityTypeFilter(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      enum: ENTITY_TYPES,
      enumName: 'EntityType',
      required: false,
      description:
        'Only these. Without it all but `PARK` and `DESTINATION`: the live API has entries of parks and destinations ' +
        'themselves among the rides',
    }),
    IsOptional(),
    IsIn(ENTITY_TYPES),
  );
}

export class RidesQuery extends PageQuery {
  @PageLimit(RIDES_MAX, RIDES_DEFAULT)
  override limit: number = RIDES_DEFAULT;

  @EntityTypeFilter()
  entityType?: EntityType;
}

export class CurrentStateView {
  @ApiEnumField(RIDE_STATUSES, 'RideStatus', { nullable: true, description: 'Null: an unknown word of the source' })
  status: RideStatus | null;

  @ApiCountField({
    nullable: true,
    example: 45,
    description: 'Posted standby wait in minutes; null: none posted, or it does not count',
  })
  waitMinutes: number | null;

  @ApiInstantField({ description: 'When this state was first observed' })
  recordedAt: Date;

  @ApiInstantField({ nullable: true, description: 'When it was last seen unchanged (LIVE only)' })
  lastConfirmedAt: Date | null;

  @ApiEnumField(DATA_SOURCES, 'DataSource')
  dataSource: DataSource;

  @ApiProperty({ type: ActiveExclusionView, nullable: true, description: EXCLUDED })
  exclusion: ActiveExclusionView | null;
}

export class RideView {
  @ApiIdField()
  rideId: number;

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiUuidField({ nullable: true, description: 'UUID at ThemeParks.wiki' })
  themeparksWikiId: string | null;

  @ApiTextField()
  name: string;

  @ApiEnumField(ENTITY_TYPES, 'EntityType', { nullable: true, description: 'Null until metadata says it' })
  entityType: EntityType | null;

  @ApiBooleanField({ example: true })
  isActive: boolean;

  @ApiInstantField(FIRST_SEEN)
  firstSeenAt: Date | null;

  @ApiInstantField(LAST_SEEN)
  lastSeenAt: Date | null;

  @ApiProperty({
    type: CurrentStateView,
    nullable: true,
    description: 'Newest observation of the ride and of the rides linked to it; null: none yet',
  })
  current: CurrentStateView | null;
}

export class RideParkView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiIdField({ example: 3 })
  destinationId: number;

  @ApiTextField({ example: 'Islands of Adventure' })
  name: string;

  @ApiTextField({ nullable: true, example: 'America/New_York', description: 'IANA name; null: not known yet' })
  timezone: string | null;
}

export class RideNameView {
  @ApiTextField()
  name: string;

  @ApiInstantField()
  firstSeenAt: Date;

  @ApiInstantField()
  lastSeenAt: Date;
}

export class RideUuidView {
  @ApiUuidField()
  themeparksWikiId: string;

  @ApiIdField({ description: 'The ride under which the observations of this UUID are stored' })
  rideId: number;

  @ApiInstantField({ nullable: true, description: 'Since when it is linked; null for the ride’s own UUID' })
  linkedAt: Date | null;
}

/** A ride without its metadata. */
export class CatalogRideView extends RideView {
  @ApiIdField({
    description: 'The ride that was asked for; another one than `canonicalRideId` where it is linked to that',
  })
  requestedRideId: number;

  @ApiIdField({ description: 'The ride that is answered with; the same as `rideId`' })
  canonicalRideId: number;

  @ApiProperty({ type: RideParkView })
  park: RideParkView;

  @ApiProperty({ type: [RideNameView], description: 'Every name it was seen under, oldest first' })
  names: RideNameView[];

  @ApiProperty({ type: [RideUuidView], description: 'Its own UUID and those linked to it' })
  uuids: RideUuidView[];

  @ApiProperty({ type: DecisionInForceView, nullable: true, description: DECISION })
  decision: DecisionInForceView | null;
}
