import { Injectable } from '@nestjs/common';
import type { MeasurementResult } from './measure/measurement.js';
import { MeasurementRepository } from './measure/measurement.repository.js';
import { type MeasuredMetric, MetricRepository } from './measure/metric.repository.js';
import { StorageDatabase } from './storage-database.js';

/** The newest measurement: its figures and what it said of itself. */
@Injectable()
export class MeasuredStorage {
  constructor(
    private readonly metrics: MetricRepository,
    private readonly jobs: MeasurementRepository,
    private readonly database: StorageDatabase,
  ) {}

  /** Only MariaDB can compress the pages of a table by holes in its file. */
  get canCompress(): boolean {
    return this.database.isMariaDb;
  }

  async read(): Promise<{ latest: MeasuredMetric[]; result: MeasurementResult | null }> {
    const latest = await this.metrics.findLatest();
    return { latest, result: (await this.jobs.findLastCompleted())?.result ?? null };
  }
}
