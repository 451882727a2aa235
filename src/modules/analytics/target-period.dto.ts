import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { ParkAddressField, RideAddressField } from '../../common/http/addresses/query-address.js';
import { LocalDate } from '../../common/http/dto/request-fields.js';
import { FinalPeriodCache } from '../../common/http/public-controller.js';
import { dayAfter } from '../../common/time/calendar.js';
import { daysIn, type DaySpan } from '../statistics/day-spans.js';
import { MAX_PERIOD_DAYS } from './queries/period.js';
import type { Target } from './queries/target.sql.js';

/** Exactly one park or ride. */
export class TargetQuery {
  @ParkAddressField({ required: false, example: 7, description: 'The park; mutually exclusive with `rideId`' })
  parkId?: number;

  @RideAddressField({
    required: false,
    description: 'The ride; mutually exclusive with `parkId`. A linked ride stands for the ride that it is linked to',
  })
  rideId?: number;
}

/** Exactly one park or ride, and an inclusive range of local days. */
export class TargetSpanQuery extends TargetQuery {
  @LocalDate({ example: '2024-07-01', description: 'First local day of the park' })
  from: string;

  @LocalDate({
    example: '2024-07-31',
    description: `Last local day, inclusive; at most ${MAX_PERIOD_DAYS} days. Days after the park's today are cut off`,
  })
  to: string;
}

/** Whether the feed of an entity's park reports DOWN today. */
export const ReportsDownField = (): PropertyDecorator =>
  ApiBooleanField({
    nullable: true,
    example: true,
    description: 'Whether the feed of its park reports DOWN today. False: its uptime is unknown. Null: not known yet',
  });

/** Since when it does. */
export const DownReportedFromField = (): PropertyDecorator =>
  ApiDateField({
    nullable: true,
    example: '2024-05-01',
    description:
      'First local day of the current reports of DOWN; the uptime of earlier days is unknown. Null: the feed does not report DOWN',
  });

export class TargetView implements Target {
  @ApiEnumField(['PARK', 'RIDE'], 'TargetKind')
  kind: 'PARK' | 'RIDE';

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiIdField({ nullable: true, example: null, description: 'Null for a park' })
  rideId: number | null;

  @ApiTextField({ example: 'Islands of Adventure' })
  name: string;

  @ApiTextField({ example: 'Islands of Adventure', description: 'Of a park the same as its name' })
  parkName: string;

  @ApiTextField({
    nullable: true,
    example: 'America/New_York',
    description: 'IANA name. Null: not known yet, UTC is used',
  })
  timezone: string | null;

  @ReportsDownField()
  reportsDown: boolean | null;

  @DownReportedFromField()
  downReportedFrom: string | null;
}

export class PeriodView {
  @ApiDateField({ example: '2024-07-01', description: 'First local day of the park' })
  from: string;

  @ApiDateField({ example: '2024-07-31', description: 'Last local day, inclusive; never after the park’s today' })
  to: string;

  @ApiCountField({ example: 31, description: 'Number of days in the period' })
  days: number;

  @ApiBooleanField({
    example: true,
    description: 'Ended at least one day ago: only an import can still change its metrics',
  })
  isFinal: boolean;
}

export function periodView(span: DaySpan, today: string): PeriodView {
  return { ...span, days: daysIn(span), isFinal: span.to < dayAfter(today, -1) };
}

/** Caching headers for responses that have a period. */
export const PeriodCache = (): MethodDecorator & ClassDecorator =>
  FinalPeriodCache<{ period: PeriodView }>(({ period }) => period.isFinal);
