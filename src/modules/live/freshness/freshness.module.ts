import { Module } from '@nestjs/common';
import { ExclusionsModule } from '../../exclusions/exclusions.module.js';
import { ParkUseModule } from '../../park-use/park-use.module.js';
import { SnapshotsModule } from '../../snapshots/snapshots.module.js';
import { FreshnessRepository } from './freshness.repository.js';
import { FreshnessService } from './freshness.service.js';
import { ParksInUse } from './parks-in-use.service.js';

@Module({
  imports: [ExclusionsModule, ParkUseModule, SnapshotsModule],
  providers: [FreshnessRepository, FreshnessService, ParksInUse],
  exports: [FreshnessService],
})
export class FreshnessModule {}
