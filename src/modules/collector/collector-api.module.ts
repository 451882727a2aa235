import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { JobsModule } from '../jobs/jobs.module.js';
import { CollectorApiService } from './api/collector-api.service.js';
import { CollectorStatusRepository } from './api/collector-status.repository.js';
import { CollectorController } from './api/collector.controller.js';
import { CollectorModule } from './collector.module.js';
import { CollectorCron } from './schedule/collector-cron.js';

/** The serving process's part: schedule and admin API. */
@Module({
  imports: [CollectorModule, JobsModule, ScheduleModule.forRoot()],
  controllers: [CollectorController],
  providers: [CollectorApiService, CollectorCron, CollectorStatusRepository],
})
export class CollectorApiModule {}
