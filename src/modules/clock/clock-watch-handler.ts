import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../common/time/durations.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { ClockWatch } from './clock-watch.service.js';

export const CLOCK_WATCH_JOB = 'clock-watch';

/** Every worker looks at its own clock, so there is no lease. */
@Injectable()
export class ClockWatchHandler implements JobHandler {
  constructor(private readonly watch: ClockWatch) {}

  // In addition to the cycles, which compare the clocks too: a process may collect nothing for hours.
  @Cron('15 * * * * *', { name: CLOCK_WATCH_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Compares the clock of the process with the clock of the database',
    timeoutMs: MINUTE_MS,
    takesLease: false,
  })
  async run(): Promise<void> {
    await this.watch.evaluate();
  }
}
