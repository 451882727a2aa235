import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { ParkShowsController, RideShowsController } from './shows.controller.js';
import { ShowsRepository } from './shows.sql.js';
import { ShowsService } from './shows.service.js';

/** Show times over time, as every source reported them, and dining availability, as live data did. */
@Module({
  imports: [CatalogModule, SnapshotsModule],
  controllers: [ParkShowsController, RideShowsController],
  providers: [ShowsRepository, ShowsService],
})
export class ShowsModule {}
