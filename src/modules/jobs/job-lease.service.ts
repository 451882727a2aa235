import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, Logger } from '@nestjs/common';
import { reasonText } from '../../common/domain-error.js';
import { RecurringFailure } from '../../common/logging/recurring-failure.js';
import { Clock } from '../../common/time/clock.js';
import { JobLeaseRepository, type JobRun } from './job-lease.repository.js';
import type { ActiveLease } from './job-lease.entity.js';

export interface ExclusiveJob<T> {
  name: string;
  /** After so long without a sign of life another process may take the job over. Renewed three times as often. */
  ttlMs: number;
  /** Must stop when the signal aborts: another process may have the job by then. */
  work: (signal: AbortSignal) => Promise<T>;
  /** How the end is kept in `job_leases`; at most 255 characters. */
  describe?: (result: T) => string;
}

/** `ran: false`: another process is at it. */
interface Heartbeat {
  lost: AbortController;
  failure: RecurringFailure;
}

export type ExclusiveResult<T> = { ran: true; result: T } | { ran: false };

/** Lets a job run in one process at a time, whatever the number of processes on the database. */
@Injectable()
export class JobLeaseService {
  private readonly logger = new Logger(JobLeaseService.name);

  constructor(
    private readonly repository: JobLeaseRepository,
    private readonly clock: Clock,
  ) {}

  /** The lease is given back when the work has really ended, not when somebody has lost patience with it. */
  async runExclusive<T>(job: ExclusiveJob<T>): Promise<ExclusiveResult<T>> {
    // One owner for each run, so that two runs within one process exclude each other too.
    const owner = `${hostname().slice(0, 40)}:${process.pid}:${randomBytes(4).toString('hex')}`;
    if (!(await this.repository.acquire(job.name, owner, this.until(job), this.clock.now()))) return { ran: false };
    const lost = new AbortController();
    const failure = new RecurringFailure(this.logger);
    const heartbeat = setInterval(() => void this.beat(job, owner, { lost, failure }), job.ttlMs / 3);
    try {
      const result = await job.work(lost.signal);
      await this.release(job.name, owner, job.describe?.(result) ?? 'DONE');
      return { ran: true, result };
    } catch (error) {
      await this.release(job.name, owner, `FAILED: ${reasonText(error)}`);
      throw error;
    } finally {
      clearInterval(heartbeat);
    }
  }

  /** Whether the job has run, in any process, and its last run did not fail. */
  async lastRunEndedWell(name: string): Promise<boolean> {
    return this.repository.lastRunEndedWell(name);
  }

  /** Whether some process is at the job now. */
  async isRunning(name: string): Promise<boolean> {
    return (await this.findActive(name)) !== null;
  }

  /** Since when some process is at the job; null where none is. */
  async findActive(name: string): Promise<ActiveLease | null> {
    return this.repository.findActive(name, this.clock.now());
  }

  /** The newest run of each job that has ever run, in any process. */
  async findRuns(): Promise<JobRun[]> {
    return this.repository.findRuns(this.clock.now());
  }

  /** Records a run that took no lease. An unreachable database must not hide how the run ended. */
  async recordRun(name: string, startedAt: Date, result: string): Promise<void> {
    try {
      await this.repository.recordRun(name, startedAt, this.clock.now(), result);
    } catch (error) {
      this.logger.warn(`${name}: the run could not be recorded: ${String(error)}`);
    }
  }

  private async beat<T>(job: ExclusiveJob<T>, owner: string, { lost, failure }: Heartbeat): Promise<void> {
    try {
      const isHeld = await this.repository.renew(job.name, owner, this.until(job));
      failure.succeeded(`${job.name}: the lease can be renewed again`);
      if (isHeld) return;
      this.logger.warn(`${job.name}: the lease is lost`);
      lost.abort(new Error(`the lease of ${job.name} is lost`));
    } catch (error) {
      // The database may be away for a moment; whether the lease has run out meanwhile the next beat sees.
      failure.failed(`${job.name}: the lease could not be renewed: ${String(error)}`);
    }
  }

  /** A database that is away must not hide how the work ended; the lease then runs out by itself. */
  private async release(name: string, owner: string, result: string): Promise<void> {
    try {
      await this.repository.release(name, owner, this.clock.now(), result);
    } catch (error) {
      this.logger.warn(`${name}: the lease could not be given back: ${String(error)}`);
    }
  }

  private until({ ttlMs }: Pick<ExclusiveJob<unknown>, 'ttlMs'>): Date {
    return new Date(this.clock.now().getTime() + ttlMs);
  }
}
