import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { DomainError } from '../../common/domain-error.js';

/** Most exports take seconds; the client that waits asks again soon enough. */
const RETRY_AFTER_SECONDS = 15;

/** As many exports are running as may run at once. */
export class ExportBusyError extends DomainError {
  constructor(limit: number) {
    super('EXPORT_BUSY', 'Other exports are running: try again when one of them has ended', {
      limit,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}

/** The window of an export is empty or the wrong way round. */
export class ExportWindowError extends DomainError {
  constructor(fromMs: number, toMs: number) {
    const [from, to] = [new Date(fromMs), new Date(toMs)].map((instant) => instant.toISOString());
    super('DATE_OUT_OF_RANGE', 'from must be before to', { from, to });
  }
}

/** The file was not fetched within the time that one may take. */
export class ExportTimeoutError extends DomainError {
  constructor(maxMinutes: number) {
    super('INTERNAL_ERROR', `The export took longer than ${maxMinutes} minutes and was ended`, { maxMinutes });
  }
}

const MS_PER_MINUTE = 60_000;

/** The right to export: whoever has it should end when its signal aborts, and gives it back. */
export interface ExportPermit {
  signal: AbortSignal;
  release(): void;
}

/**
 * Few exports run at once, and none for ever: each holds a connection, and keeps the database from tidying up what has
 * changed since it began. One connection is always left to everybody else.
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

  /** Nobody waits for a download to end: clients see that theirs broke off, and ask again. */
  beforeApplicationShutdown(): void {
    for (const ending of this.running) ending.abort(new Error('the server is shutting down'));
  }
}
