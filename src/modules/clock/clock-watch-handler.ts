import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../jobs/job-handler.js';
import { ClockWatch } from './clock-watch.service.js';

export const CLOCK_WATCH_JOB = 'clock-watch';

/** Every worker looks at its own clock, so there is no lease. */
@Injectable()
export class ClockWatchHandler implements JobHandler {
  constructor(private readonly watch: ClockWatch) {}

  async run(): Promise<void> {
    await this.watch.evaluate();
  }
}
