import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { ImportModule } from '../import/import.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ParkUseModule } from '../park-use/park-use.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { ThemeparksApiModule } from '../themeparks-api/themeparks-api.module.js';
import { FilledTimeService } from './filled-time.service.js';
import { GapFilling } from './gap-filling.service.js';
import { HistoryGapsHandler, HistoryRecheckHandler } from './history-jobs.js';
import { HistoryRecheck } from './recheck.service.js';

/** What the program requests from the History API by itself: days with gaps, and days that may have changed. */
@Module({
  imports: [
    CatalogModule,
    FindingsModule,
    ImportModule,
    JobsModule,
    ParkUseModule,
    SnapshotsModule,
    ThemeparksApiModule,
  ],
  providers: [FilledTimeService, GapFilling, HistoryGapsHandler, HistoryRecheck, HistoryRecheckHandler],
  exports: [GapFilling, HistoryRecheck],
})
export class HistoryUpkeepModule {}
