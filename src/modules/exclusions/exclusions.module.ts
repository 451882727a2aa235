import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { DataExclusion, DataExclusionHistory } from './data-exclusion.entity.js';
import { ExclusionChanges } from './exclusion-changes.js';
import { ExclusionApiService, ExclusionDecisions } from './exclusion-decisions.service.js';
import { ExclusionListRepository } from './exclusion-list.sql.js';
import { ExclusionReadsRepository } from './exclusion-reads.sql.js';
import { ExclusionRules } from './exclusion-rules.service.js';
import { ExclusionRepository } from './exclusion.repository.js';
import { ExclusionsController } from './exclusions.controller.js';
import { ExclusionsService } from './exclusions.service.js';
import { RefilledExclusionRepository } from './refilled-exclusion.sql.js';

/** Intervals of excluded data. Rules and people create them; statistics and live responses apply them. */
@Module({
  imports: [SnapshotsModule, TypeOrmModule.forFeature([DataExclusion, DataExclusionHistory])],
  controllers: [ExclusionsController],
  providers: [
    ExclusionApiService,
    ExclusionChanges,
    ExclusionDecisions,
    ExclusionListRepository,
    ExclusionReadsRepository,
    ExclusionRepository,
    ExclusionRules,
    ExclusionsService,
    RefilledExclusionRepository,
  ],
  exports: [ExclusionChanges, ExclusionRepository, ExclusionRules, ExclusionsService],
})
export class ExclusionsModule {}
