import { SetMetadata } from '@nestjs/common';
import type { AppConfig } from '../../common/config/app-config.js';

/** Settings whose value replaces the cron expression of a job. */
export type ScheduleSetting = 'BACKUP_CRON' | 'COLLECT_CRON' | 'SCHEDULE_REFRESH_CRON' | 'QUALITY_CHECK_CRON';

export interface JobOptions {
  /** One sentence for operators; `GET /api/admin/jobs` shows it. */
  description: string;
  /** The signal of a run aborts after this time. The run counts as running until it has really ended. */
  timeoutMs: number;
  /** The setting whose value replaces the expression of `@Cron`, which is its default. */
  setting?: ScheduleSetting;
  /** Whether a working process (ROLE) schedules the job; default: always. */
  isEnabled?: (config: AppConfig) => boolean;
  /**
   * Whether to skip runs while the clock of the process is ahead of the database's clock. For jobs whose results depend on
   * the current time. Default: false.
   */
  needsRightClock?: boolean;
  /**
   * Default: the job itself acquires the lease of its name (`JobLeaseService.runExclusive`), which also records its runs; so
   * the schedule, the API and the command line exclude each other. False: every process runs the job, and the scheduler
   * records the runs.
   */
  takesLease?: boolean;
}

/** A class whose job may run once when the process starts, in addition to its schedule. */
export interface DueAtStart {
  /** Whether to run now. The start of the process does not wait for the answer or the run. */
  isDueAtStart(): Promise<boolean>;
}

/** A class of its own for a job, whose method `run` is decorated by `@Cron` and `@Job`. */
export interface JobHandler extends Partial<DueAtStart> {
  run(signal: AbortSignal): Promise<void>;
}

export const JOB_OPTIONS = 'JOB_OPTIONS';

/**
 * Makes a method of an injectable class a scheduled job, together with `@Cron(expression, { name, timeZone: 'UTC' })`.
 * `JobScheduler` mounts it, in place of @nestjs/schedule. The method gets an `AbortSignal` and must end soon after it
 * aborts (timeout, shutdown). Its errors are logged, and the next tick tries again.
 */
export const Job = (options: JobOptions) => SetMetadata(JOB_OPTIONS, options);
