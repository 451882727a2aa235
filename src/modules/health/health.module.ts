import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { FreshnessModule } from '../live/freshness/freshness.module.js';
import { PartitionStatusModule } from '../snapshots/partitions/partition-status.module.js';
import { DatabaseIndicator } from './database.indicator.js';
import { HealthController } from './health.controller.js';
import { LiveDataIndicator } from './live-data.indicator.js';
import { MigrationsIndicator } from './migrations.indicator.js';
import { PartitionsIndicator } from './partitions.indicator.js';

/** Needs a TypeORM DataSource in the application. The error filter logs failures, so Terminus need not. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), FreshnessModule, PartitionStatusModule],
  controllers: [HealthController],
  providers: [DatabaseIndicator, LiveDataIndicator, MigrationsIndicator, PartitionsIndicator],
})
export class HealthModule {}
