import { ApiProperty } from '@nestjs/swagger';
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
import { EntityTypeFilter } from './entity-type-filter.js';
import { ENTITY_TYPES, type EntityType } from './entity-types.js';

const RIDES_MAX = 500;
const RIDES_DEFAULT = 100;

export class RidesQuery extends PageQuery {
  @PageLimit(RIDES_MAX, RIDES_DEFAULT)
  override limit: number = RIDES_DEFAULT;

  @EntityTypeFilter()
  entityType?: EntityType;
}

export class CurrentStateView {
  @ApiEnumField(RIDE_STATUSES, 'RideStatus', {
    nullable: true,
    description: 'Null: the source reported an unknown status',
  })
  status: RideStatus | null;

  @ApiCountField({
    nullable: true,
    example: 45,
    description: 'Posted standby wait in minutes; null: none posted, or it is excluded',
  })
  waitMinutes: number | null;

  @ApiInstantField({ description: 'When this state was first observed' })
  recordedAt: Date;

  @ApiInstantField({ nullable: true, description: 'When this state was last confirmed (LIVE only)' })
  lastConfirmedAt: Date | null;

  @ApiEnumField(DATA_SOURCES, 'DataSource')
  dataSource: DataSource;

  @ApiProperty({ type: ActiveExclusionView, nullable: true, description: EXCLUDED })
  exclusion: ActiveExclusionView | null;
}

export class ExternalIdView {
  @ApiTextField({
    example: 'OWN',
    description:
      'Name of an imported catalogue, or ARCHIVE: `internalId` in events of the archive, an id of the operator',
  })
  source: string;

  @ApiTextField({ example: 'R-17' })
  externalId: string;
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

  @ApiEnumField(ENTITY_TYPES, 'EntityType', { nullable: true, description: 'Null until metadata arrives' })
  entityType: EntityType | null;

  @ApiBooleanField({ example: true })
  isActive: boolean;

  @ApiInstantField(FIRST_SEEN)
  firstSeenAt: Date | null;

  @ApiInstantField(LAST_SEEN)
  lastSeenAt: Date | null;

  @ApiProperty({ type: [ExternalIdView], description: 'Ids in other catalogues, including those of linked rides' })
  externalIds: ExternalIdView[];

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

  @ApiTextField({ nullable: true, example: 'America/New_York', description: 'IANA name; null: unknown' })
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

  @ApiInstantField({ nullable: true, description: 'When it was linked; null for the ride’s own UUID' })
  linkedAt: Date | null;
}

/** A ride without its metadata. */
export class CatalogRideView extends RideView {
  @ApiIdField({
    description: 'The requested ride; differs from `canonicalRideId` if it is linked to that ride',
  })
  requestedRideId: number;

  @ApiIdField({ description: 'The ride that is returned; equal to `rideId`' })
  canonicalRideId: number;

  @ApiProperty({ type: RideParkView })
  park: RideParkView;

  @ApiProperty({ type: [RideNameView], description: 'Every name under which it was observed, oldest first' })
  names: RideNameView[];

  @ApiProperty({ type: [RideUuidView], description: 'Its own UUID and the linked ones' })
  uuids: RideUuidView[];

  @ApiProperty({ type: DecisionInForceView, nullable: true, description: DECISION })
  decision: DecisionInForceView | null;
}
