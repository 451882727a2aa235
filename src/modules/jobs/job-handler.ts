import type { Type } from '@nestjs/common';
import type { AppConfig } from '../../common/config/app-config.js';

/**
 * What a scheduled job does. An injectable class; it takes its own lease by `JobLeaseService.runExclusive`, so that the
 * schedule, the API and the command line exclude each other.
 */
export interface JobHandler {
  /** Must end soon after the signal aborts (timeout, shutdown). What it throws is logged; the next tick tries again. */
  run(signal: AbortSignal): Promise<void>;
  /** Whether to run once when the process starts, beside the schedule. Asked after the start, which does not wait. */
  isDueAtStart?(): Promise<boolean>;
}

/** A row of the table of scheduled jobs. */
export interface ScheduledJob {
  name: string;
  /** Cron expression in UTC, five or six fields. */
  schedule: (config: AppConfig) => string;
  /** After so long the handler's signal aborts; the run counts as running until the handler has really ended. */
  timeoutMs: number;
  handler: Type<JobHandler>;
  /** Default: wanted. Asked once; a process that runs no workers schedules nothing anyway. */
  isWanted?: (config: AppConfig) => boolean;
}
