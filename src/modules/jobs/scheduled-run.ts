import { Logger } from '@nestjs/common';
import type { ClockCheck } from '../../common/database/clock-check.js';
import type { Clock } from '../../common/time/clock.js';
import { HOUR_MS } from '../../common/time/durations.js';
import { shownReason } from '../../common/errors/shown-reason.js';
import type { ScheduledJob } from './job-explorer.js';
import type { JobLeaseService } from './job-lease.service.js';

const SKIPPED = 'skipped: the previous run is still in progress';
const CLOCK_IS_AHEAD = "skipped: the clock is ahead of the database's clock, and what is to come would count as past";
/** A job of every minute may well take hours: of the ticks that it leaves out one is enough to warn of now and then. */
const WARN_EVERY_MS = HOUR_MS;

/** The runs of one scheduled job in this process: one at a time, none after the end. */
export class ScheduledRun {
  private readonly logger: Logger;
  private current: { abort: AbortController; ended: Promise<void> } | null = null;
  private hasEnded = false;
  /** When it was last warned of the run that is under way; null: not yet. */
  private warnedAtMs: number | null = null;

  constructor(
    private readonly job: Pick<ScheduledJob, 'name' | 'timeoutMs' | 'takesLease' | 'needsRightClock' | 'handler'>,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
    private readonly clockCheck: ClockCheck,
  ) {
    this.logger = new Logger(`Job ${job.name}`);
  }

  get isRunning(): boolean {
    return this.current !== null;
  }

  /** A tick during a run is skipped, not queued. */
  tick(): void {
    if (!this.startNow()) this.logSkipped();
  }

  /** False while a run is in progress. */
  startNow(): boolean {
    if (this.current !== null) return false;
    this.begin((signal) => this.run(signal));
    return true;
  }

  startIfDue(): void {
    const { handler } = this.job;
    if (handler.isDueAtStart === undefined) return;
    this.begin(async (signal) => {
      if ((await handler.isDueAtStart?.()) && !signal.aborted) await this.run(signal);
    });
  }

  /** As soon as no run is under way. */
  async whenIdle(): Promise<void> {
    await this.current?.ended;
  }

  /** Stops the run that is under way, waits for it, and lets none begin any more. */
  async end(): Promise<void> {
    this.hasEnded = true;
    this.current?.abort.abort(new Error('the process is ending'));
    await this.whenIdle();
  }

  private logSkipped(): void {
    const nowMs = this.clock.now().getTime();
    const isDue = this.warnedAtMs === null || nowMs - this.warnedAtMs >= WARN_EVERY_MS;
    if (isDue) this.warnedAtMs = nowMs;
    this.logger[isDue ? 'warn' : 'debug'](SKIPPED);
  }

  private begin(work: (signal: AbortSignal) => Promise<void>): void {
    if (this.hasEnded) return;
    this.warnedAtMs = null;
    const abort = new AbortController();
    const ended = this.guard(work, abort).finally(() => (this.current = null));
    this.current = { abort, ended };
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { name, handler, takesLease, needsRightClock } = this.job;
    if (needsRightClock === true && (await this.clockCheck.isAhead())) return this.logger.warn(CLOCK_IS_AHEAD);
    if (takesLease !== false) return handler.run(signal);
    const startedAt = this.clock.now();
    try {
      await handler.run(signal);
      await this.leases.recordRun(name, startedAt, 'DONE');
    } catch (error) {
      await this.leases.recordRun(name, startedAt, `FAILED: ${shownReason(error)}`);
      throw error;
    }
  }

  /** Never rejects. */
  private async guard(work: (signal: AbortSignal) => Promise<void>, abort: AbortController): Promise<void> {
    const { timeoutMs } = this.job;
    const timer = setTimeout(() => {
      this.logger.error(`not done after ${timeoutMs} ms: it is told to stop`);
      abort.abort(new Error(`not done after ${timeoutMs} ms`));
    }, timeoutMs);
    try {
      await work(abort.signal);
    } catch (error) {
      if (this.hasEnded) this.logger.log('the run was stopped: the process is ending');
      else this.logger.error(`the run failed: ${error instanceof Error ? error.stack : String(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }
}
