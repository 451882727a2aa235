import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiBooleanField,
  ApiDateField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiNumberField,
  ApiTextField,
  ApiUuidField,
} from '../../common/http/dto/api-fields.js';
import { CLOCK_PROBLEM_KINDS, type ClockProblemKind } from './clock-problems.js';

export class CollectionFailureView {
  @ApiUuidField()
  destinationId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;

  @ApiTextField({
    example: 'TIMEOUT',
    description: 'Stable error code, such as RATE_LIMITED, SERVER_ERROR or MALFORMED_RESPONSE',
  })
  errorCode: string;

  @ApiTextField({ nullable: true, example: 'The live API at api.themeparks.wiki did not respond within 20000 ms' })
  error: string | null;

  @ApiCountField({ example: 3, description: 'Requests that this run attempted for the destination' })
  attempts: number;
}

export class CollectionRefusalView {
  @ApiUuidField()
  destinationId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;

  @ApiCountField({ example: 2 })
  entitiesRejected: number;

  @ApiTextField({
    example: '/api/admin/quality/issues?destinationId=3',
    description: 'Where to find the reasons, with samples: the findings whose window contains the run',
  })
  issues: string;
}

export class CollectionRunView {
  @ApiIdField()
  runId: number;

  @ApiInstantField()
  startedAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null while the run is in progress' })
  finishedAt: Date | null;

  @ApiCountField({ example: 95 })
  destinationsTotal: number;

  @ApiCountField({
    example: 1,
    description:
      'Destinations for which this run stored no observation; while it is in progress, those that have failed so far',
  })
  destinationsFailed: number;

  @ApiCountField({
    example: 97,
    description:
      'HTTP requests. While the run is in progress, and if its process died, the sum of the finished attempts',
  })
  requests: number;

  @ApiCountField({
    example: 0,
    description: 'Requests that the API refused with 429; a lower bound where `requests` is a sum of attempts',
  })
  rateLimited: number;

  @ApiCountField({ example: 5700 })
  entitiesRead: number;

  @ApiCountField({ example: 0, description: 'See `refusals`' })
  entitiesRejected: number;

  @ApiCountField({ example: 410, description: 'New rows' })
  rowsWritten: number;

  @ApiCountField({ example: 5900, description: 'Rows that this run extended because their values had not changed' })
  rowsExtended: number;

  @ApiTextField({ nullable: true, example: null, description: 'Why the whole run ended early' })
  error: string | null;

  @ApiProperty({ type: [CollectionFailureView] })
  failures: CollectionFailureView[];

  @ApiProperty({ type: [CollectionRefusalView], description: 'Destinations with rejected entities' })
  refusals: CollectionRefusalView[];
}

export class CollectedDestinationView {
  @ApiUuidField()
  destinationId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;

  @ApiInstantField({ nullable: true, description: 'Time of the newest observation; null before the first' })
  lastObservedAt: Date | null;

  @ApiIdField({ nullable: true, description: 'The last run that requested it' })
  lastRunId: number | null;

  @ApiInstantField({ nullable: true })
  lastFinishedAt: Date | null;

  @ApiCountField({ nullable: true, example: 200 })
  httpStatus: number | null;

  @ApiCountField({ nullable: true, example: 61 })
  entitiesRead: number | null;

  @ApiTextField({ nullable: true, example: null, description: 'Why the last run stored no observation for it' })
  errorCode: string | null;

  @ApiTextField({ nullable: true, example: null })
  error: string | null;
}

export class ApiBudgetView {
  @ApiCountField({ nullable: true, example: 600, description: 'Requests per window; null: unlimited' })
  limit: number | null;

  @ApiCountField({ example: 3600 })
  windowSeconds: number;

  @ApiBooleanField({
    example: true,
    description: 'Whether the API has reported it; otherwise its known limits are assumed',
  })
  isReported: boolean;

  @ApiCountField({
    example: 42,
    description: 'Requests of the current window: as the API reports them, or else those that processes have taken',
  })
  used: number;

  @ApiCountField({ nullable: true, example: 558, description: 'Requests left; null: unlimited' })
  remaining: number | null;

  @ApiInstantField({
    nullable: true,
    description:
      "When requests are available again: the API's next window, or the first end of our own count; null: none is used",
  })
  resetsAt: Date | null;

  @ApiInstantField({
    nullable: true,
    description: 'No request is sent before, because the API refused one; null: none was',
  })
  blockedUntil: Date | null;
}

export class ApiAccessView {
  @ApiBooleanField({ example: true, description: 'Whether THEMEPARKS_API_KEY is set' })
  hasKey: boolean;

  @ApiTextField({
    nullable: true,
    example: null,
    description:
      'What limits the access: no key, a key that is not accepted, or an API that did not respond; null: nothing',
  })
  note: string | null;

  @ApiTextField({
    nullable: true,
    example: 'free',
    description: 'Plan of the key; null without a key, or if not reported',
  })
  tier: string | null;

  @ApiCountField({
    nullable: true,
    example: 30,
    description: 'Days back that the history may be read; null: not known, or see `hasAllHistory`',
  })
  historyDays: number | null;

  @ApiBooleanField({ example: false, description: 'Whether all recorded history may be read' })
  hasAllHistory: boolean;

  @ApiDateField({
    nullable: true,
    example: '2026-10-30',
    description: 'First day that may be read, as the UTC date; null: not known',
  })
  historyEarliestDate: string | null;

  @ApiInstantField({ nullable: true, description: 'When the API last reported the account; null: not yet, or no key' })
  checkedAt: Date | null;

  @ApiProperty({ type: ApiBudgetView, description: 'All requests' })
  requestsPerMinute: ApiBudgetView;

  @ApiProperty({ type: ApiBudgetView, description: 'Requests for history' })
  historyRequestsPerHour: ApiBudgetView;
}

export class ClockProblemView {
  @ApiEnumField(CLOCK_PROBLEM_KINDS, 'ClockProblemKind', { example: 'CLOCK_AHEAD' })
  kind: ClockProblemKind;

  @ApiTextField({ example: "The clock of this process is 5 min ahead of the database's clock" })
  description: string;
}

export class CollectorClockView {
  @ApiNumberField({
    nullable: true,
    example: 0.012,
    description: "How far the clock of this process is ahead of the database's clock; null: unknown",
  })
  offsetSeconds: number | null;

  @ApiProperty({ type: [ClockProblemView] })
  problems: ClockProblemView[];
}

export class CollectorStatusView {
  @ApiBooleanField({ example: true, description: 'Whether this process collects on schedule' })
  enabled: boolean;

  @ApiTextField({ example: '*/5 * * * *', description: 'Cron expression, in UTC' })
  schedule: string;

  @ApiInstantField({ nullable: true, description: 'Null if this process does not collect on schedule' })
  nextRunAt: Date | null;

  @ApiBooleanField({ description: 'Whether a cycle is in progress, in this process or another one' })
  running: boolean;

  @ApiProperty({ type: CollectionRunView, nullable: true, description: 'The newest run; null before the first' })
  lastRun: CollectionRunView | null;

  @ApiProperty({ type: CollectorClockView, description: 'Observations of a clock that is ahead are not stored' })
  clock: CollectorClockView;

  @ApiProperty({ type: ApiAccessView, description: 'Access to the ThemeParks.wiki API' })
  api: ApiAccessView;

  @ApiProperty({ type: [CollectedDestinationView] })
  destinations: CollectedDestinationView[];
}

export class StartedCollectionView {
  @ApiIdField({ description: 'See /api/admin/collector/runs' })
  runId: number;
}
