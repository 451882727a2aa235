import { Injectable } from '@nestjs/common';
import { sum } from '../../../common/collections/sum.js';
import { Clock } from '../../../common/time/clock.js';
import { StorageDatabase } from '../storage-database.js';
import type { MeasurementResult } from './measurement.js';
import { MetricRepository } from './metric.repository.js';
import { RowCounter } from './row-counter.js';
import { ROW_COUNT_SOURCES, type StorageMetricRow, bytesOf, wholeTables } from './storage-figures.js';
import { UnitSizes } from './unit-sizes.js';

/** Measures the whole schema once and keeps the figures under the UTC day. */
@Injectable()
export class Measurer {
  constructor(
    private readonly sizes: UnitSizes,
    private readonly counter: RowCounter,
    private readonly metrics: MetricRepository,
    private readonly database: StorageDatabase,
    private readonly clock: Clock,
  ) {}

  async measure(signal: AbortSignal): Promise<MeasurementResult> {
    const startedAt = this.clock.now();
    const measurementDate = startedAt.toISOString().slice(0, 10);
    const { units, note } = await this.sizes.read();
    const metrics = await this.counter.countAll(units, signal);
    const tables = wholeTables(metrics);
    const partitions = metrics.filter(({ partition }) => partition !== '');
    signal.throwIfAborted();
    await this.metrics.replaceDay(measurementDate, startedAt, [...tables, ...partitions]);
    return {
      measurementDate,
      durationMs: this.clock.now().getTime() - startedAt.getTime(),
      tables: tables.length,
      partitions: partitions.length,
      rows: sum(tables.map(({ rows }) => rows)),
      totalBytes: sum(tables.map(bytesOf)),
      sizeSource: tables.every(({ sizeSource }) => sizeSource === 'FILE') ? 'FILE' : 'STATISTICS',
      sizeNote: note,
      rowCounts: countsBySource(metrics),
      missingTables: this.database.expectedTables.filter((name) => !tables.some(({ table }) => table === name)),
    };
  }
}

function countsBySource(metrics: readonly StorageMetricRow[]): MeasurementResult['rowCounts'] {
  const counts = ROW_COUNT_SOURCES.map((source) => [
    source,
    metrics.filter(({ rowSource }) => rowSource === source).length,
  ]);
  return Object.fromEntries(counts) as MeasurementResult['rowCounts'];
}
