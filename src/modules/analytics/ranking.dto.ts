import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, Matches } from 'class-validator';
import { DestinationAddressField, ParkAddressField } from '../../common/http/addresses/query-address.js';
import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiNumberField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { PageLimit } from '../../common/http/dto/page.js';
import { LocalDate, WordField } from '../../common/http/dto/request-fields.js';
import { reportedSince } from '../statistics/down-reports.js';
import { LOW_COVERAGE } from '../statistics/derived-metrics.js';
import { MetricsView } from './metrics.dto.js';
import type { Candidate, Scope } from './queries/period-totals.sql.js';
import { MAX_PERIOD_DAYS, type PeriodName, PERIODS } from './queries/period.js';
import { MIN_POSTED_SHARE, RANK_ORDERS, RANKED_BY, type RankedBy, type RankOrder } from './rank.js';
import { DownReportedFromField, PeriodView, ReportsDownField } from './target-period.dto.js';

export const SCOPES = ['parks', 'rides'] as const satisfies readonly Scope[];
const MAX_ENTRIES = 100;
const DEFAULT_ENTRIES = 20;

function CountryField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      required: false,
      pattern: '^[A-Za-z]{2}$',
      example: 'US',
      description: 'Only parks in this country (ISO 3166-1 alpha-2, by their time zones) or their rides',
    }),
    IsOptional(),
    Matches(/^[A-Za-z]{2}$/, { message: '$property must be a two-letter country code, such as US' }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value)),
  );
}

/** Which entities to compare, and over which days. */
export class ScopePeriodQuery {
  @WordField(SCOPES, 'Scope', { default: 'rides' })
  scope: Scope = 'rides';

  @WordField(PERIODS, 'PeriodName', {
    default: 'last_7d',
    description:
      'In local days of each park. `last_7d` and `last_30d` are whole days and exclude today; `this_week` and `last_week` begin on Mondays, and ' +
      '`this_month` on the 1st; `custom` is `from` to `to`',
  })
  period: PeriodName = 'last_7d';

  @LocalDate({ required: false, example: '2024-07-01', description: 'First local day; only with period=custom' })
  from?: string;

  @LocalDate({
    required: false,
    example: '2024-07-31',
    description: `Last local day, inclusive; only with period=custom. At most ${MAX_PERIOD_DAYS} days`,
  })
  to?: string;

  @ParkAddressField({ required: false, example: 7, description: 'Only this park or its rides' })
  parkId?: number;

  @DestinationAddressField({
    required: false,
    example: 3,
    description: 'Only parks of this destination or their rides',
  })
  destinationId?: number;

  @CountryField()
  country?: string;

  @PageLimit(MAX_ENTRIES, DEFAULT_ENTRIES)
  limit: number = DEFAULT_ENTRIES;
}

export class RankingQuery extends ScopePeriodQuery {
  @WordField(RANKED_BY, 'RankedBy', {
    default: 'averageWaitMinutes',
    description:
      'The metric to rank by; minutes operating, down, unknown and with a posted wait are those in park hours. Percentiles (p50, p90) exist ' +
      'only for a period of one day',
  })
  metric: RankedBy = 'averageWaitMinutes';

  @WordField(RANK_ORDERS, 'RankOrder', {
    default: 'desc',
    description: '`desc`: greatest value first; `asc`: smallest first',
  })
  order: RankOrder = 'desc';
}

/** Identifies a park or ride in a list. */
export class ListedTargetView {
  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiIdField({ nullable: true, description: 'Null for a park' })
  rideId: number | null;

  @ApiTextField()
  name: string;

  @ApiTextField({ example: 'Islands of Adventure' })
  parkName: string;

  @ReportsDownField()
  reportsDown: boolean | null;

  @DownReportedFromField()
  downReportedFrom: string | null;
}

export class RankedView extends ListedTargetView {
  @ApiCountField({ example: 1, description: 'Starts at 1' })
  rank: number;

  @ApiNumberField({ example: 74.31, description: 'The metric that ranks the entity, in the unit of `rankedBy`' })
  value: number;

  @ApiDateField({ description: 'First local day of its park' })
  from: string;

  @ApiDateField({ description: 'Last local day of its park, inclusive' })
  to: string;

  @ApiProperty({ type: MetricsView })
  metrics: MetricsView;
}

export class ParkWithoutDownReportsView {
  @ApiIdField({ example: 12 })
  parkId: number;

  @ApiTextField({ example: 'Islands of Adventure' })
  name: string;

  @ApiBooleanField({ nullable: true, description: 'Whether its feed reports DOWN today. Null: not known yet' })
  reportsDown: boolean | null;

  @ApiDateField({
    nullable: true,
    example: '2024-05-01',
    description:
      'First local day of the current reports of DOWN, which cover less than half of the period. Null: the feed does not report DOWN',
  })
  downReportedFrom: string | null;
}

export class ExcludedParkView {
  @ApiIdField({ example: 12 })
  parkId: number;

  @ApiTextField({ example: 'Islands of Adventure' })
  name: string;
}

export class UnrankedView {
  @ApiCountField({
    example: 14,
    description: `Entities with less than ${LOW_COVERAGE * 100} % of their scheduled time observed`,
  })
  lowCoverage: number;

  @ApiCountField({
    example: 3,
    description: `Rides that posted waits for less than ${MIN_POSTED_SHARE * 100} % of the scheduled time (waits only)`,
  })
  fewWaits: number;

  @ApiProperty({
    type: [ParkWithoutDownReportsView],
    description: 'Parks whose feed reports no DOWN in most of the period, sorted by name (downtime only)',
  })
  parksWithoutDownReports: ParkWithoutDownReportsView[];

  @ApiProperty({
    type: [ExcludedParkView],
    description: 'Unranked parks with excluded observations in the period, sorted by name',
  })
  excludedParks: ExcludedParkView[];
}

export class RankingView {
  @ApiEnumField(SCOPES, 'Scope')
  scope: Scope;

  @ApiEnumField(RANKED_BY, 'RankedBy', { description: 'The name includes the unit; downtimePercent is 100 − uptime' })
  rankedBy: RankedBy;

  @ApiProperty({ type: PeriodView, description: 'From the first to the last local day of any park' })
  period: PeriodView;

  @ApiProperty({ type: [RankedView] })
  data: RankedView[];

  @ApiCountField({ example: 1840, description: 'Total number of ranked parks or rides' })
  total: number;

  @ApiProperty({ type: UnrankedView, description: 'Observed entities that are not ranked, by reason' })
  excluded: UnrankedView;
}

export function listedTarget(candidate: Candidate): ListedTargetView {
  const { parkId, rideId, name, parkName, reportsDown, downReports } = candidate;
  return { parkId, rideId, name, parkName, reportsDown, downReportedFrom: reportedSince(downReports) };
}
