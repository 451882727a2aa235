import type { DataSource, Logger } from 'typeorm';
import { isDiskFull } from './disk-full.js';

/**
 * Sees every statement of a data source that fails, whoever sent it, and keeps when the last one failed for want of room.
 * Nothing is logged here: whoever sent the statement does that.
 */
export class QueryErrors implements Logger {
  /** By the monotonic clock of the process; null: never. */
  private fullAtMs: number | null = null;

  constructor(private readonly nowMs: () => number) {}

  logQueryError(error: string | Error): void {
    if (isDiskFull(error)) this.fullAtMs = this.nowMs();
  }

  /** Milliseconds since a statement last failed because the disk was full; null: none did. */
  get sinceFullMs(): number | null {
    return this.fullAtMs === null ? null : this.nowMs() - this.fullAtMs;
  }

  logQuery(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

/** Of a data source that was made by `dataSourceOptions`; null of another one. */
export function queryErrorsOf({ logger }: DataSource): QueryErrors | null {
  return logger instanceof QueryErrors ? logger : null;
}
