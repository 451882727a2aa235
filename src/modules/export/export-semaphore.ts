import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { DomainError } from '../../common/domain-error.js';

/** Most exports take seconds, so a short retry interval suffices. */
const RETRY_AFTER_SECONDS = 15;

/** The maximum number of concurrent exports is reached. */
export class ExportBusyError extends DomainError {
  constructor(limit: number) {
    super('EXPORT_BUSY', 'Too many exports are in progress; retry when one of them has finished', {
      limit,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}

/** The client did not download the file within the time limit. */
export class ExportTimeoutError extends DomainError {
  constructor(maxMinutes: number) {
    super('INTERNAL_ERROR', `The export exceeded the limit of ${maxMinutes} minutes and was aborted`, { maxMinutes });
  }
}

const MS_PER_MINUTE = 60_000;

/** A permit to export. The holder stops when the signal aborts, and releases the permit in any case. */
export interface ExportPermit {
  signal: AbortSignal;
  release(): void;
}

/**
 * Limits the number and the duration of concurrent exports: each holds a connection and keeps the database from purging
 * row versions that are newer than its view. One connection of the pool is always left to other requests.
 */
@Injectable()
export class ExportSemaphore implements BeforeApplicationShutdown {
  private readonly limit: number;
  private readonly running = new Set<AbortController>();

  constructor(private readonly config: AppConfig) {
    this.limit = Math.min(config.EXPORT_CONCURRENCY, config.DATABASE_POOL_SIZE - 1);
  }

  /** @throws ExportBusyError */
  take(): ExportPermit {
    if (this.running.size >= this.limit) throw new ExportBusyError(this.limit);
    const ending = new AbortController();
    this.running.add(ending);
    const maxMinutes = this.config.EXPORT_MAX_MINUTES;
    const timer = setTimeout(() => ending.abort(new ExportTimeoutError(maxMinutes)), maxMinutes * MS_PER_MINUTE);
    timer.unref();
    const release = (): void => {
      clearTimeout(timer);
      this.running.delete(ending);
    };
    return { signal: ending.signal, release };
  }

  /** Aborts running downloads at shutdown; clients notice the truncated file and retry. */
  beforeApplicationShutdown(): void {
    for (const ending of this.running) ending.abort(new Error('the server is shutting down'));
  }
}
