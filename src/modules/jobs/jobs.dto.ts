import { ApiBooleanField, ApiInstantField, ApiTextField } from '../../common/http/dto/api-fields.js';

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

  @ApiTextField({ nullable: true, example: 'DONE', description: 'Result of that run; begins with FAILED if it failed' })
  lastResult: string | null;
}

export class StartedJobView {
  @ApiTextField({ example: 'quality-check' })
  name: string;

  @ApiInstantField()
  startedAt: Date;
}
