import { Module } from '@nestjs/common';
import { AlertsModule } from '../../alerts/alerts.module.js';
import { ClockModule } from '../../clock/clock.module.js';
import { FreshnessModule } from '../../live/freshness/freshness.module.js';
import { HealthRepository } from './health.repository.js';
import { QualityHealthService } from './quality-health.service.js';

@Module({
  imports: [AlertsModule, ClockModule, FreshnessModule],
  providers: [HealthRepository, QualityHealthService],
  exports: [QualityHealthService],
})
export class QualityHealthModule {}
