import { Module } from '@nestjs/common';
import { CalendarController } from './api/calendar/calendar.controller.js';
import { CalendarService } from './api/calendar/calendar.service.js';
import { HeatmapController } from './api/heatmap/heatmap.controller.js';
import { HeatmapService } from './api/heatmap/heatmap.service.js';
import { RankingController } from './api/rankings/ranking.controller.js';
import { RankingService } from './api/rankings/ranking.service.js';
import { TrendController } from './api/trends/trend.controller.js';
import { TrendService } from './api/trends/trend.service.js';
import { TypicalDayController } from './api/typical-day/typical-day.controller.js';
import { TypicalDayService } from './api/typical-day/typical-day.service.js';
import { YearOverYearController } from './api/year-over-year/year-over-year.controller.js';
import { YearOverYearService } from './api/year-over-year/year-over-year.service.js';
import { AnalyticsReadsModule } from './reads/analytics-reads.module.js';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';

/** Questions about years of waits over HTTP, answered from the rollups. */
@Module({
  imports: [AnalyticsReadsModule, ExclusionsModule],
  controllers: [
    CalendarController,
    HeatmapController,
    RankingController,
    TrendController,
    TypicalDayController,
    YearOverYearController,
  ],
  providers: [CalendarService, HeatmapService, RankingService, TrendService, TypicalDayService, YearOverYearService],
})
export class AnalyticsApiModule {}
