import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { AppConfig } from '../../common/config/app-config.js';
import { ClockCheck } from '../../common/database/database-clock.js';
import { RecurringFailure } from '../../common/logging/recurring-failure.js';
import { HOUR_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { traced } from '../../common/tracing/tracer.js';
import { JobExplorer, type ScheduledJob } from './job-explorer.js';
import { JobLeaseService } from './job-lease.service.js';

const SKIPPED = 'skipped: the previous run is still in progress';
const CLOCK_IS_AHEAD = "skipped: the clock is ahead of the database's clock, so future instants would count as past";
/** A job that is due every minute may run for hours: one warning an hour about skipped ticks is enough. */
const WARN_EVERY_MS = HOUR_MS;

/** The runs of one scheduled job in this process: one at a time, and none once the process is ending. */
export class JobRunner {
  private readonly logger: Logger;
  private current: { abort: AbortController; ended: Promise<void> } | null = null;
  private hasEnded = false;
  private readonly failure: RecurringFailure;
  private readonly clockIsAhead: RecurringFailure;
  private lastFailure = '';
  /** When the log last warned that the current run makes the job skip ticks; null: not yet. */
  private warnedAtMs: number | null = null;

  constructor(
    private readonly job: Pick<
      ScheduledJob,
      'name' | 'timeoutMs' | 'takesLease' | 'needsRightClock' | 'work' | 'isDueAtStart'
    >,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
    private readonly clockCheck: ClockCheck,
  ) {
    this.logger = new Logger(`Job ${job.name}`);
    const { logger } = this;
    this.failure = new RecurringFailure({
      log: (text) => logger.log(text),
      warn: (text) => logger.error(text),
      debug: (text) => logger.debug(text),
    });
    this.clockIsAhead = new RecurringFailure(logger, WARN_EVERY_MS);
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
    const { isDueAtStart } = this.job;
    if (isDueAtStart === undefined) return;
    this.begin(async (signal) => {
      if ((await isDueAtStart()) && !signal.aborted) await this.run(signal);
    });
  }

  /** Resolves when no run is in progress. */
  async whenIdle(): Promise<void> {
    await this.current?.ended;
  }

  /** Stops the current run, waits for it, and starts no further run. */
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
    const { needsRightClock } = this.job;
    if (needsRightClock === true && (await this.clockCheck.isAhead())) return this.clockIsAhead.failed(CLOCK_IS_AHEAD);
    this.clockIsAhead.succeeded('the clock is no longer ahead: the job runs again');
    const { name } = this.job;
    await traced({ name: `job ${name}`, attributes: { 'warehouse.job': name } }, () => this.runAndRecord(signal));
    this.failure.succeeded('the job runs without failure again');
  }

  private async runAndRecord(signal: AbortSignal): Promise<void> {
    const { name, work, takesLease } = this.job;
    if (takesLease !== false) {
      await work(signal);
      return;
    }
    const startedAt = this.clock.now();
    try {
      await work(signal);
      await this.leases.recordRun(name, startedAt, null);
    } catch (error) {
      await this.leases.recordRun(name, startedAt, { error });
      throw error;
    }
  }

  /** Never rejects. */
  private async guard(work: (signal: AbortSignal) => Promise<void>, abort: AbortController): Promise<void> {
    const { timeoutMs } = this.job;
    const timer = setTimeout(() => {
      this.logger.error(`not finished after ${timeoutMs} ms: the run is being stopped`);
      abort.abort(new Error(`not finished after ${timeoutMs} ms`));
    }, timeoutMs);
    try {
      await work(abort.signal);
    } catch (error) {
      if (this.hasEnded) this.logger.log('the run was stopped: the process is ending');
      else this.logFailure(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A frequent job fails at every tick while the database is unavailable: only a new failure is logged with its stack. */
  private logFailure(error: unknown): void {
    const text = String(error);
    const isNew = text !== this.lastFailure || !this.failure.isOngoing;
    this.lastFailure = text;
    this.failure.failed(`the run failed: ${isNew && error instanceof Error ? error.stack : text}`);
  }
}

/** A tick that is up to this late, because the process was busy, still runs: a daily job must not be lost to a hiccup. */
const LATEST_TICK_MS = 30_000;

/** Runs the jobs of the application on schedule, in worker processes (ROLE). */
@Injectable()
export class JobScheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly runners = new Map<string, JobRunner>();

  constructor(
    private readonly explorer: JobExplorer,
    private readonly registry: SchedulerRegistry,
    private readonly leases: JobLeaseService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly clockCheck: ClockCheck,
  ) {}

  /** Does not wait for jobs that are due at start. */
  onApplicationBootstrap(): void {
    const jobs = this.explorer.find();
    for (const job of jobs) {
      this.runners.set(job.name, new JobRunner(job, this.leases, this.clock, this.clockCheck));
    }
    if (!this.config.runsWorkers) return;
    for (const job of jobs.filter(({ isEnabledHere }) => isEnabledHere)) this.schedule(job);
  }

  async onModuleDestroy(): Promise<void> {
    this.leases.processIsEnding();
    await Promise.all([...this.runners.values()].map((runner) => runner.end()));
  }

  /** Waits until all runs that this process has started have ended. */
  async whenIdle(): Promise<void> {
    await Promise.all([...this.runners.values()].map((runner) => runner.whenIdle()));
  }

  /** Starts a run now, in addition to the schedule; false while one is in progress in this process. */
  startNow(name: string): boolean {
    return this.runners.get(name)!.startNow();
  }

  /** Whether a run of the job is in progress in this process. */
  isRunningHere(name: string): boolean {
    return this.runners.get(name)?.isRunning ?? false;
  }

  /** Names of the jobs with a run in progress in this process. */
  runningHere(): string[] {
    return [...this.runners].filter(([, runner]) => runner.isRunning).map(([name]) => name);
  }

  private schedule(job: ScheduledJob): void {
    const runner = this.runners.get(job.name)!;
    const cron = CronJob.from({
      cronTime: job.schedule,
      // In a zone whose clocks change, jobs run twice in a night of autumn (findings/cron-night-job-runs-twice-in-autumn.sh).
      timeZone: 'UTC',
      onTick: () => runner.tick(),
      threshold: LATEST_TICK_MS,
    });
    // The registry stops its jobs when the application shuts down.
    this.registry.addCronJob(job.name, cron);
    runner.startIfDue();
    cron.start();
  }
}
