import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { nextPauseMs, type RetryPolicy, withRetry } from '../../common/async/retry.js';
import { retryReason } from '../../common/database/database-errors.js';
import { withDatabaseRetry } from '../../common/database/retry.js';
import { RecurringFailure } from '../../common/logging/recurring-failure.js';
import { Clock } from '../../common/time/clock.js';
import { JobLeaseRepository, type JobRun } from './job-lease.repository.js';
import type { ActiveLease } from './job-lease.entity.js';
import { endedWith, failedWith, JobHistory, resultText } from './job-history.service.js';
import type { JobEnd } from './job-run.repository.js';

export interface ExclusiveJob<T> {
  name: string;
  /** How long the lease lasts without a renewal; then another process may take over. Renewed every third of it. */
  ttlMs: number;
  /** Must stop when the signal aborts: another process may hold the lease by then. */
  work: (signal: AbortSignal) => Promise<T>;
  /** The result to record, at most 255 characters; the run counts as failed if it begins with FAILED. */
  describe?: (result: T) => string;
  /** Waits up to a minute for a database that is away when the run begins, until this aborts. Without it, the run fails at once. */
  waitsUntil?: AbortSignal | undefined;
}

/** A run under its lease. */
interface Held {
  name: string;
  owner: string;
  /** Null: its start could not be recorded. */
  runId: number | null;
  startedAt: Date;
}

interface Heartbeat {
  lost: AbortController;
  failure: RecurringFailure;
}

/** `ran: false`: another process holds the lease. */
export type ExclusiveResult<T> = { ran: true; result: T } | { ran: false };

const STOPPED: JobEnd = { outcome: 'STOPPED', result: null, error: 'the process ended' };

/** For a database that restarts, or a full disk in which space is freed now and then. */
const RELEASE: RetryPolicy = { firstPauseMs: 250, longestPauseMs: 4_000 };
/** No attempt begins later: each may itself wait for a server that does not respond. */
const RELEASE_WITHIN_MS = 8_000;

/** Host and process id. */
const processName = (): string => `${hostname().slice(0, 40)}:${process.pid}`;

/** Lets a job run in one process at a time, across all processes that use the database. */
@Injectable()
export class JobLeaseService {
  private readonly logger = new Logger(JobLeaseService.name);

  constructor(
    private readonly repository: JobLeaseRepository,
    private readonly history: JobHistory,
    private readonly clock: Clock,
  ) {}

  /** The lease is released when the work has really ended, not when a timeout has aborted it. */
  async runExclusive<T>(job: ExclusiveJob<T>): Promise<ExclusiveResult<T>> {
    // Each run is an owner of its own, so that two runs in one process exclude each other too.
    const { name } = job;
    const owner = `${processName()}:${randomBytes(4).toString('hex')}`;
    const startedAt = this.clock.now();
    if (!(await this.acquire(job, owner, startedAt))) return { ran: false };
    const lost = new AbortController();
    const failure = new RecurringFailure(this.logger);
    const heartbeat = setInterval(() => void this.beat(job, owner, { lost, failure }), job.ttlMs / 3);
    const held: Held = { name, owner, startedAt, runId: await this.history.begin(name, owner, startedAt) };
    try {
      const result = await job.work(lost.signal);
      await this.release(held, endedWith(job.describe?.(result)));
      return { ran: true, result };
    } catch (error) {
      await this.release(held, this.history.isEnding ? STOPPED : failedWith(error));
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
  async recordRun(name: string, startedAt: Date, failure: { error: unknown } | null, text?: string): Promise<void> {
    const stopped = this.history.isEnding ? STOPPED : null;
    const end = failure === null ? endedWith(text) : (stopped ?? failedWith(failure.error));
    try {
      await this.repository.recordRun(name, startedAt, this.clock.now(), resultText(end));
    } catch (error) {
      this.logger.warn(`${name}: the run could not be recorded: ${String(error)}`);
    }
    await this.history.add(name, processName(), startedAt, end);
  }

  /** From now on, runs that end with an error count as stopped: the process ends in order. */
  processIsEnding(): void {
    this.history.isEnding = true;
  }

  private acquire<T>(job: ExclusiveJob<T>, owner: string, startedAt: Date): Promise<boolean> {
    const acquire = () => this.repository.acquire(job.name, owner, this.until(job), startedAt);
    if (job.waitsUntil === undefined) return acquire();
    const failure = new RecurringFailure(this.logger);
    return withDatabaseRetry(acquire, {
      nowMs: () => performance.now(),
      signal: job.waitsUntil,
      onRetry: (_, error) => failure.failed(`${job.name}: waits for the database: ${String(error)}`),
    });
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

  /**
   * An unavailable database must not hide the result of the work; the lease then expires by itself. Until then no process can
   * run the job, so it is worth some attempts, unless the process is ending.
   */
  private async release({ name, owner, runId, startedAt }: Held, end: JobEnd): Promise<void> {
    await this.history.end({ name, runId, startedAt }, end);
    const deadlineMs = performance.now() + RELEASE_WITHIN_MS;
    try {
      await withRetry(() => this.repository.release(name, owner, this.clock.now(), resultText(end)), {
        pauseAfter: (error, failures) => {
          if (this.history.isEnding || retryReason(error) === null) return null;
          return nextPauseMs(RELEASE, { failures, leftMs: deadlineMs - performance.now() });
        },
        onRetry: ({ error, failures }) => {
          if (failures === 1) this.logger.warn(`${name}: the lease could not be released yet: ${String(error)}`);
        },
      });
    } catch (error) {
      this.logger.warn(`${name}: the lease could not be released: ${String(error)}`);
    }
  }

  private until({ ttlMs }: Pick<ExclusiveJob<unknown>, 'ttlMs'>): Date {
    return new Date(this.clock.now().getTime() + ttlMs);
  }
}
