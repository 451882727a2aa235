import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AlertsModule } from '../alerts/alerts.module.js';
import { FreshnessModule } from '../live/freshness/freshness.module.js';
import { PartitionStatusModule } from '../snapshots/partitions/partition-status.module.js';
import { AlertsIndicator } from './alerts.indicator.js';
import { DatabaseIndicator } from './database.indicator.js';
import { HealthController } from './health.controller.js';
import { LiveDataIndicator } from './live-data.indicator.js';
import { MigrationsIndicator } from './migrations.indicator.js';
import { PartitionsIndicator } from './partitions.indicator.js';
import { TimeZonesIndicator } from './time-zones.indicator.js';

/** Needs a TypeORM DataSource in the application. The error filter logs failures, so Terminus need not. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), AlertsModule, FreshnessModule, PartitionStatusModule],
  controllers: [HealthController],
  providers: [
    AlertsIndicator,
    DatabaseIndicator,
    LiveDataIndicator,
    MigrationsIndicator,
    PartitionsIndicator,
    TimeZonesIndicator,
  ],
})
export class HealthModule {}
