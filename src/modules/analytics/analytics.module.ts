import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarService } from './calendar.service.js';
import { HeatmapController } from './heatmap.controller.js';
import { HeatmapService } from './heatmap.service.js';
import { DayRowRepository } from './days/day-rows.sql.js';
import { AveragesController, ParkDaysController, RideDaysController } from './days/days.controller.js';
import { DaysService } from './days/days.service.js';
import { ParkDowntimeController, RideDowntimeController } from './downtimes/downtime.controller.js';
import { DowntimeRepository } from './downtimes/downtime.sql.js';
import { DowntimeService } from './downtimes/downtime.service.js';
import { HistoryController } from './time-series/history.controller.js';
import { HistoryService } from './time-series/history.service.js';
import { QueueHistoryController } from './time-series/queue-history.controller.js';
import { QueueHistoryRepository } from './time-series/queue-history.sql.js';
import { QueueHistoryService } from './time-series/queue-history.service.js';
import { RollupPointsRepository } from './time-series/rollup-points.sql.js';
import { RollupPointsService } from './time-series/rollup-points.service.js';
import { DayHourRepository } from './queries/day-hour.sql.js';
import { LocalCalendar } from './queries/local-calendar.js';
import { ScheduledTimeService } from './queries/scheduled-time.service.js';
import { PeriodTotalsRepository } from './queries/period-totals.sql.js';
import { PeriodTotalsService } from './queries/period-totals.service.js';
import { RideHoursRepository } from './queries/ride-hours.sql.js';
import { TargetRepository } from './queries/target.sql.js';
import { TargetService } from './queries/target.service.js';
import { ParkDayController, ParkTodayController } from './park-day/park-day.controller.js';
import { ParkDayService } from './park-day/park-day.service.js';
import { ParkDayRepository } from './park-day/park-day.sql.js';
import { ParkTodayService } from './park-day/park-today.service.js';
import { RankingController } from './ranking.controller.js';
import { RankingService } from './ranking.service.js';
import { TrendController } from './trend.controller.js';
import { TrendService } from './trend.service.js';
import { TypicalDayController } from './typical-day.controller.js';
import { TypicalDayService } from './typical-day.service.js';
import { TypicalWaits } from './typical-waits.service.js';
import { YearOverYearController } from './year-over-year.controller.js';
import { YearOverYearService } from './year-over-year.service.js';

/** Analytics over years of waits, read from the rollups, and the observations themselves. */
@Module({
  imports: [CatalogModule, ExclusionsModule, SnapshotsModule],
  controllers: [
    AveragesController,
    CalendarController,
    HeatmapController,
    HistoryController,
    ParkDayController,
    ParkDaysController,
    ParkDowntimeController,
    ParkTodayController,
    QueueHistoryController,
    RideDaysController,
    RideDowntimeController,
    RankingController,
    TrendController,
    TypicalDayController,
    YearOverYearController,
  ],
  providers: [
    CalendarService,
    DayHourRepository,
    DayRowRepository,
    DaysService,
    DowntimeRepository,
    DowntimeService,
    HeatmapService,
    HistoryService,
    LocalCalendar,
    ScheduledTimeService,
    ParkDayRepository,
    ParkDayService,
    ParkTodayService,
    PeriodTotalsRepository,
    PeriodTotalsService,
    QueueHistoryRepository,
    QueueHistoryService,
    RankingService,
    RideHoursRepository,
    RollupPointsRepository,
    RollupPointsService,
    TargetRepository,
    TargetService,
    TrendService,
    TypicalDayService,
    TypicalWaits,
    YearOverYearService,
  ],
  exports: [TypicalWaits],
})
export class AnalyticsModule {}
