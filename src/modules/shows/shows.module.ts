import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ParkShowsController, RideShowsController } from './shows.controller.js';
import { ShowsRepository } from './shows.sql.js';
import { ShowsService } from './shows.service.js';

/** Show times and dining availability over time, as live data reported them. */
@Module({
  imports: [CatalogModule],
  controllers: [ParkShowsController, RideShowsController],
  providers: [ShowsRepository, ShowsService],
})
export class ShowsModule {}
