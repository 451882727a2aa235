import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { AppConfig } from '../../common/config/app-config.js';
import { plural } from '../../common/text.js';
import { DAY_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { AlertService } from '../alerts/alert.service.js';
import { DueJobs } from '../jobs/due-jobs.service.js';
import { JobHistory } from '../jobs/job-history.service.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { jobAlertChanges } from './job-alerts.js';

const JOB_WATCH_JOB = 'job-watch';

/** Watches the scheduled jobs: raises and clears alerts about them, and removes old runs. */
@Injectable()
export class JobWatch implements JobHandler {
  private isFirstCheck = true;

  constructor(
    private readonly jobs: DueJobs,
    private readonly history: JobHistory,
    private readonly alerts: AlertService,
    private readonly leases: JobLeaseService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  @Cron('20 */5 * * * *', { name: JOB_WATCH_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Raises alerts about jobs that keep failing or have not run, and removes old runs',
    timeoutMs: 5 * MINUTE_MS,
    needsRightClock: true,
  })
  async run(): Promise<void> {
    await this.leases.runExclusive({
      name: JOB_WATCH_JOB,
      ttlMs: MINUTE_MS,
      work: async () => ({ alerts: await this.check(), removed: await this.removeOld() }),
      describe: ({ alerts, removed }) => `${plural(alerts, 'alert')}; ${plural(removed, 'old run')} removed`,
    });
  }

  /** @returns how many alerts about jobs are active */
  private async check(): Promise<number> {
    const states = await this.jobs.find();
    const active = await this.alerts.active();
    const { raise, clear } = jobAlertChanges(states, {
      failuresLimit: this.config.JOB_ALERT_AFTER_FAILURES,
      activeKeys: active.map(({ key }) => key),
      isFirstCheck: this.isFirstCheck,
    });
    for (const alert of raise) await this.alerts.raise(alert);
    for (const { key, note } of clear) await this.alerts.clear(key, note);
    this.isFirstCheck = false;
    return raise.length;
  }

  private async removeOld(): Promise<number> {
    return this.history.removeBefore(new Date(this.clock.now().getTime() - this.config.JOB_HISTORY_DAYS * DAY_MS));
  }
}
