import { Module } from '@nestjs/common';
import { ObservationQueryRepository } from './observation-query.repository.js';
import { ObservationQueryService } from './observation-query.service.js';
import { LiveRowRepository } from './writing/live-row.repository.js';
import { LiveWriter } from './writing/live-writer.js';
import { ObservationWriter } from './writing/observation-writer.js';
import { ObservationRepository } from './writing/observation.repository.js';
import { PartitionRepository } from './partitions/partition.repository.js';
import { PartitionService } from './partitions/partition.service.js';

@Module({
  providers: [
    ObservationQueryRepository,
    ObservationQueryService,
    LiveRowRepository,
    LiveWriter,
    ObservationRepository,
    ObservationWriter,
    PartitionRepository,
    PartitionService,
  ],
  exports: [ObservationQueryService, LiveWriter, ObservationWriter, PartitionService],
})
export class SnapshotsModule {}
