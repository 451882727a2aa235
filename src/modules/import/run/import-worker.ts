import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { ClockCheck } from '../../../common/database/database-clock.js';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { RecurringFailure } from '../../../common/logging/recurring-failure.js';
import { HOUR_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { StatisticsRefreshService } from '../../statistics/refresh.service.js';
import { ImportLeaseRepository, type Lease } from '../import-lease.repository.js';
import { ImportStateError, type ProgressListener, type RunResult } from '../import-record.js';
import { ImportRepository } from '../import.repository.js';
import { ImportInProgressError, ImportService } from '../import.service.js';
import { LeaseLostError } from './import-committer.js';
import { ImportRunner } from './import-runner.js';

/** Runs imports in this process: acquires and renews their leases, and stops them at a checkpoint. */
@Injectable()
export class ImportWorker implements OnModuleDestroy {
  private readonly logger = new Logger(ImportWorker.name);
  /** Unique to this process, so that no other process can mistake its leases for its own. */
  private readonly owner = `${hostname().slice(0, 40)}:${process.pid}:${randomBytes(4).toString('hex')}`;
  private stopping = false;
  private readonly running = new Map<string, { stop: AbortController; ended: Promise<RunResult | null> }>();

  constructor(
    private readonly leases: ImportLeaseRepository,
    private readonly service: ImportService,
    private readonly runner: ImportRunner,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  get runningCount(): number {
    return this.running.size;
  }

  /** Claims an import and runs it to its end; null if another process holds it or its status does not allow a run. */
  async run(importId: string, onProgress?: ProgressListener): Promise<RunResult | null> {
    // Before the first await: a worker could start an import twice, because its own lease does not stop it.
    if (this.stopping || this.running.has(importId)) return null;
    const stop = new AbortController();
    const ended = this.acquireAndRun(importId, stop, onProgress);
    this.running.set(importId, { stop, ended });
    try {
      return await ended;
    } finally {
      this.running.delete(importId);
    }
  }

  /** Stops all runs of this process at their next checkpoint and waits for it. */
  async stopAll(): Promise<void> {
    this.stopping = true;
    const runs = [...this.running.values()];
    for (const { stop } of runs) stop.abort(new Error('this process is stopping'));
    await Promise.allSettled(runs.map(({ ended }) => ended));
  }

  async onModuleDestroy(): Promise<void> {
    await this.stopAll();
  }

  private async acquireAndRun(
    importId: string,
    stop: AbortController,
    onProgress?: ProgressListener,
  ): Promise<RunResult | null> {
    const isAcquired = await this.withRetry(() => this.leases.acquire(importId, this.lease(), this.clock.now()));
    return isAcquired ? this.runWithLease(importId, stop, onProgress) : null;
  }

  private async runWithLease(
    importId: string,
    stop: AbortController,
    onProgress?: ProgressListener,
  ): Promise<RunResult> {
    const failure = new RecurringFailure(this.logger);
    const heartbeat = setInterval(
      () => void this.beat(importId, stop, failure),
      (this.config.IMPORT_LEASE_SECONDS * 1000) / 3,
    );
    try {
      const record = await this.withRetry(() => this.service.get(importId));
      this.logger.log(`${importId}: importing ${record.destinationName} (attempt ${record.attempts})`);
      const result = await this.runner.run(record, { owner: this.owner, signal: stop.signal, onProgress });
      const { filesDone, stored, duplicate, rejected } = await this.withRetry(() => this.service.get(importId));
      this.logger.log(
        `${importId}: ${result}; ${filesDone} files, ${stored} stored, ${duplicate} duplicate, ${rejected} rejected`,
      );
      return result;
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async beat(importId: string, stop: AbortController, failure: RecurringFailure): Promise<void> {
    try {
      const isHeld = await this.leases.renew(importId, this.lease());
      failure.succeeded(`${importId}: the lease can be renewed again`);
      if (isHeld) return;
      this.logger.warn(`${importId}: the lease is lost`);
      stop.abort(new LeaseLostError(importId));
    } catch (error) {
      // The database may be unavailable for a moment; the lease itself decides whether this run may continue.
      failure.failed(`${importId}: the lease could not be renewed: ${(error as Error).message}`);
    }
  }

  private withRetry<T>(work: () => Promise<T>): Promise<T> {
    return withDatabaseRetry(work, { nowMs: () => this.clock.now().getTime() });
  }

  private lease(): Lease {
    return {
      owner: this.owner,
      until: new Date(this.clock.now().getTime() + this.config.IMPORT_LEASE_SECONDS * 1000),
    };
  }
}

const POLL_MS = 1_000;

/** Resumes paused imports whose budget is available again, for any worker. */
@Injectable()
export class DueImports {
  constructor(
    private readonly imports: ImportRepository,
    private readonly service: ImportService,
    private readonly clock: Clock,
  ) {}

  async resumeDue(): Promise<void> {
    for (const { importId } of await this.imports.findDue(this.clock.now())) {
      try {
        await this.service.resume(importId, { forAnyWorker: true });
      } catch (error) {
        // Another import of the destination is running, or another process was faster: it is tried again at the next poll.
        if (!(error instanceof ImportInProgressError) && !(error instanceof ImportStateError)) throw error;
      }
    }
  }
}

/**
 * Runs waiting imports in a server (ROLE worker or all), IMPORT_CONCURRENCY at a time. That includes imports started by
 * the API whose process has died, as soon as their lease has expired. Interrupted imports of the command line wait
 * until they are resumed.
 */
@Injectable()
export class ImportWorkerLoop implements OnModuleDestroy {
  private readonly logger = new Logger(ImportWorkerLoop.name);
  private readonly failure = new RecurringFailure(this.logger);
  private readonly clockIsAhead = new RecurringFailure(this.logger, HOUR_MS);
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;

  constructor(
    private readonly worker: ImportWorker,
    private readonly imports: ImportRepository,
    private readonly statistics: StatisticsRefreshService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly clockCheck: ClockCheck,
    private readonly resumer: DueImports,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), POLL_MS);
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.polling;
  }

  /** Polls for waiting imports now instead of at the next second. */
  wake(): void {
    if (this.timer === null || this.polling !== null) return;
    this.polling = this.poll()
      .then(
        () => this.failure.succeeded('polling for imports works again'),
        (error: unknown) => this.failure.failed(`could not poll for imports: ${String(error)}`),
      )
      .finally(() => (this.polling = null));
  }

  private async poll(): Promise<void> {
    const free = this.config.IMPORT_CONCURRENCY - this.worker.runningCount;
    if (free <= 0) return;
    await this.resumer.resumeDue();
    const waiting = await this.imports.findWaiting(free, this.clock.now());
    // The leases of other processes would look expired.
    if (waiting.length > 0 && (await this.clockCheck.isAhead())) {
      return this.clockIsAhead.failed("imports wait: the clock is ahead of the database's clock");
    }
    this.clockIsAhead.succeeded('the clock is no longer ahead: imports run again');
    for (const { importId } of waiting) this.begin(importId);
  }

  private begin(importId: string): void {
    // Refresh the statistics as soon as the import has ended, not only at the next scheduled run.
    this.worker
      .run(importId)
      .then(() => this.statistics.refresh())
      .catch((error: unknown) => this.logger.error(`${importId}: ${String(error)}`));
  }
}
