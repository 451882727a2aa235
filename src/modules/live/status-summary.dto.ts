import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { ActiveExclusionView, EXCLUDED } from '../exclusions/exclusions.dto.js';
import { AS_OF, ParkOpenView } from './live.dto.js';

export class StatusCountsView {
  @ApiCountField({ example: 41, description: 'Attractions and shows that have been observed' })
  rides: number;

  @ApiCountField({ example: 31 })
  operating: number;

  @ApiCountField({ example: 2 })
  down: number;

  @ApiCountField({ example: 5 })
  closed: number;

  @ApiCountField({ example: 1 })
  refurbishment: number;

  @ApiCountField({ example: 0, description: 'Rides with an unrecognised status' })
  unrecognised: number;

  @ApiCountField({
    example: 2,
    description: 'Rides whose last state is too old to be current, or whose data is excluded',
  })
  unknown: number;

  @ApiCountField({ example: 0, description: 'The part of `unknown` whose data is excluded' })
  excluded: number;
}

export class LongestWaitView {
  @ApiIdField({ example: 42 })
  rideId: number;

  @ApiTextField({ example: 'Space Mountain' })
  name: string;

  @ApiCountField({ example: 75 })
  waitMinutes: number;
}

export class ParkWaitsView {
  @ApiCountField({ example: 22, description: 'Operating rides with a posted standby wait' })
  rides: number;

  @ApiNumberField({ nullable: true, example: 34.5, description: 'Mean over these rides, each as one value' })
  averageMinutes: number | null;

  @ApiNumberField({
    nullable: true,
    example: 28.5,
    description:
      'Minutes: median of the average wait in the present local hour, over the days of this weekday in the year before; ' +
      'compare it with `averageMinutes`. Null: no wait was posted in this hour',
  })
  typicalWaitMinutes: number | null;

  @ApiProperty({ type: LongestWaitView, nullable: true })
  longest: LongestWaitView | null;
}

export class DownRideView {
  @ApiIdField({ example: 42 })
  rideId: number;

  @ApiTextField({ example: 'Space Mountain' })
  name: string;

  @ApiInstantField({ description: 'First observation of the present state' })
  since: Date;

  @ApiInstantField({ description: 'Last time the state was observed' })
  lastConfirmedAt: Date;
}

export class ParkSummaryView extends IntersectionType(StatusCountsView, ParkOpenView) {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiIdField({ example: 3 })
  destinationId: number;

  @ApiTextField({ example: 'Islands of Adventure' })
  name: string;

  @ApiTextField({ nullable: true, example: 'America/New_York' })
  timezone: string | null;

  @ApiProperty({ type: ParkWaitsView, description: 'Present standby waits; excluded and old values do not count' })
  waits: ParkWaitsView;

  @ApiProperty({ type: [DownRideView], description: 'Rides that are down now, the most recent first' })
  downRides: DownRideView[];

  @ApiInstantField({ nullable: true, description: 'Newest observation of any of its rides; null: none' })
  newestObservedAt: Date | null;

  @ApiProperty({ type: ActiveExclusionView, nullable: true, description: `Exclusion of the whole park. ${EXCLUDED}` })
  exclusion: ActiveExclusionView | null;
}

export class StatusSummaryView {
  @ApiInstantField({ description: AS_OF })
  asOf: Date;

  @ApiProperty({ type: StatusCountsView, description: 'Over all parks' })
  total: StatusCountsView;

  @ApiProperty({ type: [ParkSummaryView], description: 'Active parks by name' })
  parks: ParkSummaryView[];
}
