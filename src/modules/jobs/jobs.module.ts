import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseClockModule } from '../../common/database/database-clock.js';
import { DueJobs } from './due-jobs.service.js';
import { JobHistory } from './job-history.service.js';
import { JobExplorer } from './job-explorer.js';
import { JobLease } from './job-lease.entity.js';
import { JobLeaseRepository } from './job-lease.repository.js';
import { JobLeaseService } from './job-lease.service.js';
import { JobRunRow } from './job-run.entity.js';
import { JobRunRepository } from './job-run.repository.js';
import { JobScheduler } from './job-scheduler.js';
import { LockLease } from './lock-lease.entity.js';
import { JobsService } from './jobs.service.js';
import { JobsController } from './jobs.controller.js';

/** Leases, by which a job runs in one process at a time. Every program needs them, even one that schedules nothing. */
@Module({
  imports: [TypeOrmModule.forFeature([JobLease, JobRunRow, LockLease])],
  providers: [JobHistory, JobLeaseRepository, JobLeaseService, JobRunRepository],
  exports: [JobHistory, JobLeaseService],
})
export class JobsModule {}

/** The scheduler of the server, and its admin API. The jobs are methods of services or `JobHandler` classes of the modules. */
@Module({
  imports: [
    // JobScheduler mounts the @Cron methods instead: it applies the settings, the role and the limits of each job.
    ScheduleModule.forRoot({ cronJobs: false, intervals: false, timeouts: false }),
    DiscoveryModule,
    DatabaseClockModule,
    JobsModule,
  ],
  controllers: [JobsController],
  providers: [DueJobs, JobExplorer, JobScheduler, JobsService],
  exports: [DueJobs, JobsModule],
})
export class SchedulerModule {}
