import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../common/time/durations.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { DiskWatch } from './disk-watch.service.js';

export const DISK_WATCH_JOB = 'disk-watch';

/** Every worker looks by itself, so there is no lease: on a full disk none may be had. */
@Injectable()
export class DiskWatchHandler implements JobHandler {
  constructor(private readonly watch: DiskWatch) {}

  // A full disk has to be known within a minute.
  @Cron('*/20 * * * * *', { name: DISK_WATCH_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Looks whether the disk of the database has room',
    timeoutMs: MINUTE_MS,
    takesLease: false,
  })
  async run(): Promise<void> {
    await this.watch.evaluate();
  }
}
