import { Module } from '@nestjs/common';
import { CatalogModule } from '../../catalog/catalog.module.js';
import { SnapshotsModule } from '../snapshots.module.js';
import { HistoryController } from './history.controller.js';
import { RideHistoryService } from './ride-history.service.js';

/** Observations over HTTP. */
@Module({
  imports: [CatalogModule, SnapshotsModule],
  controllers: [HistoryController],
  providers: [RideHistoryService],
})
export class HistoryApiModule {}
