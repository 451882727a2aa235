import { Logger } from '@nestjs/common';
import type { Clock } from '../../common/time/clock.js';
import { HOUR_MS } from '../../common/time/durations.js';
import type { JobHandler, ScheduledJob } from './job-handler.js';

const LEFT_OUT = 'the run before is still at work: this one is left out';
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
    private readonly job: Pick<ScheduledJob, 'name' | 'timeoutMs'>,
    private readonly handler: JobHandler,
    private readonly clock: Clock,
  ) {
    this.logger = new Logger(`Job ${job.name}`);
  }

  /** A tick that finds a run under way is left out, not queued. */
  tick(): void {
    if (this.current !== null) this.sayLeftOut();
    else this.begin((signal) => this.handler.run(signal));
  }

  startIfDue(): void {
    if (this.handler.isDueAtStart === undefined) return;
    this.begin(async (signal) => {
      if ((await this.handler.isDueAtStart?.()) && !signal.aborted) await this.handler.run(signal);
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

  private sayLeftOut(): void {
    const nowMs = this.clock.now().getTime();
    const isDue = this.warnedAtMs === null || nowMs - this.warnedAtMs >= WARN_EVERY_MS;
    if (isDue) this.warnedAtMs = nowMs;
    this.logger[isDue ? 'warn' : 'debug'](LEFT_OUT);
  }

  private begin(work: (signal: AbortSignal) => Promise<void>): void {
    if (this.hasEnded) return;
    this.warnedAtMs = null;
    const abort = new AbortController();
    const ended = this.guard(work, abort).finally(() => (this.current = null));
    this.current = { abort, ended };
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
