import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { CatalogParkView, ParkView } from '../catalog/catalog.dto.js';
import { ENTITY_TYPES, type EntityType } from '../catalog/entity-types.js';
import { EntityTypeFilter } from '../catalog/entity-type-filter.js';
import { ActiveExclusionView, EXCLUDED } from '../exclusions/exclusions.dto.js';
import { CONTRADICTIONS, NOW_BASES, type UseNow } from '../park-use/use-now.js';
import { DATA_SOURCES, type DataSource, RIDE_STATUSES, type RideStatus } from '../snapshots/observations.js';
import { QueueStateView } from '../snapshots/queue-view.dto.js';

export class ParkLiveQuery {
  @EntityTypeFilter()
  entityType?: EntityType;
}

const EVENT_TYPES = ['TICKETED_EVENT', 'PRIVATE_EVENT'] as const;
const LOCAL = { nullable: true, description: 'Local time of the park, with its UTC offset' } as const;
const BASIS =
  '`PUBLISHED`: by published hours of any type except INFO; `OBSERVED`: by the states of its rides, because no hours are ' +
  'published for the date or the rides contradict them; `UNKNOWN`: no hours are published and there is no recent observation';

const IS_OPEN =
  'Whether the park is in use now, even if only for an event; statistics use the same definition. Null: unknown';

export const AS_OF =
  'When this response was computed. The ETag does not depend on it: after a 304, everything else is still the present state';

export class ParkEventView {
  @ApiEnumField(EVENT_TYPES, 'ParkEventType')
  type: (typeof EVENT_TYPES)[number];

  @ApiTextField({
    nullable: true,
    example: 'Halloween Horror Nights',
    description: 'As published; null: no name published',
  })
  name: string | null;

  @ApiInstantField({ example: '2026-10-02T22:30:00.000Z' })
  opensAt: Date;

  @ApiInstantField({ example: '2026-10-03T06:00:00.000Z' })
  closesAt: Date;
}

export class ParkUseNowView {
  @ApiEnumField(NOW_BASES, 'ParkUseBasis', { description: BASIS })
  basis: UseNow['basis'];

  @ApiEnumField(CONTRADICTIONS, 'ParkUseContradiction', {
    nullable: true,
    example: null,
    description: 'How the observations contradict the published hours; null: they do not',
  })
  contradiction: UseNow['contradiction'];

  @ApiInstantField({
    nullable: true,
    example: '2026-04-15T14:00:00.000Z',
    description:
      'Start of the current published hours or, while the park is closed, of the next ones. Null: none are known',
  })
  opensAt: Date | null;

  @ApiInstantField({ nullable: true, example: '2026-04-16T01:00:00.000Z', description: 'End of the same hours' })
  closesAt: Date | null;

  @ApiTextField({ ...LOCAL, example: '2026-04-15T10:00:00-04:00' })
  opensAtLocal: string | null;

  @ApiTextField({ ...LOCAL, example: '2026-04-15T21:00:00-04:00' })
  closesAtLocal: string | null;

  @ApiProperty({ type: ParkEventView, nullable: true, description: 'A published event in progress; null: none' })
  event: ParkEventView | null;
}

const QUEUES =
  'Every queue of this observation. `STANDBY` has the posted wait, as in `waitMinutes`; it is absent if no wait is posted';

export class LiveStateView {
  @ApiEnumField(RIDE_STATUSES, 'RideStatus', { nullable: true, description: 'Null: the source sent an unknown status' })
  status: RideStatus | null;

  @ApiCountField({
    nullable: true,
    example: 45,
    description: 'Posted standby wait in minutes; null: none posted, implausible or excluded',
  })
  waitMinutes: number | null;

  @ApiInstantField({ description: 'When this state was first observed' })
  recordedAt: Date;

  @ApiInstantField({ description: 'When this state was last confirmed' })
  lastConfirmedAt: Date;

  @ApiBooleanField({
    example: true,
    description:
      'False: the state is too old, from the future or excluded, so the present state of the ride is unknown',
  })
  isCurrent: boolean;

  @ApiProperty({ type: ActiveExclusionView, nullable: true, description: EXCLUDED })
  exclusion: ActiveExclusionView | null;

  @ApiInstantField({ nullable: true, description: 'Last change reported by the source; null: not reported' })
  lastUpdatedAt: Date | null;

  @ApiEnumField(DATA_SOURCES, 'DataSource')
  dataSource: DataSource;

  @ApiProperty({ type: [QueueStateView], description: QUEUES })
  queues: QueueStateView[];
}

export class LiveRideView {
  @ApiIdField()
  rideId: number;

  @ApiTextField()
  name: string;

  @ApiEnumField(ENTITY_TYPES, 'EntityType', { nullable: true, description: 'Null until metadata is available' })
  entityType: EntityType | null;

  @ApiNumberField({ nullable: true, example: 28.4717, description: 'Degrees north; null: unknown' })
  latitude: number | null;

  @ApiNumberField({ nullable: true, example: -81.4702, description: 'Degrees east; null: unknown' })
  longitude: number | null;

  @ApiProperty({ type: LiveStateView, nullable: true, description: 'Null: never observed' })
  current: LiveStateView | null;
}

/** Whether a park is open now, as every response about it has it. */
export class ParkOpenView {
  @ApiBooleanField({ nullable: true, example: true, description: IS_OPEN })
  isOpen: boolean | null;

  @ApiProperty({ type: ParkUseNowView })
  use: ParkUseNowView;
}

export class ParkLiveView extends ParkOpenView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiIdField({ example: 3 })
  destinationId: number;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  destinationName: string;

  @ApiNumberField({ nullable: true, example: 28.4716, description: 'Degrees north; null: unknown' })
  latitude: number | null;

  @ApiNumberField({ nullable: true, example: -81.4708, description: 'Degrees east; null: unknown' })
  longitude: number | null;

  @ApiTextField({ example: 'Islands of Adventure' })
  name: string;

  @ApiTextField({ nullable: true, example: 'America/New_York', description: 'IANA name; null: not known yet' })
  timezone: string | null;

  @ApiInstantField({ description: AS_OF })
  asOf: Date;

  @ApiInstantField({ nullable: true, description: 'Newest observation of any of these rides; null: none' })
  newestObservedAt: Date | null;

  @ApiProperty({
    type: [LiveRideView],
    description: 'Active rides by name; linked rides are part of their canonical ride',
  })
  rides: LiveRideView[];
}

export class ParkNowView extends IntersectionType(ParkView, ParkOpenView) {}

export class ParkDetailView extends IntersectionType(CatalogParkView, ParkOpenView) {}
