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

  @ApiProperty({ type: [CollectedDestinationView] })
  destinations: CollectedDestinationView[];
}

export class StartedCollectionView {
  @ApiIdField({ description: 'See /api/admin/collector/runs' })
  runId: number;
}
