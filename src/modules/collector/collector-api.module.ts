import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { CollectorApiService } from './api/collector-api.service.js';
import { CollectorStatusRepository } from './api/collector-status.repository.js';
import { CollectorController } from './api/collector.controller.js';
import { CollectorModule } from './collector.module.js';
import { CollectionHandler } from './schedule/collection-handler.js';
import { FeedHealthHandler } from './suspicion/suspicion-handler.js';

/** The serving process's part: schedule and admin API. */
@Module({
  imports: [CollectorModule, JobsModule],
  controllers: [CollectorController],
  providers: [CollectionHandler, CollectorApiService, CollectorStatusRepository, FeedHealthHandler],
})
export class CollectorApiModule {}
