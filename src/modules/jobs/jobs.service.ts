import { Injectable } from '@nestjs/common';
import { ClockCheck } from '../../common/database/database-clock.js';
import { DomainError } from '../../common/domain-error.js';
import { Clock } from '../../common/time/clock.js';
import { nextTicks } from '../../common/time/cron-times.js';
import { JobExplorer, type ScheduledJob } from './job-explorer.js';
import type { JobRun } from './job-lease.repository.js';
import { JobLeaseService } from './job-lease.service.js';
import { JobScheduler } from './job-scheduler.js';
import type { JobView, StartedJobView } from './jobs.dto.js';
import { activeLeaseText } from './job-lease.entity.js';

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
    private readonly scheduler: JobScheduler,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
    private readonly clockCheck: ClockCheck,
  ) {}

  async list(): Promise<JobView[]> {
    const runs = new Map((await this.leases.findRuns()).map((run) => [run.name, run]));
    return this.explorer.find().map((job) => this.viewOf(job, runs.get(job.name)));
  }

  /** @throws JobNotFoundError, JobInProgressError, ClockAheadError */
  async start(name: string): Promise<StartedJobView> {
    const jobs = this.explorer.find();
    const job = jobs.find((known) => known.name === name);
    if (job === undefined) {
      throw new JobNotFoundError(
        name,
        jobs.map((known) => known.name),
      );
    }
    if (job.needsRightClock === true) await this.clockCheck.refuseAhead();
    const lease = await this.leases.findActive(name);
    if (lease !== null || !this.scheduler.startNow(name)) throw new JobInProgressError(name, activeLeaseText(lease));
    return { name, startedAt: this.clock.now() };
  }

  private viewOf(job: ScheduledJob, run: JobRun | undefined): JobView {
    const { name, description, schedule, setting = null, isEnabledHere: isEnabled } = job;
    return {
      name,
      description,
      schedule,
      setting,
      isEnabled,
      nextRunAt: isEnabled ? nextTicks(schedule, this.clock.now(), 1)[0]! : null,
      isRunning: run?.owner != null || this.scheduler.isRunningHere(name),
      holder: run?.owner ?? null,
      lastStartedAt: run?.startedAt ?? null,
      lastFinishedAt: run?.finishedAt ?? null,
      lastResult: run?.result ?? null,
    };
  }
}
