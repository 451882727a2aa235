import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { DatabaseClockModule } from '../../common/database/database-clock.js';
import { JobExplorer } from './job-explorer.js';
import { JobLeaseRepository } from './job-lease.repository.js';
import { JobLeaseService } from './job-lease.service.js';
import { JobScheduler } from './job-scheduler.js';
import { JobsApiService } from './jobs-api.service.js';
import { JobsController } from './jobs.controller.js';

@Module({ providers: [JobLeaseRepository, JobLeaseService], exports: [JobLeaseService] })
export class JobsModule {}

/** The schedule of a serving process, and its admin API. The jobs are in whichever modules provide them. */
@Module({
  imports: [
    // JobScheduler mounts the methods with @Cron: it knows the settings, the role and the limits of each job.
    ScheduleModule.forRoot({ cronJobs: false, intervals: false, timeouts: false }),
    DiscoveryModule,
    DatabaseClockModule,
    JobsModule,
  ],
  controllers: [JobsController],
  providers: [JobExplorer, JobScheduler, JobsApiService],
})
export class SchedulerModule {}
