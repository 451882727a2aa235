import { Module } from '@nestjs/common';
import { DatabaseClockModule } from '../../common/database/database-clock.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { ResponsesAheadRepository } from './answers-ahead.repository.js';
import { ClockWatchHandler } from './clock-watch-handler.js';
import { ClockWatch } from './clock-watch.service.js';

@Module({
  imports: [DatabaseClockModule, AlertsModule, FindingsModule],
  providers: [ResponsesAheadRepository, ClockWatch, ClockWatchHandler],
  exports: [ClockWatch],
})
export class ClockModule {}
