import { SetMetadata } from '@nestjs/common';
import type { AppConfig } from '../../common/config/app-config.js';

/** Settings whose value replaces the cron expression of a job. */
export type ScheduleSetting = 'COLLECT_CRON' | 'SCHEDULE_REFRESH_CRON' | 'QUALITY_CHECK_CRON';

export interface JobOptions {
  /** One sentence for operators; `GET /api/admin/jobs` shows it. */
  description: string;
  /** The signal of a run aborts after this time. The run counts as running until it has really ended. */
  timeoutMs: number;
  /** Its value replaces the expression of `@Cron`, which is the setting's default. */
  setting?: ScheduleSetting;
  /** Whether a working process (ROLE) schedules the job; default: always. */
  isEnabled?: (config: AppConfig) => boolean;
  /**
   * Whether a run is skipped while the clock of the process is ahead of the database's clock: for jobs that store or judge
   * something by the time of now. Default: it runs.
   */
  needsRightClock?: boolean;
  /**
   * Default: the job takes the lease of its name by `JobLeaseService.runExclusive`, so that schedule, API and command line
   * exclude each other, and its runs are recorded there. False: every process runs it, and the scheduler records its runs.
   */
  takesLease?: boolean;
}

/** A class with a method that is decorated by `@Cron` and `@Job`. */
export interface JobHandler {
  /** Must end soon after the signal aborts (timeout, shutdown). Errors are logged; the next tick tries again. */
  run(signal: AbortSignal): Promise<void>;
  /** Whether to run once when the process starts, in addition to the schedule. The start does not wait for it. */
  isDueAtStart?(): Promise<boolean>;
}

export const JOB_OPTIONS = 'JOB_OPTIONS';

/**
 * Makes the `run` method of an injectable class a scheduled job, together with
 * `@Cron(expression, { name, timeZone: 'UTC' })`. `JobScheduler` mounts it, in place of @nestjs/schedule.
 */
export const Job = (options: JobOptions) => SetMetadata(JOB_OPTIONS, options);
