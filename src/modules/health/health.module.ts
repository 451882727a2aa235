import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ClockModule } from '../clock/clock.module.js';
import { FreshnessModule } from '../live/freshness/freshness.module.js';
import { PartitionStatusModule } from '../snapshots/partitions/partition-status.module.js';
import { DiskModule } from '../storage/disk/disk.module.js';
import { HealthController } from './health.controller.js';
import { HEALTH_INDICATORS, HEALTH_PARTS, type HealthPart } from './health-parts.js';

/** Needs a TypeORM DataSource in the application. The error filter logs failures, so Terminus need not. */
@Module({
  imports: [
    TerminusModule.forRoot({ logger: false }),
    AlertsModule,
    ClockModule,
    DiskModule,
    FreshnessModule,
    PartitionStatusModule,
  ],
  controllers: [HealthController],
  providers: [
    ...HEALTH_INDICATORS,
    { provide: HEALTH_PARTS, useFactory: (...parts: HealthPart[]) => parts, inject: HEALTH_INDICATORS },
  ],
})
export class HealthModule {}
