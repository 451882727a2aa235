import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { nextTicks } from '../../common/time/cron-times.js';
import { type DueState, dueState } from './due.js';
import { JobExplorer, type ScheduledJob } from './job-explorer.js';
import { JobHistory } from './job-history.service.js';
import type { JobRun } from './job-lease.repository.js';
import { JobLeaseService } from './job-lease.service.js';
import type { LastRun } from './job-run.sql.js';
import { JobScheduler } from './job-scheduler.js';

/** How many of the newest runs of each job are shown. */
export const SHOWN_RUNS = 10;

/** A job with its newest runs in all processes. */
export interface JobState {
  job: ScheduledJob;
  /** Null: it has never run. */
  newest: JobRun | null;
  isRunning: boolean;
  /** Newest first; more than are shown if more failures raise an alert. */
  lastRuns: LastRun[];
  /** Failed or abandoned runs in a row; those that were cut short by the end of their process do not count. */
  consecutiveFailures: number;
  /** A job that is switched off is never due. */
  due: DueState;
}

/** What every scheduled job did last, and whether it ran when it was due. */
@Injectable()
export class DueJobs {
  private readonly processStartedAt: Date;
  /** The scheduled time after the newest run of each job: metrics are read several times a minute. */
  private readonly ticks = new Map<string, { since: Date; tick: Date }>();

  constructor(
    private readonly explorer: JobExplorer,
    private readonly scheduler: JobScheduler,
    private readonly leases: JobLeaseService,
    private readonly history: JobHistory,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {
    this.processStartedAt = clock.now();
  }

  /** In the order of their names. */
  async find(): Promise<JobState[]> {
    const jobs = this.explorer.find();
    const newest = new Map((await this.leases.findRuns()).map((run) => [run.name, run]));
    const limit = Math.max(SHOWN_RUNS, this.config.JOB_ALERT_AFTER_FAILURES);
    const names = jobs.map(({ name }) => name);
    const runs = groupBy(await this.history.findLast(names, limit), ({ jobName }) => jobName);
    return jobs.map((job) => this.stateOf(job, newest.get(job.name) ?? null, runs.get(job.name) ?? []));
  }

  private stateOf(job: ScheduledJob, newest: JobRun | null, lastRuns: LastRun[]): JobState {
    const isRunning = newest?.owner != null || this.scheduler.isRunningHere(job.name);
    const isWatched = job.isEnabledHere && !isRunning && this.config.JOB_OVERDUE_MINUTES > 0;
    const due: DueState = isWatched ? this.dueStateOf(job, newest) : { state: 'ON_TIME' };
    return { job, newest, isRunning, lastRuns, consecutiveFailures: consecutiveFailures(lastRuns), due };
  }

  private dueStateOf({ name, schedule }: ScheduledJob, newest: JobRun | null): DueState {
    const check = {
      schedule,
      lastActiveAt: laterOf(newest?.startedAt ?? null, newest?.finishedAt ?? null),
      processStartedAt: this.processStartedAt,
      now: this.clock.now(),
      toleranceMs: this.config.JOB_OVERDUE_MINUTES * MINUTE_MS,
    };
    return dueState(check, (since) => this.firstTick(name, schedule, since));
  }

  private firstTick(name: string, schedule: string, since: Date): Date {
    const known = this.ticks.get(name);
    if (known?.since.getTime() === since.getTime()) return known.tick;
    const tick = nextTicks(schedule, since, 1)[0]!;
    this.ticks.set(name, { since, tick });
    return tick;
  }
}

export function consecutiveFailures(newestFirst: readonly Pick<LastRun, 'outcome'>[]): number {
  const ended = newestFirst.filter(({ outcome }) => outcome !== 'RUNNING' && outcome !== 'STOPPED');
  const success = ended.findIndex(({ outcome }) => outcome === 'DONE');
  return success === -1 ? ended.length : success;
}

function laterOf(a: Date | null, b: Date | null): Date | null {
  return a === null || (b !== null && b > a) ? b : a;
}
