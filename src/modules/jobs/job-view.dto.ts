import { ShownFlag, ShownInstant, ShownText } from '../../common/http/dto/shown-fields.js';

export class JobView {
  @ShownText({ example: 'quality-check' })
  name: string;

  @ShownText({ example: 'Searches the newest data for gaps and anomalies' })
  description: string;

  @ShownText({ example: '12 * * * *', description: 'Cron expression in UTC, five fields or six with seconds' })
  schedule: string;

  @ShownText({ nullable: true, example: 'QUALITY_CHECK_CRON', description: 'The setting that changes the schedule' })
  setting: string | null;

  @ShownFlag({ example: true, description: 'Whether workers with the settings of this process run it by themselves' })
  isEnabled: boolean;

  @ShownInstant({ nullable: true, description: 'Null if the job is not enabled' })
  nextRunAt: Date | null;

  @ShownFlag({ description: 'Whether a run is in progress, in any process if the job takes a lease' })
  isRunning: boolean;

  @ShownText({
    nullable: true,
    example: 'warehouse-1:4711:9f31c2aa',
    description: 'Host, process id and run that hold it',
  })
  holder: string | null;

  @ShownInstant({ nullable: true, description: 'Start of the newest run; null if it has never run' })
  lastStartedAt: Date | null;

  @ShownInstant({ nullable: true, description: 'End of the newest run that has ended; null if none has' })
  lastFinishedAt: Date | null;

  @ShownText({ nullable: true, example: 'DONE', description: 'Result of that run; begins with FAILED if it failed' })
  lastResult: string | null;
}

export class StartedJobView {
  @ShownText({ example: 'quality-check' })
  name: string;

  @ShownInstant()
  startedAt: Date;
}
