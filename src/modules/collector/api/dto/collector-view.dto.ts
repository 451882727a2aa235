import { ApiProperty } from '@nestjs/swagger';
import {
  ShownCount,
  ShownFlag,
  ShownId,
  ShownInstant,
  ShownText,
  ShownUuid,
} from '../../../../common/http/dto/shown-fields.js';

export class CollectionFailureView {
  @ShownUuid()
  destinationId: string;

  @ShownText({ example: 'Universal Orlando Resort' })
  name: string;

  @ShownText({
    example: 'TIMEOUT',
    description: 'A stable word, such as RATE_LIMITED, SERVER_ERROR or MALFORMED_ANSWER',
  })
  errorCode: string;

  @ShownText({ nullable: true, example: 'The live API at api.themeparks.wiki did not answer within 20000 ms' })
  error: string | null;

  @ShownCount({ example: 3, description: 'Requests, or attempts at them, that this run made for the destination' })
  attempts: number;
}

export class CollectionRefusalView {
  @ShownUuid()
  destinationId: string;

  @ShownText({ example: 'Universal Orlando Resort' })
  name: string;

  @ShownCount({ example: 2 })
  entitiesRejected: number;

  @ShownText({
    example: '/api/admin/quality/issues?destinationId=3',
    description: 'Where the reasons are, with samples: findings whose window contains the run',
  })
  issues: string;
}

export class CollectionRunView {
  @ShownId()
  runId: number;

  @ShownInstant()
  startedAt: Date;

  @ShownInstant({ nullable: true, description: 'Null while the run is at work' })
  finishedAt: Date | null;

  @ShownCount({ example: 95 })
  destinationsTotal: number;

  @ShownCount({
    example: 1,
    description:
      'Destinations of which this run stored no observation; until it has finished, those that have failed so far',
  })
  destinationsFailed: number;

  @ShownCount({
    example: 97,
    description: 'Until the run has finished, and where its process died, the sum of the attempts that have ended',
  })
  requests: number;

  @ShownCount({
    example: 0,
    description: 'Requests that the API refused with 429; at least so many where `requests` is a sum of attempts',
  })
  rateLimited: number;

  @ShownCount({ example: 5700 })
  entitiesSeen: number;

  @ShownCount({ example: 0, description: 'See `refusals`' })
  entitiesRejected: number;

  @ShownCount({ example: 410, description: 'Rows that began with this run' })
  rowsWritten: number;

  @ShownCount({ example: 5900, description: 'Rows that this run saw unchanged' })
  rowsExtended: number;

  @ShownText({ nullable: true, example: null, description: 'Why the run as a whole ended early' })
  error: string | null;

  @ApiProperty({ type: [CollectionFailureView] })
  failures: CollectionFailureView[];

  @ApiProperty({ type: [CollectionRefusalView], description: 'Destinations of whose answers entities were refused' })
  refusals: CollectionRefusalView[];
}

export class CollectedDestinationView {
  @ShownUuid()
  destinationId: string;

  @ShownText({ example: 'Universal Orlando Resort' })
  name: string;

  @ShownInstant({ nullable: true, description: 'The newest observation; null where there is none yet' })
  lastObservedAt: Date | null;

  @ShownId({ nullable: true, description: 'The last run that asked for it' })
  lastRunId: number | null;

  @ShownInstant({ nullable: true })
  lastFinishedAt: Date | null;

  @ShownCount({ nullable: true, example: 200 })
  httpStatus: number | null;

  @ShownCount({ nullable: true, example: 61 })
  entitiesSeen: number | null;

  @ShownText({ nullable: true, example: null, description: 'Why the last run has no observation of it' })
  errorCode: string | null;

  @ShownText({ nullable: true, example: null })
  error: string | null;
}

export class CollectorStatusView {
  @ShownFlag({ example: true, description: 'Whether this process collects on schedule' })
  enabled: boolean;

  @ShownText({ example: '*/5 * * * *', description: 'Cron expression, in UTC' })
  schedule: string;

  @ShownInstant({ nullable: true, description: 'Null where this process does not collect on schedule' })
  nextRunAt: Date | null;

  @ShownFlag({ description: 'A cycle is at work, in this process or another one' })
  running: boolean;

  @ApiProperty({ type: CollectionRunView, nullable: true, description: 'The newest run; null before the first' })
  lastRun: CollectionRunView | null;

  @ApiProperty({ type: [CollectedDestinationView] })
  destinations: CollectedDestinationView[];
}

export class StartedCollectionView {
  @ShownId({ description: 'See /api/admin/collector/runs' })
  runId: number;
}
