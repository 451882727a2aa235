import { ApiProperty } from '@nestjs/swagger';
import {
  ApiCountField,
  ApiBooleanField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
  ApiUuidField,
} from '../../common/http/dto/api-fields.js';

export class CollectionFailureView {
  @ApiUuidField()
  destinationId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;

  @ApiTextField({
    example: 'TIMEOUT',
    description: 'A stable word, such as RATE_LIMITED, SERVER_ERROR or MALFORMED_RESPONSE',
  })
  errorCode: string;

  @ApiTextField({ nullable: true, example: 'The live API at api.themeparks.wiki did not answer within 20000 ms' })
  error: string | null;

  @ApiCountField({ example: 3, description: 'Requests, or attempts at them, that this run made for the destination' })
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
    description: 'Where the reasons are, with samples: findings whose window contains the run',
  })
  issues: string;
}

export class CollectionRunView {
  @ApiIdField()
  runId: number;

  @ApiInstantField()
  startedAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null while the run is at work' })
  finishedAt: Date | null;

  @ApiCountField({ example: 95 })
  destinationsTotal: number;

  @ApiCountField({
    example: 1,
    description:
      'Destinations of which this run stored no observation; until it has finished, those that have failed so far',
  })
  destinationsFailed: number;

  @ApiCountField({
    example: 97,
    description: 'Until the run has finished, and where its process died, the sum of the attempts that have ended',
  })
  requests: number;

  @ApiCountField({
    example: 0,
    description: 'Requests that the API refused with 429; at least so many where `requests` is a sum of attempts',
  })
  rateLimited: number;

  @ApiCountField({ example: 5700 })
  entitiesRead: number;

  @ApiCountField({ example: 0, description: 'See `refusals`' })
  entitiesRejected: number;

  @ApiCountField({ example: 410, description: 'Rows that began with this run' })
  rowsWritten: number;

  @ApiCountField({ example: 5900, description: 'Rows that this run saw unchanged' })
  rowsExtended: number;

  @ApiTextField({ nullable: true, example: null, description: 'Why the run as a whole ended early' })
  error: string | null;

  @ApiProperty({ type: [CollectionFailureView] })
  failures: CollectionFailureView[];

  @ApiProperty({ type: [CollectionRefusalView], description: 'Destinations of whose answers entities were refused' })
  refusals: CollectionRefusalView[];
}

export class CollectedDestinationView {
  @ApiUuidField()
  destinationId: string;

  @ApiTextField({ example: 'Universal Orlando Resort' })
  name: string;

  @ApiInstantField({ nullable: true, description: 'The newest observation; null where there is none yet' })
  lastObservedAt: Date | null;

  @ApiIdField({ nullable: true, description: 'The last run that asked for it' })
  lastRunId: number | null;

  @ApiInstantField({ nullable: true })
  lastFinishedAt: Date | null;

  @ApiCountField({ nullable: true, example: 200 })
  httpStatus: number | null;

  @ApiCountField({ nullable: true, example: 61 })
  entitiesRead: number | null;

  @ApiTextField({ nullable: true, example: null, description: 'Why the last run has no observation of it' })
  errorCode: string | null;

  @ApiTextField({ nullable: true, example: null })
  error: string | null;
}

export class CollectorStatusView {
  @ApiBooleanField({ example: true, description: 'Whether this process collects on schedule' })
  enabled: boolean;

  @ApiTextField({ example: '*/5 * * * *', description: 'Cron expression, in UTC' })
  schedule: string;

  @ApiInstantField({ nullable: true, description: 'Null where this process does not collect on schedule' })
  nextRunAt: Date | null;

  @ApiBooleanField({ description: 'A cycle is at work, in this process or another one' })
  running: boolean;

  @ApiProperty({ type: CollectionRunView, nullable: true, description: 'The newest run; null before the first' })
  lastRun: CollectionRunView | null;

  @ApiProperty({ type: [CollectedDestinationView] })
  destinations: CollectedDestinationView[];
}

export class StartedCollectionView {
  @ApiIdField({ description: 'See /api/admin/collector/runs' })
  runId: number;
}
