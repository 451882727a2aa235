import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { ExportBusyError, ExportTimeoutError } from './export-errors.js';

const MS_PER_MINUTE = 60_000;

/** The right to export: whoever has it should end when its signal aborts, and gives it back. */
export interface ExportSlot {
  signal: AbortSignal;
  release(): void;
}

/**
 * Few exports run at once, and none for ever: each holds a connection, and keeps the database from tidying up what has
 * changed since it began. One connection is always left to everybody else.
 */
@Injectable()
export class ExportSlots implements BeforeApplicationShutdown {
  private readonly limit: number;
  private readonly running = new Set<AbortController>();

  constructor(private readonly config: AppConfig) {
    this.limit = Math.min(config.EXPORT_CONCURRENCY, config.DATABASE_POOL_SIZE - 1);
  }

  /** @throws ExportBusyError */
  take(): ExportSlot {
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
