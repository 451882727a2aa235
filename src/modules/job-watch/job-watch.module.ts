import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { JobsModule, SchedulerModule } from '../jobs/jobs.module.js';
import { JobWatch } from './job-watch.service.js';

/** Alerts about scheduled jobs. Apart from the jobs themselves, because alerts are delivered by a job. */
@Module({
  imports: [AlertsModule, JobsModule, SchedulerModule],
  providers: [JobWatch],
})
export class JobWatchModule {}
