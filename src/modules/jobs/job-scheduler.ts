import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { AppConfig } from '../../common/config/app-config.js';
import { ClockCheck } from '../../common/database/clock-check.js';
import { Clock } from '../../common/time/clock.js';
import { JobExplorer, type ScheduledJob } from './job-explorer.js';
import { JobLeaseService } from './job-lease.service.js';
import { ScheduledRun } from './scheduled-run.js';

/** A process that was busy for so long at the instant of a tick still runs it: a daily job is not skipped for a hiccup. */
const LATEST_TICK_MS = 30_000;

/** Runs the jobs of the application at their times, in processes that work (ROLE). */
@Injectable()
export class JobScheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly runs = new Map<string, ScheduledRun>();

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
      this.runs.set(job.name, new ScheduledRun(job, this.leases, this.clock, this.clockCheck));
    }
    if (!this.config.runsWorkers) return;
    for (const job of jobs.filter(({ isEnabledHere }) => isEnabledHere)) this.schedule(job);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.runs.values()].map((run) => run.end()));
  }

  /** Waits until all runs that this process has started have ended. */
  async whenIdle(): Promise<void> {
    await Promise.all([...this.runs.values()].map((run) => run.whenIdle()));
  }

  /** Starts a run now, in addition to the schedule; false while one is in progress in this process. */
  startNow(name: string): boolean {
    return this.runs.get(name)!.startNow();
  }

  /** Whether this process runs the job at the moment. */
  isRunningHere(name: string): boolean {
    return this.runs.get(name)?.isRunning ?? false;
  }

  /** Names of the jobs that this process runs at the moment. */
  runningHere(): string[] {
    return [...this.runs].filter(([, run]) => run.isRunning).map(([name]) => name);
  }

  private schedule(job: ScheduledJob): void {
    const run = this.runs.get(job.name)!;
    const cron = CronJob.from({
      cronTime: job.schedule,
      timeZone: 'UTC',
      onTick: () => run.tick(),
      threshold: LATEST_TICK_MS,
    });
    // The registry stops the jobs that it knows when the application ends.
    this.registry.addCronJob(job.name, cron);
    run.startIfDue();
    cron.start();
  }
}
