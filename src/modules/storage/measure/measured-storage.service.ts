import { Injectable } from '@nestjs/common';
import { StorageDatabase } from '../storage-database.sql.js';
import { MeasurementRepository } from './measurement.repository.js';
import { type MeasuredMetric, MetricRepository } from './metric.repository.js';
import type { MeasurementResult } from './storage-metrics.js';

/** The newest measurement: its values and its result. */
@Injectable()
export class MeasuredStorage {
  constructor(
    private readonly metrics: MetricRepository,
    private readonly jobs: MeasurementRepository,
    private readonly database: StorageDatabase,
  ) {}

  get canCompress(): boolean {
    return this.database.dialect.canCompressPages;
  }

  async read(): Promise<{ latest: MeasuredMetric[]; result: MeasurementResult | null }> {
    const latest = await this.metrics.findLatest();
    return { latest, result: (await this.jobs.findLastCompleted())?.result ?? null };
  }
}
