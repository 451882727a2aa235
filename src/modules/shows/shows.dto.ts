import { ApiProperty } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { LocalDate } from '../../common/http/dto/request-fields.js';
import { DATA_SOURCES, type DataSource } from '../snapshots/observations.js';
import { ENTITY_TYPES, type EntityType } from '../catalog/entity-types.js';

export const MAX_SHOW_DAYS = 92;
export const DEFAULT_SHOW_DAYS = 7;

const LOCAL = {
  nullable: true,
  description: 'The same in local time, with its UTC offset. Null: not published, or no known zone',
};

const SOURCES = 'The sources that published it: polls, the archive or the History API';

export class ParkShowtimesQuery {
  @LocalDate({ required: false, example: '2026-04-15', description: 'Local date of the park; default: today' })
  date?: string;
}

/** An inclusive range of local dates that ends today by default. */
export class ShowRangeQuery {
  @LocalDate({
    required: false,
    example: '2026-04-09',
    description: `First local date; default: ${DEFAULT_SHOW_DAYS} days in all. At most ${MAX_SHOW_DAYS} days`,
  })
  from?: string;

  @LocalDate({
    required: false,
    example: '2026-04-15',
    description: 'Last local date, inclusive; default: today in the park',
  })
  to?: string;
}

export class PerformanceView {
  @ApiInstantField({ example: '2026-04-15T19:00:00.000Z' })
  startsAt: Date;

  @ApiInstantField({
    nullable: true,
    example: '2026-04-15T19:00:00.000Z',
    description: 'As published, often equal to the start',
  })
  endsAt: Date | null;

  @ApiTextField({ ...LOCAL, example: '2026-04-15T15:00:00-04:00' })
  startsAtLocal: string | null;

  @ApiTextField({ ...LOCAL, example: '2026-04-15T15:00:00-04:00' })
  endsAtLocal: string | null;

  @ApiTextField({ nullable: true, example: 'Performance Time', description: 'As published' })
  type: string | null;

  @ApiInstantField({ example: '2026-04-15T04:25:02.118Z', description: 'First report with it' })
  firstReportedAt: Date;

  @ApiInstantField({
    example: '2026-04-15T18:55:02.331Z',
    description: 'Last report with it; lists may drop past performances',
  })
  lastReportedAt: Date;

  @ApiInstantField({
    nullable: true,
    example: null,
    description: 'First report before its start without it. Null: not withdrawn',
  })
  withdrawnAt: Date | null;

  @ApiProperty({
    enum: [...DATA_SOURCES],
    enumName: 'DataSource',
    isArray: true,
    example: ['LIVE'],
    description: SOURCES,
  })
  dataSources: DataSource[];
}

class EntityView {
  @ApiIdField()
  rideId: number;

  @ApiTextField({ example: 'Disney Festival of Fantasy Parade' })
  name: string;

  @ApiEnumField(ENTITY_TYPES, 'EntityType', {
    nullable: true,
    example: 'SHOW',
    description: 'Null until metadata is available',
  })
  entityType: EntityType | null;
}

export class ShowView extends EntityView {
  @ApiProperty({ type: [PerformanceView], description: 'In order of their start' })
  performances: PerformanceView[];
}

class ParkView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({
    nullable: true,
    example: 'America/New_York',
    description: 'IANA name. Null: not known yet, UTC is used',
  })
  timezone: string | null;
}

export class ParkShowtimesView extends ParkView {
  @ApiDateField({ example: '2026-04-15' })
  date: string;

  @ApiProperty({ type: [ShowView], description: 'Entities with a performance on the date, by name' })
  data: ShowView[];
}

class RideRangeView {
  @ApiIdField({ description: 'The requested ride' })
  requestedRideId: number;

  @ApiIdField({ description: 'The ride that it counts as' })
  canonicalRideId: number;

  @ApiTextField({
    nullable: true,
    example: 'America/New_York',
    description: 'IANA name. Null: not known yet, UTC is used',
  })
  timezone: string | null;

  @ApiDateField({ example: '2026-04-09' })
  from: string;

  @ApiDateField({ example: '2026-04-15', description: 'Inclusive' })
  to: string;
}

export class DatedPerformanceView extends PerformanceView {
  @ApiDateField({ example: '2026-04-15', description: 'Local date of its start' })
  date: string;
}

export class RideShowtimesView extends RideRangeView {
  @ApiProperty({ type: [DatedPerformanceView], description: 'In order of their start' })
  data: DatedPerformanceView[];
}

export class TableWaitView {
  @ApiCountField({ nullable: true, example: 4, description: 'Null: not published' })
  partySize: number | null;

  @ApiCountField({ nullable: true, example: 25, description: 'Wait for a table, in minutes. Null: not published' })
  waitMinutes: number | null;
}

export class DiningAvailabilityView {
  @ApiInstantField({ example: '2026-04-15T16:05:02.871Z', description: 'First poll with it' })
  observedFrom: Date;

  @ApiInstantField({ example: '2026-04-15T16:25:02.118Z', description: 'Last poll with it' })
  lastConfirmedAt: Date;

  @ApiProperty({ type: [TableWaitView], description: 'Empty: no table is offered' })
  availability: TableWaitView[];
}

export class RideDiningView extends RideRangeView {
  @ApiProperty({ type: [DiningAvailabilityView], description: 'In time order' })
  data: DiningAvailabilityView[];
}

export class RestaurantView extends EntityView {
  @ApiBooleanField({ example: true, description: 'False: it was last reported too long ago' })
  isCurrent: boolean;

  @ApiProperty({ type: DiningAvailabilityView, description: 'The newest one' })
  newest: DiningAvailabilityView;
}

export class ParkDiningView extends ParkView {
  @ApiInstantField({ description: 'When this response was computed; the ETag does not depend on it' })
  asOf: Date;

  @ApiProperty({ type: [RestaurantView], description: 'Restaurants that ever reported an availability, by name' })
  data: RestaurantView[];
}
