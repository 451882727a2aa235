import { InternalIdField, LocalDate } from '../../../../common/http/dto/fields.js';
import {
  ApiDateField,
  ApiBooleanField,
  ApiIdField,
  ApiTextField,
  ApiEnumField,
} from '../../../../common/http/dto/shown-fields.js';
import { MAX_PERIOD_DAYS } from '../../reads/period.js';
import type { AnalyticsEntity } from '../../reads/subject.js';

/** A park or a ride, exactly one of them. */
export class EntityQuery {
  @InternalIdField({ required: false, example: 7, description: 'A park; give this or `rideId`' })
  parkId?: number;

  @InternalIdField({
    required: false,
    description: 'A ride; give this or `parkId`. A linked ride counts as its target',
  })
  rideId?: number;
}

/** And local days of its park, both included. */
export class EntitySpanQuery extends EntityQuery {
  @LocalDate({ example: '2024-07-01', description: 'First local day of the park' })
  from: string;

  @LocalDate({
    example: '2024-07-31',
    description: `Last local day, included: at most ${MAX_PERIOD_DAYS} days, and cut at the park's today`,
  })
  to: string;
}

export class AnalyticsEntityView implements AnalyticsEntity {
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
