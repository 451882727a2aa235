import { Module } from '@nestjs/common';
import { NoDataIntervalRepository } from './no-data-intervals.sql.js';
import { ObservationQueryRepository } from './observation-query.sql.js';
import { ObservationQueryService } from './observation-query.service.js';
import { LiveRowRepository } from './writing/live-row.repository.sql.js';
import { LiveWriter } from './writing/live-writer.js';
import { ObservationWriter } from './writing/observation-writer.js';
import { ObservationRepository } from './writing/observation.repository.sql.js';
import { ShowTimesRepository } from './show-times/show-times.sql.js';
import { ShowTimesService } from './show-times/show-times.service.js';
import { PartitionsModule } from './partitions/partitions.module.js';

/** The only write path for observations, and the shared reads of stored rows. */
@Module({
  imports: [PartitionsModule],
  providers: [
    NoDataIntervalRepository,
    ObservationQueryRepository,
    ObservationQueryService,
    LiveRowRepository,
    LiveWriter,
    ObservationRepository,
    ObservationWriter,
    ShowTimesRepository,
    ShowTimesService,
  ],
  exports: [ObservationQueryService, LiveWriter, ObservationWriter, PartitionsModule, ShowTimesService],
})
export class SnapshotsModule {}
