import { Module } from '@nestjs/common';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { ExclusionChanges } from './exclusion-changes.js';
import { ExclusionReadsRepository } from './exclusion-reads.repository.js';
import { ExclusionRepository } from './exclusion.repository.js';
import { ExclusionsService } from './exclusions.service.js';
import { RefilledExclusionRepository } from './rules/refilled-exclusion.repository.js';
import { ExclusionRules } from './rules/exclusion-rules.service.js';

/** Intervals of data that does not count: who reads data heeds them, rules and people make them. */
@Module({
  imports: [SnapshotsModule],
  providers: [
    ExclusionChanges,
    ExclusionReadsRepository,
    ExclusionRepository,
    ExclusionRules,
    ExclusionsService,
    RefilledExclusionRepository,
  ],
  exports: [ExclusionChanges, ExclusionRepository, ExclusionRules, ExclusionsService],
})
export class ExclusionsModule {}
