import { ApiProperty } from '@nestjs/swagger';
import {
  ShownCount,
  ShownFlag,
  ShownId,
  ShownInstant,
  ShownText,
  ShownWord,
} from '../../../common/http/dto/shown-fields.js';
import { ENTITY_TYPES, type EntityType } from '../../catalog/entity-types.js';
import { ActiveExclusionView, EXCLUDED } from '../../exclusions/dto/active-exclusion.dto.js';
import { DATA_SOURCES, type DataSource, RIDE_STATUSES, type RideStatus } from '../../snapshots/observations.js';
import { IS_OPEN, ParkUseNowView } from './park-use.dto.js';
import { QueueStateView } from '../../snapshots/queues/queue-view.dto.js';

const QUEUES =
  'Every queue of this observation. `STANDBY` has the posted wait, which is `waitMinutes` too; it is missing where none ' +
  'is posted';

export class LiveStateView {
  @ShownWord(RIDE_STATUSES, 'RideStatus', { nullable: true, description: 'Null: an unknown word of the source' })
  status: RideStatus | null;

  @ShownCount({
    nullable: true,
    example: 45,
    description: 'Posted standby wait in minutes; null: none posted, or it does not count',
  })
  waitMinutes: number | null;

  @ShownInstant({ description: 'When this state was first observed' })
  recordedAt: Date;

  @ShownInstant({ description: 'When it was last seen so' })
  observedUntil: Date;

  @ShownCount({
    nullable: true,
    example: 3,
    description: 'Whole minutes since it was last seen so; null: stored under a time that is still to come',
  })
  minutesSince: number | null;

  @ShownFlag({
    example: true,
    description: 'False: too old, from the future, or it does not count: the ride is unobserved now',
  })
  isCurrent: boolean;

  @ApiProperty({ type: ActiveExclusionView, nullable: true, description: EXCLUDED })
  exclusion: ActiveExclusionView | null;

  @ShownInstant({ nullable: true, description: 'When the source says that it changed; null: it does not say' })
  lastUpdatedAt: Date | null;

  @ShownWord(DATA_SOURCES, 'DataSource')
  dataSource: DataSource;

  @ApiProperty({ type: [QueueStateView], description: QUEUES })
  queues: QueueStateView[];
}

export class LiveRideView {
  @ShownId()
  rideId: number;

  @ShownText()
  name: string;

  @ShownWord(ENTITY_TYPES, 'EntityType', { nullable: true, description: 'Null until metadata says it' })
  entityType: EntityType | null;

  @ApiProperty({ type: LiveStateView, nullable: true, description: 'Null: never observed' })
  current: LiveStateView | null;
}

export class ParkLiveView {
  @ShownId({ example: 7 })
  parkId: number;

  @ShownText({ example: 'Islands of Adventure' })
  name: string;

  @ShownText({ nullable: true, example: 'America/New_York', description: 'IANA name; null: not known yet' })
  timezone: string | null;

  @ShownInstant({ description: 'The instant of this answer' })
  asOf: Date;

  @ShownInstant({ nullable: true, description: 'Newest observation of any of these rides; null: none yet' })
  newestObservedAt: Date | null;

  @ShownFlag({ nullable: true, example: true, description: IS_OPEN })
  isOpen: boolean | null;

  @ApiProperty({ type: ParkUseNowView })
  use: ParkUseNowView;

  @ApiProperty({ type: [LiveRideView], description: 'Active rides by name; linked ones are part of another' })
  rides: LiveRideView[];
}

export class StatusCountsView {
  @ShownCount({ example: 41, description: 'Attractions and shows that have been observed' })
  rides: number;

  @ShownCount({ example: 31 })
  operating: number;

  @ShownCount({ example: 2 })
  down: number;

  @ShownCount({ example: 5 })
  closed: number;

  @ShownCount({ example: 1 })
  refurbishment: number;

  @ShownCount({ example: 0, description: 'Of a status that is unknown to us' })
  unknown: number;

  @ShownCount({
    example: 2,
    description: 'Not observed for so long that their last state no longer holds, or excluded',
  })
  unobserved: number;

  @ShownCount({ example: 0, description: 'Of the unobserved: those whose data does not count' })
  excluded: number;
}

export class ParkSummaryView extends StatusCountsView {
  @ShownId({ example: 7 })
  parkId: number;

  @ShownId({ example: 3 })
  destinationId: number;

  @ShownText({ example: 'Islands of Adventure' })
  name: string;

  @ShownInstant({ nullable: true, description: 'Newest observation of any of them; null: none yet' })
  newestObservedAt: Date | null;

  @ShownCount({ nullable: true, example: 3, description: 'Whole minutes since then' })
  minutesSince: number | null;

  @ApiProperty({ type: ActiveExclusionView, nullable: true, description: `Of the whole park. ${EXCLUDED}` })
  exclusion: ActiveExclusionView | null;

  @ShownFlag({ nullable: true, example: true, description: IS_OPEN })
  isOpen: boolean | null;

  @ApiProperty({ type: ParkUseNowView })
  use: ParkUseNowView;
}

export class StatusSummaryView {
  @ShownInstant({ description: 'The instant of this answer' })
  asOf: Date;

  @ApiProperty({ type: StatusCountsView, description: 'Over all parks' })
  total: StatusCountsView;

  @ApiProperty({ type: [ParkSummaryView], description: 'Active parks by name' })
  parks: ParkSummaryView[];
}
