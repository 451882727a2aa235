import { Module } from '@nestjs/common';
import { RebuildApiService } from './rebuild/rebuild-api.service.js';
import { RebuildController } from './rebuild/rebuild.controller.js';
import { StatisticsModule } from './statistics.module.js';

/** The admin API of the statistics. */
@Module({ imports: [StatisticsModule], controllers: [RebuildController], providers: [RebuildApiService] })
export class StatisticsApiModule {}
