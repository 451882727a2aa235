import { Injectable, Module } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DatabaseClockModule } from '../../common/database/database-clock.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { ClockWatchRepository } from './clock-watch.repository.js';
import { ClockWatch } from './clock-watch.service.js';

const CLOCK_WATCH_JOB = 'clock-watch';

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

@Module({
  imports: [DatabaseClockModule, AlertsModule, FindingsModule],
  providers: [ClockWatchRepository, ClockWatch, ClockWatchHandler],
  exports: [ClockWatch],
})
export class ClockWatchModule {}
