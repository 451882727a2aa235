import { performance } from 'node:perf_hooks';
import { MINUTE_MS } from '../time/calendar.js';

/**
 * Logs the failures of repeated work, such as a poll every second: the first failure immediately, later ones at most once per
 * period with their count, and the first success after them. `nowMs` is monotonic.
 */
export class RecurringFailure {
  private failedSinceMs: number | null = null;
  private loggedAtMs = 0;
  private unlogged = 0;

  constructor(
    private readonly logger: Record<'log' | 'warn' | 'debug', (text: string) => void>,
    private readonly everyMs = MINUTE_MS,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Whether the last attempt failed. */
  get isOngoing(): boolean {
    return this.failedSinceMs !== null;
  }

  failed(text: string): void {
    const nowMs = this.nowMs();
    if (this.failedSinceMs !== null && nowMs - this.loggedAtMs < this.everyMs) {
      this.unlogged += 1;
      this.logger.debug(text);
      return;
    }
    const repeated = this.unlogged > 0 ? ` (and ${this.unlogged} more times since the last warning)` : '';
    this.logger.warn(text + repeated);
    this.failedSinceMs ??= nowMs;
    [this.loggedAtMs, this.unlogged] = [nowMs, 0];
  }

  /** @param text describes the recovery; logged only after a failure */
  succeeded(text: string): void {
    if (this.failedSinceMs === null) return;
    const seconds = Math.round((this.nowMs() - this.failedSinceMs) / 1_000);
    this.logger.log(`${text}, after ${seconds} s`);
    [this.failedSinceMs, this.unlogged] = [null, 0];
  }
}
