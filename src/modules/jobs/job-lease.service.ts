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
  /** How long the lease lasts without a renewal; then another process may take over. Renewed every third of it. */
  ttlMs: number;
  /** Must stop when the signal aborts: another process may hold the lease by then. */
  work: (signal: AbortSignal) => Promise<T>;
  /** The result to record in `job_leases`; at most 255 characters. */
  describe?: (result: T) => string;
}

interface Heartbeat {
  lost: AbortController;
  failure: RecurringFailure;
}

/** `ran: false`: another process holds the lease. */
export type ExclusiveResult<T> = { ran: true; result: T } | { ran: false };

/** Lets a job run in one process at a time, across all processes that use the database. */
@Injectable()
export class JobLeaseService {
  private readonly logger = new Logger(JobLeaseService.name);

  constructor(
    private readonly repository: JobLeaseRepository,
    private readonly clock: Clock,
  ) {}

  /** The lease is released when the work has really ended, not when a timeout has aborted it. */
  async runExclusive<T>(job: ExclusiveJob<T>): Promise<ExclusiveResult<T>> {
    // Each run is an owner of its own, so that two runs in one process exclude each other too.
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

  /** Whether the job has run in any process, and its last run did not fail. */
  async lastRunEndedWell(name: string): Promise<boolean> {
    return this.repository.lastRunEndedWell(name);
  }

  /** Whether a run is in progress in any process. */
  async isRunning(name: string): Promise<boolean> {
    return (await this.findActive(name)) !== null;
  }

  /** The lease of the run in progress in any process; null if there is none. */
  async findActive(name: string): Promise<ActiveLease | null> {
    return this.repository.findActive(name, this.clock.now());
  }

  /** The newest run, in any process, of each job that has ever run. */
  async findRuns(): Promise<JobRun[]> {
    return this.repository.findRuns(this.clock.now());
  }

  /** Records a run without a lease. An unreachable database must not hide the result of the run. */
  async recordRun(name: string, startedAt: Date, result: string): Promise<void> {
    try {
      await this.repository.recordRun(name, startedAt, this.clock.now(), result);
    } catch (error) {
      this.logger.warn(`${name}: the run could not be recorded: ${String(error)}`);
    }
  }

  private async beat<T>(job: ExclusiveJob<T>, owner: string, { lost, failure }: Heartbeat): Promise<void> {
    try {
      const isRenewed = await this.repository.renew(job.name, owner, this.until(job));
      failure.succeeded(`${job.name}: the lease can be renewed again`);
      if (isRenewed) return;
      this.logger.warn(`${job.name}: the lease is lost`);
      lost.abort(new Error(`the lease of ${job.name} is lost`));
    } catch (error) {
      // The database may be unavailable for a moment; the next heartbeat finds out whether the lease has expired.
      failure.failed(`${job.name}: the lease could not be renewed: ${String(error)}`);
    }
  }

  /** An unavailable database must not hide the result of the work; the lease then expires by itself. */
  private async release(name: string, owner: string, result: string): Promise<void> {
    try {
      await this.repository.release(name, owner, this.clock.now(), result);
    } catch (error) {
      this.logger.warn(`${name}: the lease could not be released: ${String(error)}`);
    }
  }

  private until({ ttlMs }: Pick<ExclusiveJob<unknown>, 'ttlMs'>): Date {
    return new Date(this.clock.now().getTime() + ttlMs);
  }
}
