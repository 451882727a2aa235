import { Module } from '@nestjs/common';
import { DailyFiguresRepository } from './daily-figures.repository.js';
import { DownReportsRepository } from './down-reports.repository.js';
import { HourlyRepository } from './hourly.repository.js';
import { OpenDaysRepository } from './open-days.repository.js';
import { OpenDaysService } from './open-days.service.js';
import { ParkCalendar } from './park-calendar.js';
import { PeriodSumsRepository } from './period-sums.repository.js';
import { PeriodSumsService } from './period-sums.service.js';
import { RollupHistoryRepository } from './rollup-history/rollup-history.repository.js';
import { RollupHistoryService } from './rollup-history/rollup-history.service.js';
import { SubjectRepository } from './subject.repository.js';
import { SubjectService } from './subject.service.js';

const READS = [
  DailyFiguresRepository,
  DownReportsRepository,
  HourlyRepository,
  OpenDaysService,
  ParkCalendar,
  PeriodSumsService,
  RollupHistoryService,
  SubjectService,
];

/** What the rollups hold, asked by park or ride and by local days. */
@Module({
  providers: [...READS, OpenDaysRepository, PeriodSumsRepository, RollupHistoryRepository, SubjectRepository],
  exports: READS,
})
export class AnalyticsReadsModule {}
