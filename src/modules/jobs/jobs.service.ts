import { Injectable } from '@nestjs/common';
import { ClockCheck } from '../../common/database/database-clock.js';
import { DomainError } from '../../common/domain-error.js';
import { Clock } from '../../common/time/clock.js';
import { nextTicks } from '../../common/time/cron-times.js';
import { DueJobs, type JobState, SHOWN_RUNS } from './due-jobs.service.js';
import { JobExplorer, type ScheduledJob } from './job-explorer.js';
import { JobHistory } from './job-history.service.js';
import { activeLeaseText } from './job-lease.entity.js';
import { JobLeaseService } from './job-lease.service.js';
import { JobScheduler } from './job-scheduler.js';
import type { JobRunPageView, JobRunsQuery, JobView, StartedJobView } from './jobs.dto.js';

export class JobNotFoundError extends DomainError {
  constructor(name: string, known: readonly string[]) {
    super('JOB_NOT_FOUND', `Job ${name} does not exist. Available: ${known.join(', ')}`);
  }
}

export class JobInProgressError extends DomainError {
  constructor(name: string, since: string) {
    super('JOB_IN_PROGRESS', `A run of ${name} is in progress${since}`);
  }
}

/** Lists and starts the scheduled jobs for the admin API. */
@Injectable()
export class JobsService {
  constructor(
    private readonly explorer: JobExplorer,
    private readonly due: DueJobs,
    private readonly history: JobHistory,
    private readonly scheduler: JobScheduler,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
    private readonly clockCheck: ClockCheck,
  ) {}

  async list(): Promise<JobView[]> {
    return (await this.due.find()).map((state) => this.viewOf(state));
  }

  /** Newest first. @throws JobNotFoundError */
  async runs(name: string, query: JobRunsQuery): Promise<JobRunPageView> {
    const job = this.jobNamed(name);
    const rows = await this.history.findPage(job.name, query);
    const data = rows.slice(0, query.limit).map(({ jobName: _, ...run }) => run);
    return { data, nextCursor: rows.length > query.limit ? data.at(-1)!.runId : null };
  }

  /** @throws JobNotFoundError, JobInProgressError, ClockAheadError */
  async start(name: string): Promise<StartedJobView> {
    const job = this.jobNamed(name);
    if (job.needsRightClock === true) await this.clockCheck.refuseAhead();
    const lease = await this.leases.findActive(name);
    if (lease !== null || !this.scheduler.startNow(name)) throw new JobInProgressError(name, activeLeaseText(lease));
    return { name, startedAt: this.clock.now() };
  }

  private jobNamed(name: string): ScheduledJob {
    const jobs = this.explorer.find();
    const job = jobs.find((known) => known.name === name);
    if (job !== undefined) return job;
    throw new JobNotFoundError(
      name,
      jobs.map((known) => known.name),
    );
  }

  private viewOf({ job, newest, isRunning, lastRuns, consecutiveFailures, due }: JobState): JobView {
    const { name, description, schedule, setting = null, isEnabledHere: isEnabled } = job;
    return {
      name,
      description,
      schedule,
      setting,
      isEnabled,
      nextRunAt: isEnabled ? nextTicks(schedule, this.clock.now(), 1)[0]! : null,
      isRunning,
      holder: newest?.owner ?? null,
      lastStartedAt: newest?.startedAt ?? null,
      lastFinishedAt: newest?.finishedAt ?? null,
      lastResult: newest?.result ?? null,
      lastOutcomes: lastRuns.slice(0, SHOWN_RUNS).map(({ outcome }) => outcome),
      consecutiveFailures,
      overdueSince: due.state === 'OVERDUE' ? due.dueAt : null,
    };
  }
}
