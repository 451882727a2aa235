import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { ScheduledJob } from './job-handler.js';
import { JobScheduler, SCHEDULED_JOBS_TABLE } from './job-scheduler.js';

/** The schedule of a serving process; the handlers come from whichever modules provide them. */
@Module({})
export class SchedulerModule {
  static forTable(table: readonly ScheduledJob[]): DynamicModule {
    return {
      module: SchedulerModule,
      imports: [ScheduleModule.forRoot()],
      providers: [{ provide: SCHEDULED_JOBS_TABLE, useValue: table }, JobScheduler],
    };
  }
}
