import { Module } from '@nestjs/common';
import { ExclusionApiService } from './api/exclusion-api.service.js';
import { ExclusionDecisions } from './api/exclusion-decisions.service.js';
import { ExclusionListRepository } from './api/exclusion-list.repository.js';
import { ExclusionsController } from './api/exclusions.controller.js';
import { ExclusionsModule } from './exclusions.module.js';

/** Exclusions over HTTP. */
@Module({
  imports: [ExclusionsModule],
  controllers: [ExclusionsController],
  providers: [ExclusionApiService, ExclusionDecisions, ExclusionListRepository],
})
export class ExclusionsApiModule {}
