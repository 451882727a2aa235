import { Injectable, Logger } from '@nestjs/common';
import { collectDefaultMetrics } from 'prom-client';
import { DatabaseFigures } from './database-figures.js';
import { MetricsService } from './metrics.service.js';

/** Everything that is measured, in Prometheus' text format. */
@Injectable()
export class MetricsTextService {
  private readonly logger = new Logger(MetricsTextService.name);

  constructor(
    private readonly metrics: MetricsService,
    private readonly figures: DatabaseFigures,
  ) {
    collectDefaultMetrics({ register: metrics.registry });
  }

  /** Without the database, what this process knows: that is when somebody wants to see it. */
  async text(): Promise<string> {
    try {
      await this.figures.refresh();
    } catch (error) {
      this.logger.warn(`figures of the database are as they were last: ${String(error)}`);
    }
    return this.metrics.registry.metrics();
  }
}
