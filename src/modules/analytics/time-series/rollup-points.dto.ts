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

  @ApiNumberField({ example: 0, description: 'Observed with an unknown status' })
  unrecognised: number;

  @ApiNumberField({ example: 5, description: 'Not observed, or in the future' })
  unknown: number;
}

export class InUseMinutesView implements InUseMinutes {
  @ApiNumberField({ example: 60, description: 'Minutes for which the park is in use, including the future' })
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

  @ApiInstantField({ example: '2024-12-25T15:00:00.000Z', description: 'End, exclusive' })
  to: Date;

  @ApiDateField({ description: 'Local day of the park' })
  localDate: string;

  @ApiCountField({ nullable: true, example: 9, description: 'Local hour, 0 to 23. Null for a day' })
  localHour: number | null;

  @ApiNumberField({ nullable: true, example: 34.27, description: 'Minutes, time-weighted. Null: no wait was posted' })
  averageWaitMinutes: number | null;

  @ApiCountField({ nullable: true, example: 20, description: waitDescription('shortest') })
  lowestWaitMinutes: number | null;

  @ApiCountField({ nullable: true, example: 55, description: waitDescription('longest') })
  peakWaitMinutes: number | null;

  @ApiNumberField({
    nullable: true,
    example: 88.18,
    description:
      'Percent: operating time / (operating + down time) while the park was open. Null: never operated, or the feed ' +
      'of its park does not report DOWN on this day',
  })
  uptimePercent: number | null;

  @ApiProperty({
    type: StatusMinutesView,
    description: 'Minutes in each status. Their sum is the length of the hour or day',
  })
  minutes: StatusMinutesView;

  @ApiNumberField({ nullable: true, example: 91.67, description: 'Observed percentage of the hour or day' })
  observedPercent: number | null;

  @ApiNumberField({
    nullable: true,
    example: 100,
    description:
      'Observed percentage of the scheduled time of the park in the hour or day, including the future. Null: not open',
  })
  coveragePercent: number | null;

  @ApiEnumField(POINT_SOURCES, 'PointSource', {
    nullable: true,
    description: 'Source of the observed time. Null: rows were recorded, but none was valid for any time',
  })
  dataSource: PointSource | null;

  @ApiCountField({ example: 12, description: 'Number of stored observations recorded in the hour or day' })
  snapshots: number;

  @ApiProperty({
    type: InUseMinutesView,
    description: 'Minutes for which the park was in use, and the states of the ride during its use',
  })
  inUse: InUseMinutesView;

  @ApiCountField({ example: 0, description: 'Number of implausible waits. Only the raw history contains them' })
  implausibleWaits: number;

  @ApiProperty({
    type: DayDetailsView,
    nullable: true,
    description: 'Metrics that only days have. Null for an hour',
  })
  day: DayDetailsView | null;
}

export class RideRollupHistory {
  @ApiIdField({ description: 'The requested ride' })
  requestedRideId: number;

  @ApiIdField({
    description: 'The ride that the requested one is linked to, or itself. The data includes all rides linked to it',
  })
  canonicalRideId: number;

  @ApiProperty({ enum: ROLLUP_INTERVALS })
  interval: RollupInterval;

  @ApiInstantField({ example: '2024-12-24T23:00:00.000Z' })
  from: Date;

  @ApiInstantField({ example: '2024-12-25T23:00:00.000Z', description: 'Exclusive' })
  to: Date;

  @ApiBooleanField({ example: true, description: 'Ended at least one day ago: only an import can still change it' })
  isFinal: boolean;

  @ApiProperty({
    type: [RollupPointView],
    description: 'In time order: every observed local hour or day that overlaps the range, in full',
  })
  data: RollupPointView[];

  @ApiProperty({ type: ObservationPageInfo })
  page: ObservationPageInfo;
}
