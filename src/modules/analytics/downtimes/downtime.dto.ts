import { ApiProperty } from '@nestjs/swagger';
import {
  ApiBooleanField,
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
} from '../../../common/http/dto/api-fields.js';
import { PageLimit } from '../../../common/http/dto/page.js';
import { LocalDate, WordField } from '../../../common/http/dto/request-fields.js';
import { PeriodView, TargetView } from '../target-period.dto.js';
import { Cursor } from '../../../common/http/dto/cursor.js';
import { ObservationPageInfo } from '../time-series/history.dto.js';
import { DEFAULT_DAYS } from '../queries/period.js';

export const MAX_RIDE_DAYS = 400;
export const MAX_PARK_DAYS = 100;
const DEFAULT_LIMIT = 200;
const MAX_LIMIT = 1000;

export const DOWNTIME_SCOPES = ['inUse', 'all'] as const;
export type DowntimeScope = (typeof DOWNTIME_SCOPES)[number];

export class DowntimesQuery {
  @LocalDate({
    required: false,
    example: '2024-07-01',
    description: `First local day of the park; ${DEFAULT_DAYS} days that end with \`to\` if omitted. At most ${MAX_RIDE_DAYS} days of a ride, ${MAX_PARK_DAYS} of a park`,
  })
  from?: string;

  @LocalDate({ required: false, example: '2024-07-31', description: 'Last local day, inclusive; today if omitted' })
  to?: string;

  @WordField(DOWNTIME_SCOPES, 'DowntimeScope', {
    default: 'inUse',
    description: '`inUse`: those with time in which the park was in use; `all`: including those out of hours',
  })
  scope: DowntimeScope = 'inUse';

  @PageLimit(MAX_LIMIT, DEFAULT_LIMIT)
  limit: number = DEFAULT_LIMIT;

  @Cursor()
  cursor?: string;
}

export class DowntimeView {
  @ApiIdField()
  rideId: number;

  @ApiTextField()
  name: string;

  @ApiInstantField({
    example: '2024-07-04T14:12:00.000Z',
    description: 'When the ride went DOWN; it may be before the period',
  })
  from: Date;

  @ApiInstantField({
    example: '2024-07-04T14:57:00.000Z',
    description: 'When the DOWN ended, or the instant until which it is known',
  })
  to: Date;

  @ApiNumberField({ example: 45, description: 'Minutes from `from` to `to`' })
  minutes: number;

  @ApiNumberField({
    example: 45,
    description: 'Minutes of it on days of the period while the park was in use. They add up to `summary.downMinutes`',
  })
  inUseMinutes: number;

  @ApiBooleanField({
    description: 'The ride is DOWN now; `to` is then the instant until which its state is carried forward',
  })
  isOngoing: boolean;

  @ApiEnumField(['OPERATING', 'CLOSED', 'REFURBISHMENT'], 'DowntimeEnd', {
    nullable: true,
    description: 'The status that followed. Null: it is ongoing, or what followed is unknown',
  })
  endedBy: 'OPERATING' | 'CLOSED' | 'REFURBISHMENT' | null;
}

const NULL = 'Null: nothing was observed in park hours on days on which the feed of the park reports DOWN';

export class DowntimeSummaryView {
  @ApiCountField({
    nullable: true,
    example: 6,
    description: `Downtimes with time in use on days of the period; one that lasts over midnight counts once. ${NULL}`,
  })
  count: number | null;

  @ApiNumberField({ nullable: true, example: 214.5, description: `Minutes of DOWN in use. ${NULL}` })
  downMinutes: number | null;

  @ApiNumberField({
    nullable: true,
    example: 18_402,
    description: `Minutes OPERATING in use; without unknown time. ${NULL}`,
  })
  operatingMinutes: number | null;

  @ApiNumberField({ nullable: true, example: 73, description: 'Longest of them, in minutes in use. Null: none' })
  longestMinutes: number | null;

  @ApiNumberField({
    nullable: true,
    example: 3067,
    description: 'MTBF: `operatingMinutes` / `count`. Null: no downtime in the period',
  })
  meanTimeBetweenFailuresMinutes: number | null;

  @ApiNumberField({
    nullable: true,
    example: 35.75,
    description: 'MTTR: `downMinutes` / `count`. Null: no downtime in the period',
  })
  meanTimeToRepairMinutes: number | null;
}

export class DowntimesView {
  @ApiProperty({ type: TargetView })
  entity: TargetView;

  @ApiProperty({ type: PeriodView })
  period: PeriodView;

  @ApiProperty({ type: DowntimeSummaryView, description: 'Of the whole period, whatever the page' })
  summary: DowntimeSummaryView;

  @ApiProperty({ type: [DowntimeView], description: 'In the order in which they began' })
  data: DowntimeView[];

  @ApiProperty({ type: ObservationPageInfo })
  page: ObservationPageInfo;
}
