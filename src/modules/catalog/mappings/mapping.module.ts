import { Module } from '@nestjs/common';
import { SnapshotsModule } from '../../snapshots/snapshots.module.js';
import { CatalogModule } from '../catalog.module.js';
import { MappedDays } from './mapped-days.js';
import { MappingLinker } from './mapping-linker.js';
import { MappingRepository } from './mapping.repository.js';
import { MappingService } from './mapping.service.js';

/** Decisions about UUIDs by people; API and command line share it. */
@Module({
  imports: [CatalogModule, SnapshotsModule],
  providers: [MappedDays, MappingLinker, MappingRepository, MappingService],
  exports: [MappingService],
})
export class MappingModule {}
