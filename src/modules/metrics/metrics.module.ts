import { Module } from '@nestjs/common';
import { MetricsService } from './metrics.service.js';

/** The registry that others count in; what shows it is the {@link MetricsApiModule}. */
@Module({ providers: [MetricsService], exports: [MetricsService] })
export class MetricsModule {}
