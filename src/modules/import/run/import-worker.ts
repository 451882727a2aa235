import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { RecurringFailure } from '../../../common/logging/recurring-failure.js';
import { Clock } from '../../../common/time/clock.js';
import { ImportLeaseRepository, type Lease } from '../import-lease.repository.js';
import type { ProgressListener, RunResult } from '../import-record.js';
import { ImportService } from '../import.service.js';
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

  /** Stops all runs of this process at their next checkpoint and waits for them. */
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
