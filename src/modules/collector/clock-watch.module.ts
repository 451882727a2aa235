import { Module } from '@nestjs/common';
import { DatabaseClockModule } from '../../common/database/database-clock.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { ClockWatchRepository } from './clock-watch.sql.js';
import { ClockWatch } from './clock-watch.service.js';

/** Apart from CollectorModule, because the health and quality modules need it without the collection. */
@Module({
  imports: [DatabaseClockModule, AlertsModule, FindingsModule],
  providers: [ClockWatchRepository, ClockWatch],
  exports: [ClockWatch],
})
export class ClockWatchModule {}
