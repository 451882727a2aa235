import { Module } from '@nestjs/common';
import { DailyMetricsRepository } from './daily-figures.repository.js';
import { DownReportsRepository } from './down-reports.repository.js';
import { HourlyRepository } from './hourly.repository.js';
import { OpenDaysRepository } from './open-days.repository.js';
import { OpenDaysService } from './open-days.service.js';
import { ParkCalendar } from './park-calendar.js';
import { PeriodTotalsRepository } from './period-sums.repository.js';
import { PeriodTotalsService } from './period-sums.service.js';
import { RollupHistoryRepository } from './rollup-history/rollup-history.repository.js';
import { RollupHistoryService } from './rollup-history/rollup-history.service.js';
import { AnalyticsEntityRepository } from './subject.repository.js';
import { AnalyticsEntityService } from './subject.service.js';

const READS = [
  DailyMetricsRepository,
  DownReportsRepository,
  HourlyRepository,
  OpenDaysService,
  ParkCalendar,
  PeriodTotalsService,
  RollupHistoryService,
  AnalyticsEntityService,
];

/** What the rollups hold, asked by park or ride and by local days. */
@Module({
  providers: [...READS, OpenDaysRepository, PeriodTotalsRepository, RollupHistoryRepository, AnalyticsEntityRepository],
  exports: READS,
})
export class AnalyticsReadsModule {}
