import { ApiProperty } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
} from '../../../common/http/dto/api-fields.js';
import { DayDetailsView, waitDescription } from '../metrics.dto.js';
import { ObservationPageInfo } from './history.dto.js';
import {
  type InUseMinutes,
  POINT_SOURCES,
  type PointSource,
  ROLLUP_INTERVALS,
  type RollupInterval,
  type RollupPoint,
  type StatusMinutes,
} from './rollup-points.service.js';

export class StatusMinutesView implements StatusMinutes {
  @ApiNumberField({ example: 48.5 })
  operating: number;

  @ApiNumberField({ example: 6.5 })
  down: number;

  @ApiNumberField({ example: 0 })
  closed: number;

  @ApiNumberField({ example: 0 })
  refurbishment: number;

  @ApiNumberField({ example: 0, description: 'Observed with a status that is unknown to us' })
  unrecognised: number;

  @ApiNumberField({ example: 5, description: 'Not observed, or still to come' })
  unknown: number;
}

export class InUseMinutesView implements InUseMinutes {
  @ApiNumberField({ example: 60, description: 'How long the park is in use, what is still to come included' })
  scheduled: number;

  @ApiNumberField({ example: 55 })
  observed: number;

  @ApiNumberField({ example: 48.5 })
  operating: number;

  @ApiNumberField({ example: 6.5 })
  down: number;
}

export class RollupPointView implements RollupPoint {
  @ApiInstantField({ example: '2024-12-25T14:00:00.000Z', description: 'First instant of the local hour or day' })
  from: Date;

  @ApiInstantField({ example: '2024-12-25T15:00:00.000Z', description: 'End, not included' })
  to: Date;

  @ApiDateField({ description: 'Local day of the park' })
  localDate: string;

  @ApiCountField({ nullable: true, example: 9, description: 'Local hour, 0 to 23; null of a day' })
  localHour: number | null;

  @ApiNumberField({ nullable: true, example: 34.27, description: 'Minutes, time-weighted; null: no wait was posted' })
  averageWaitMinutes: number | null;

  @ApiCountField({ nullable: true, example: 20, description: waitDescription('shortest') })
  lowestWaitMinutes: number | null;

  @ApiCountField({ nullable: true, example: 55, description: waitDescription('longest') })
  peakWaitMinutes: number | null;

  @ApiNumberField({
    nullable: true,
    example: 88.18,
    description:
      'Percent: operating of operating and down time while the park was open; null: never operated, or on a day on ' +
      'which the feed of its park does not report DOWN',
  })
  uptimePercent: number | null;

  @ApiProperty({ type: StatusMinutesView, description: 'Minutes of each status; they add up to the hour or day' })
  minutes: StatusMinutesView;

  @ApiNumberField({ nullable: true, example: 91.67, description: 'Percent of the hour or day that was observed' })
  observedPercent: number | null;

  @ApiNumberField({
    nullable: true,
    example: 100,
    description:
      'Percent observed of the time that the park is open in it, what is still to come included; null: it is not',
  })
  coveragePercent: number | null;

  @ApiEnumField(POINT_SOURCES, 'PointSource', {
    nullable: true,
    description: 'From where the observed time is; null: rows were recorded, but none held',
  })
  dataSource: PointSource | null;

  @ApiCountField({ example: 12, description: 'Stored observations that were recorded in it' })
  snapshots: number;

  @ApiProperty({ type: InUseMinutesView, description: 'Minutes of the park’s use, and of the ride in it' })
  inUse: InUseMinutesView;

  @ApiCountField({ example: 0, description: 'Posted waits that are not believed: they are in the raw history alone' })
  implausibleWaits: number;

  @ApiProperty({
    type: DayDetailsView,
    nullable: true,
    description: 'Figures that exist of days alone; null of an hour',
  })
  day: DayDetailsView | null;
}

export class RideRollupHistory {
  @ApiIdField({ description: 'The ride that was asked for' })
  requestedRideId: number;

  @ApiIdField({ description: 'The ride whose history this is, with that of the rides linked to it' })
  canonicalRideId: number;

  @ApiProperty({ enum: ROLLUP_INTERVALS })
  interval: RollupInterval;

  @ApiInstantField({ example: '2024-12-24T23:00:00.000Z' })
  from: Date;

  @ApiInstantField({ example: '2024-12-25T23:00:00.000Z', description: 'Not included' })
  to: Date;

  @ApiBooleanField({ example: true, description: 'Over for at least a day: only an import can still change it' })
  isFinal: boolean;

  @ApiProperty({
    type: [RollupPointView],
    description: 'In time order: every local hour or day that the window touches, as a whole, if it was observed',
  })
  data: RollupPointView[];

  @ApiProperty({ type: ObservationPageInfo })
  page: ObservationPageInfo;
}
