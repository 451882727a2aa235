import { Module } from '@nestjs/common';
import { ExclusionsModule } from '../../exclusions/exclusions.module.js';
import { ParkUseModule } from '../../park-use/park-use.module.js';
import { SnapshotsModule } from '../../snapshots/snapshots.module.js';
import { DayUseReader } from './day-use-reader.service.js';
import { FreshnessRepository } from './freshness.repository.js';
import { FreshnessService } from './freshness.service.js';
import { LiveUseRepository } from './live-use.repository.js';
import { ParksInUse } from './parks-in-use.service.js';

@Module({
  imports: [ExclusionsModule, ParkUseModule, SnapshotsModule],
  providers: [DayUseReader, FreshnessRepository, FreshnessService, LiveUseRepository, ParksInUse],
  exports: [FreshnessService, ParksInUse],
})
export class FreshnessModule {}
