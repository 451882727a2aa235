import {
  ApiBooleanField,
  ApiCountField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { InternalIdField, LocalDate } from '../../common/http/dto/request-fields.js';
import { FinalPeriodCache } from '../../common/http/public-cache.js';
import { dayAfter } from '../../common/time/calendar.js';
import { daysIn, type DaySpan } from '../statistics/day-spans.js';
import { MAX_PERIOD_DAYS } from './queries/period.js';
import type { Target } from './queries/target.repository.js';

/** A park or a ride, exactly one of them. */
export class TargetQuery {
  @InternalIdField({ required: false, example: 7, description: 'A park; give this or `rideId`' })
  parkId?: number;

  @InternalIdField({
    required: false,
    description: 'A ride; give this or `parkId`. A linked ride counts as its target',
  })
  rideId?: number;
}

/** And local days of its park, both included. */
export class TargetSpanQuery extends TargetQuery {
  @LocalDate({ example: '2024-07-01', description: 'First local day of the park' })
  from: string;

  @LocalDate({
    example: '2024-07-31',
    description: `Last local day, included: at most ${MAX_PERIOD_DAYS} days, and cut at the park's today`,
  })
  to: string;
}

export class TargetView implements Target {
  @ApiEnumField(['PARK', 'RIDE'], 'SubjectKind')
  kind: 'PARK' | 'RIDE';

  @ApiIdField({ example: 7 })
  parkId: number;

  @ApiIdField({ nullable: true, example: null, description: 'Null of a park' })
  rideId: number | null;

  @ApiTextField({ example: 'Islands of Adventure' })
  name: string;

  @ApiTextField({ nullable: true, example: 'America/New_York', description: 'IANA name; null: not known yet, UTC' })
  timezone: string | null;

  @ApiBooleanField({
    nullable: true,
    example: true,
    description: 'Whether the feed of its park reports DOWN today; false: its uptime is not known; null: not known yet',
  })
  reportsDown: boolean | null;

  @ApiDateField({
    nullable: true,
    example: '2024-05-01',
    description: 'First local day from which on it does: the uptime of days before is not known. Null: it does not',
  })
  downReportedFrom: string | null;
}

export class PeriodView {
  @ApiDateField({ example: '2024-07-01', description: 'First local day of the park' })
  from: string;

  @ApiDateField({ example: '2024-07-31', description: 'Last local day, included; at most the park’s today' })
  to: string;

  @ApiCountField({ example: 31, description: 'Days from the first to the last' })
  days: number;

  @ApiBooleanField({
    example: true,
    description: 'Over for at least a day: only an import can still change its figures',
  })
  isFinal: boolean;
}

export function periodView(span: DaySpan, today: string): PeriodView {
  return { ...span, days: daysIn(span), isFinal: span.to < dayAfter(today, -1) };
}

/** For answers that have a period. */
export const PeriodCache = (): MethodDecorator & ClassDecorator =>
  FinalPeriodCache<{ period: PeriodView }>(({ period }) => period.isFinal);
