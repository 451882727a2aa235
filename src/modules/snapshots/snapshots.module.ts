import { Module } from '@nestjs/common';
import { HistoryRepository } from './history/history.repository.js';
import { HistoryService } from './history/history.service.js';
import { LiveRowRepository } from './live/live-row.repository.js';
import { LiveWriter } from './live/live-writer.js';
import { ObservationWriter } from './observation-writer.js';
import { ObservationRepository } from './observation.repository.js';
import { PartitionRepository } from './partitions/partition.repository.js';
import { PartitionService } from './partitions/partition.service.js';

@Module({
  providers: [
    HistoryRepository,
    HistoryService,
    LiveRowRepository,
    LiveWriter,
    ObservationRepository,
    ObservationWriter,
    PartitionRepository,
    PartitionService,
  ],
  exports: [HistoryService, LiveWriter, ObservationWriter, PartitionService],
})
export class SnapshotsModule {}
