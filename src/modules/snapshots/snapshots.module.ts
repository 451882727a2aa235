import { Module } from '@nestjs/common';
import { ObservationWriter } from './observation-writer.js';
import { ObservationRepository } from './observation.repository.js';
import { PartitionRepository } from './partitions/partition.repository.js';
import { PartitionService } from './partitions/partition.service.js';

@Module({
  providers: [ObservationRepository, ObservationWriter, PartitionRepository, PartitionService],
  exports: [ObservationWriter, PartitionService],
})
export class SnapshotsModule {}
