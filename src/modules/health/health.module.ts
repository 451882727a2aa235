import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ClockWatchModule } from '../collector/clock-watch.module.js';
import { LiveModule } from '../live/live.module.js';
import { PartitionsModule } from '../snapshots/partitions/partitions.module.js';
import { DiskModule } from '../storage/storage.module.js';
import { HealthController } from './health.controller.js';
import { HEALTH_INDICATORS, HEALTH_PARTS, type HealthPart } from './health-indicators.js';

/** Needs a TypeORM DataSource in the application. The error filter logs failures, so Terminus need not. */
@Module({
  imports: [
    TerminusModule.forRoot({ logger: false }),
    AlertsModule,
    ClockWatchModule,
    DiskModule,
    LiveModule,
    PartitionsModule,
  ],
  controllers: [HealthController],
  providers: [
    ...HEALTH_INDICATORS,
    { provide: HEALTH_PARTS, useFactory: (...parts: HealthPart[]) => parts, inject: HEALTH_INDICATORS },
  ],
})
export class HealthModule {}
