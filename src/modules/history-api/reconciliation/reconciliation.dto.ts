import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { ParkAddressField, RideAddressField } from '../../../common/http/addresses/query-address.js';
import {
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiUuidField,
} from '../../../common/http/dto/api-fields.js';
import { PageInfo, PageQuery } from '../../../common/http/dto/page.js';
import { LocalDate, WordField } from '../../../common/http/dto/request-fields.js';
import { EXPLANATIONS, type Explanation } from './explain-difference.js';

export class ReconciliationQuery extends PageQuery {
  @LocalDate({ description: 'First local day', example: '2026-10-01' })
  startDate: string;

  @LocalDate({ description: 'Last local day; at most 366 days', example: '2026-10-31' })
  endDate: string;

  @ParkAddressField({ required: false, example: 7 })
  parkId?: number;
}

export class DifferenceQuery extends ReconciliationQuery {
  @RideAddressField({ required: false, example: 42 })
  rideId?: number;

  @ApiProperty({
    type: String,
    required: false,
    pattern: '^[A-Za-z0-9.]{1,64}$',
    example: 'standby.p90',
    description: 'Only this figure',
  })
  @IsOptional()
  @Matches(/^[A-Za-z0-9.]{1,64}$/, { message: '$property must be the name of a figure, such as standby.p90' })
  field?: string;

  @WordField(EXPLANATIONS, 'DifferenceExplanation', { example: 'UNEXPLAINED' })
  explanation?: Explanation;
}

export class PublishedDailyQuery extends ReconciliationQuery {
  @RideAddressField({ required: false, example: 42, description: 'Only this ride' })
  rideId?: number;
}

export class RideDayCounts {
  @ApiCountField({ example: 1240, description: 'Rides and days of which both sides have a row' })
  rideDays: number;

  @ApiCountField({ example: 1180, description: 'Every figure agrees' })
  agreeing: number;

  @ApiCountField({ example: 57, description: 'Every difference is explained' })
  explained: number;

  @ApiCountField({ example: 3, description: 'At least one difference is unexplained' })
  unexplained: number;

  @ApiCountField({ example: 310, description: 'Published rows of entities that were not observed here on the day' })
  notObserved: number;

  @ApiNumberField({ nullable: true, example: 0.952, description: 'agreeing / rideDays, from 0 to 1; null: no rides' })
  agreeingShare: number | null;
}

export class ReconciledParkView extends RideDayCounts {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiTextField({ example: 'Magic Kingdom Park' })
  name: string;

  @ApiCountField({ example: 31, description: 'Days that were compared' })
  days: number;

  @ApiInstantField({ description: 'When a day was compared last', example: '2026-11-05T07:50:12.000Z' })
  comparedAt: Date;
}

export class DifferingMetricView {
  @ApiTextField({ example: 'standby.p90', description: 'The figure; `row`: they published no row' })
  field: string;

  @ApiEnumField(EXPLANATIONS, 'DifferenceExplanation', { example: 'BETWEEN_POLLS' })
  explanation: Explanation;

  @ApiCountField({ example: 41 })
  rideDays: number;
}

export class ReconciliationReportView {
  @ApiDateField({ example: '2026-10-01' })
  startDate: string;

  @ApiDateField({ example: '2026-10-31' })
  endDate: string;

  @ApiProperty({ type: RideDayCounts, description: 'Of all parks that match' })
  summary: RideDayCounts;

  @ApiProperty({ type: [DifferingMetricView], description: 'What differs most, of all parks that match; at most 100' })
  differences: DifferingMetricView[];

  @ApiProperty({ type: [ReconciledParkView], description: 'Parks, least agreeing first' })
  data: ReconciledParkView[];

  @ApiProperty({ type: PageInfo })
  page: PageInfo;
}

export class DifferenceView {
  @ApiIdField()
  rideId: number;

  @ApiTextField({ example: 'Space Mountain' })
  rideName: string;

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiDateField({ example: '2026-10-07' })
  date: string;

  @ApiTextField({ example: 'standby.p90' })
  field: string;

  @ApiTextField({
    nullable: true,
    example: '60',
    description: 'Value of our observations by their rules, a number or an instant; null: nothing of that kind',
  })
  ours: string | null;

  @ApiTextField({ nullable: true, example: '55', description: 'Value that ThemeParks.wiki publishes' })
  theirs: string | null;

  @ApiEnumField(EXPLANATIONS, 'DifferenceExplanation', { example: 'BETWEEN_POLLS' })
  explanation: Explanation;
}

export class WaitStatisticsView {
  @ApiCountField({ example: 5 })
  min: number;

  @ApiCountField({ example: 40 })
  p50: number;

  @ApiCountField({ example: 37 })
  mean: number;

  @ApiCountField({ example: 55 })
  p90: number;

  @ApiCountField({ example: 65 })
  max: number;
}

export class WaitCountsView {
  @ApiCountField({ example: 2 })
  standby: number;

  @ApiCountField({ example: 0 })
  singleRider: number;
}

export class DailyMinutesView {
  @ApiCountField({ example: 929 })
  operatingMinutes: number;

  @ApiCountField({ example: 0 })
  downMinutes: number;

  @ApiCountField({ nullable: true, example: 4, description: 'Null: the row is of rules that did not count them' })
  unknownMinutes: number | null;

  @ApiProperty({ type: WaitStatisticsView, nullable: true })
  standby: WaitStatisticsView | null;

  @ApiProperty({ type: WaitStatisticsView, nullable: true, example: null })
  singleRider: WaitStatisticsView | null;

  @ApiProperty({ type: WaitCountsView, nullable: true, example: null, description: 'Readings of 480 minutes or more' })
  extremeWaits: WaitCountsView | null;

  @ApiProperty({ type: WaitCountsView, nullable: true, example: null, description: 'Readings above the ceiling' })
  implausibleWaits: WaitCountsView | null;
}

export class InParkHoursView extends DailyMinutesView {
  @ApiCountField({ example: 930 })
  scheduledMinutes: number;
}

export class PublishedDailyView extends DailyMinutesView {
  @ApiProperty({ enum: ['THEMEPARKS_WIKI'], example: 'THEMEPARKS_WIKI', description: 'Who computed the row' })
  source: 'THEMEPARKS_WIKI';

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiDateField({ example: '2026-09-26' })
  date: string;

  @ApiUuidField({ example: 'b2260923-9315-40fd-9c6b-44dd811dbe64' })
  themeparksWikiId: string;

  @ApiIdField({ nullable: true, description: 'Null: the entity was never observed here' })
  rideId: number | null;

  @ApiTextField({ nullable: true, example: 'Space Mountain' })
  name: string | null;

  @ApiTextField({ nullable: true, example: 'ATTRACTION' })
  entityType: string | null;

  @ApiInstantField({ nullable: true, example: '2026-09-26T11:30:53.000Z' })
  firstOperatingAt: Date | null;

  @ApiInstantField({ nullable: true, example: '2026-09-27T03:01:04.000Z' })
  lastClosedAt: Date | null;

  @ApiCountField({ nullable: true, example: null, description: 'Performances; null: the entity published none' })
  showCount: number | null;

  @ApiProperty({ type: InParkHoursView, nullable: true })
  inParkHours: InParkHoursView | null;

  @ApiCountField({ nullable: true, example: 187, description: 'Rows of the entity’s history' })
  changes: number | null;

  @ApiInstantField({ example: '2026-09-29T07:50:12.000Z' })
  fetchedAt: Date;
}
