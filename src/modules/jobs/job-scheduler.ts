import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import type { JobHandler, ScheduledJob } from './job-handler.js';
import { ScheduledRun } from './scheduled-run.js';

/** Token of the table's rows. */
export const SCHEDULED_JOBS_TABLE = 'SCHEDULED_JOBS_TABLE';

/** A process that was busy for so long at the instant of a tick still runs it: a daily job is not left out for a hiccup. */
const LATEST_TICK_MS = 30_000;

/** Runs the jobs of the table at their times, in a process that works (ROLE). */
@Injectable()
export class JobScheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly runs: ScheduledRun[] = [];

  constructor(
    @Inject(SCHEDULED_JOBS_TABLE) private readonly table: readonly ScheduledJob[],
    private readonly registry: SchedulerRegistry,
    private readonly modules: ModuleRef,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Does not wait for jobs that are due at start. */
  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    for (const job of this.table) {
      if (job.isWanted === undefined || job.isWanted(this.config)) this.schedule(job);
    }
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.runs.map((run) => run.end()));
  }

  /** As soon as nothing that it has started is under way. */
  async whenIdle(): Promise<void> {
    await Promise.all(this.runs.map((run) => run.whenIdle()));
  }

  private schedule(job: ScheduledJob): void {
    const run = new ScheduledRun(job, this.modules.get<JobHandler>(job.handler, { strict: false }), this.clock);
    const cron = CronJob.from({
      cronTime: job.schedule(this.config),
      timeZone: 'UTC',
      onTick: () => run.tick(),
      threshold: LATEST_TICK_MS,
    });
    // The registry stops the jobs that it knows when the application ends.
    this.registry.addCronJob(job.name, cron);
    this.runs.push(run);
    run.startIfDue();
    cron.start();
  }
}
