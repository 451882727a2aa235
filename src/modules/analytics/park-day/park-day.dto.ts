import { ApiProperty, OmitType } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../../common/http/dto/api-fields.js';
import { PageLimit } from '../../../common/http/dto/page.js';
import { LocalDate } from '../../../common/http/dto/request-fields.js';
import { ENTITY_TYPES, type EntityType } from '../../catalog/entity-types.js';
import { DayStatisticsView } from '../days/days.dto.js';
import { DowntimeView } from '../downtimes/downtime.dto.js';
import { HourPercentilesView } from '../typical-day.dto.js';
import { PeriodView, TargetView } from '../target-period.dto.js';
import { Cursor } from '../../../common/http/dto/cursor.js';
import { HistoryPoint, ObservationPageInfo } from '../time-series/history.dto.js';

const MAX_RIDES = 200;
const DEFAULT_RIDES = 100;

export class ParkDayQuery {
  @LocalDate({ description: 'Local day of the park; not after the park’s current day' })
  date: string;

  @PageLimit(MAX_RIDES, DEFAULT_RIDES)
  limit: number = DEFAULT_RIDES;

  @Cursor()
  cursor?: string;
}

/** The part of a downtime that lies on the day. */
export class DowntimeOfDayView extends OmitType(DowntimeView, ['rideId', 'name', 'isOngoing'] as const) {
  @ApiBooleanField({ description: 'The ride was already DOWN when the day began' })
  isContinued: boolean;
}

export class RideOfDayView {
  @ApiIdField()
  rideId: number;

  @ApiTextField()
  name: string;

  @ApiEnumField(ENTITY_TYPES, 'EntityType', { nullable: true, description: 'Null until metadata arrives' })
  entityType: EntityType | null;

  @ApiProperty({
    type: HistoryPoint,
    nullable: true,
    description:
      'The observation from before the day that is still valid when it begins. Null: there is none, or one starts at that instant',
  })
  stateAtStart: HistoryPoint | null;

  @ApiProperty({
    type: [HistoryPoint],
    description: 'The stored observations that start on the day, in time order, including excluded ones',
  })
  observations: HistoryPoint[];

  @ApiProperty({
    type: DayStatisticsView,
    nullable: true,
    description: 'Statistics of the day, without excluded observations. Null: not observed',
  })
  statistics: DayStatisticsView | null;

  @ApiProperty({ type: [DowntimeOfDayView], description: 'Each DOWN of the day, in park hours or not' })
  downtimes: DowntimeOfDayView[];
}

export class ParkDayView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiProperty({ type: PeriodView, description: 'The day' })
  period: PeriodView;

  @ApiInstantField({ example: '2024-12-24T23:00:00.000Z', description: 'First instant of the local day' })
  from: Date;

  @ApiInstantField({ example: '2024-12-25T23:00:00.000Z', description: 'End of the local day, exclusive' })
  to: Date;

  @ApiProperty({ type: [RideOfDayView], description: 'Rides by id, including those not observed on the day' })
  data: RideOfDayView[];

  @ApiProperty({ type: ObservationPageInfo, description: '`limit` counts rides' })
  page: ObservationPageInfo;
}

export class TodayHourView extends HourPercentilesView {
  @ApiInstantField({ example: '2024-12-25T13:00:00.000Z' })
  from: Date;

  @ApiInstantField({ example: '2024-12-25T14:00:00.000Z', description: 'End, exclusive' })
  to: Date;

  @ApiNumberField({
    nullable: true,
    example: 42.5,
    description: 'Minutes: average of this hour so far. Null: no wait was posted, or the hour has not begun',
  })
  averageWaitMinutes: number | null;

  @ApiCountField({ example: 49, description: 'Days behind the percentiles' })
  days: number;

  @ApiNumberField({
    nullable: true,
    example: 4.5,
    description: 'Minutes: `averageWaitMinutes` − `p50`; positive is busier than usual. Null: one of them is unknown',
  })
  difference: number | null;
}

export class TodayRideView extends HourPercentilesView {
  @ApiIdField()
  rideId: number;

  @ApiCountField({ example: 49, description: 'Days behind the percentiles of the present local hour' })
  days: number;

  @ApiCountField({
    nullable: true,
    example: 20,
    description:
      'Local hour whose median wait is the shortest, of the hours with at least half as many days as the best known one. ' +
      'Null: no wait was posted',
  })
  shortestHour: number | null;

  @ApiNumberField({ nullable: true, example: 12.5, description: 'Minutes: median wait of that hour' })
  shortestWaitMinutes: number | null;
}

export class ParkTodayView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiDateField({ description: 'The current local day of the park' })
  date: string;

  @ApiProperty({
    type: DayStatisticsView,
    nullable: true,
    description: 'Statistics of today so far. Null: nothing yet',
  })
  statistics: DayStatisticsView | null;

  @ApiProperty({ type: PeriodView, description: 'First and last of the days it is compared with' })
  comparedWith: PeriodView;

  @ApiNumberField({
    nullable: true,
    example: 3.2,
    description:
      'Minutes: mean of `difference` over the hours that are over. Positive: today is busier than the median day. Null: unknown',
  })
  differenceSoFar: number | null;

  @ApiProperty({ type: [TodayHourView], description: 'All 24 hours, in the order of the park’s day' })
  hours: TodayHourView[];

  @ApiProperty({
    type: [TodayRideView],
    description: 'Rides with a posted wait on the days compared with, by id: their typical waits in the present hour',
  })
  rides: TodayRideView[];
}
