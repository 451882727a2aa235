import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import {
  ApiBooleanField,
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { PageLimit } from '../../common/http/dto/page.js';
import { InternalIdField } from '../../common/http/dto/request-fields.js';
import { JOB_OUTCOMES, type JobOutcome } from './job-run.entity.js';

export class JobView {
  @ApiTextField({ example: 'quality-check' })
  name: string;

  @ApiTextField({ example: 'Searches the newest data for gaps and anomalies' })
  description: string;

  @ApiTextField({ example: '12 * * * *', description: 'Cron expression in UTC, five fields or six with seconds' })
  schedule: string;

  @ApiTextField({
    nullable: true,
    example: 'QUALITY_CHECK_CRON',
    description: 'The setting that replaces the default schedule',
  })
  setting: string | null;

  @ApiBooleanField({
    example: true,
    description: 'Whether workers with the settings of this process run the job on schedule',
  })
  isEnabled: boolean;

  @ApiInstantField({ nullable: true, description: 'Null if the job is not enabled' })
  nextRunAt: Date | null;

  @ApiBooleanField({ description: 'Whether a run is in progress, in any process if the job takes a lease' })
  isRunning: boolean;

  @ApiTextField({
    nullable: true,
    example: 'warehouse-1:4711:9f31c2aa',
    description: 'Host, process id and run that hold the lease',
  })
  holder: string | null;

  @ApiInstantField({ nullable: true, description: 'Start of the newest run; null if it has never run' })
  lastStartedAt: Date | null;

  @ApiInstantField({ nullable: true, description: 'End of the newest run that has ended; null if none has' })
  lastFinishedAt: Date | null;

  @ApiTextField({
    nullable: true,
    example: 'DONE',
    description: 'Result of that run; begins with FAILED if it failed, with STOPPED if its process ended',
  })
  lastResult: string | null;

  @ApiProperty({
    enum: JOB_OUTCOMES,
    enumName: 'JobOutcome',
    isArray: true,
    example: ['DONE', 'FAILED', 'DONE'],
    description: 'Outcomes of the newest runs, at most ten, newest first',
  })
  lastOutcomes: JobOutcome[];

  @ApiCountField({ example: 0, description: 'Failed or abandoned runs in a row, up to the newest' })
  consecutiveFailures: number;

  @ApiInstantField({
    nullable: true,
    description:
      'The first scheduled time at which the job has not run; null unless it is overdue (JOB_OVERDUE_MINUTES)',
  })
  overdueSince: Date | null;
}

export class JobRunsQuery {
  @PageLimit()
  limit: number = 50;

  @InternalIdField({ required: false, description: '`nextCursor` of the page before' })
  cursor?: number;

  @ApiProperty({ enum: JOB_OUTCOMES, enumName: 'JobOutcome', required: false })
  @IsOptional()
  @IsIn(JOB_OUTCOMES)
  outcome?: JobOutcome;
}

export class JobRunView {
  @ApiIdField()
  runId: number;

  @ApiInstantField()
  startedAt: Date;

  @ApiInstantField({ nullable: true, description: 'Null: it is running, or was abandoned' })
  finishedAt: Date | null;

  @ApiEnumField(JOB_OUTCOMES, 'JobOutcome', {
    description: 'STOPPED: its process ended in order. ABANDONED: its process died, or lost its lease',
  })
  outcome: JobOutcome;

  @ApiTextField({ nullable: true, example: '12 parks, 3 findings, 1 closed', description: 'What it did' })
  result: string | null;

  @ApiTextField({ nullable: true, example: null, description: 'Why it failed' })
  error: string | null;

  @ApiTextField({ example: 'warehouse-1:4711:9f31c2aa', description: 'Host, process id and run that held the lease' })
  holder: string;
}

export class JobRunPageView {
  @ApiProperty({ type: [JobRunView], description: 'Newest first' })
  data: JobRunView[];

  @ApiIdField({ nullable: true, description: 'For `cursor`; null on the last page' })
  nextCursor: number | null;
}

export class StartedJobView {
  @ApiTextField({ example: 'quality-check' })
  name: string;

  @ApiInstantField()
  startedAt: Date;
}
