import { Injectable } from '@nestjs/common';
import { chunksOf } from '../../../common/collections.js';
import { StorageDatabase } from '../storage-database.js';
import { type RowCountSource, type SizeSource, type StorageMetricRow, isExact } from './storage-metrics.js';

const ROWS_PER_INSERT = 500;

/** Measured values and their time. */
export interface MeasuredMetric extends StorageMetricRow {
  /** UTC day. */
  measurementDate: string;
  measuredAt: Date;
}

interface MetricRow {
  table: string;
  partition: string;
  measurementDate: string;
  rows: string;
  rowSource: RowCountSource;
  dataBytes: string;
  indexBytes: string;
  freeBytes: string;
  sizeSource: SizeSource;
  measuredAt: Date;
}

const COLUMNS = `table_name AS \`table\`, partition_name AS \`partition\`,
  DATE_FORMAT(measurement_date, '%Y-%m-%d') AS measurementDate, row_count AS \`rows\`, row_count_source AS rowSource,
  data_bytes AS dataBytes, index_bytes AS indexBytes, free_bytes AS freeBytes, size_source AS sizeSource,
  measured_at AS measuredAt`;

/** All SQL on storage_metrics. */
@Injectable()
export class MetricRepository {
  constructor(private readonly database: StorageDatabase) {}

  /** Replaces all values of the day. */
  async replaceDay(measurementDate: string, measuredAt: Date, metrics: readonly StorageMetricRow[]): Promise<void> {
    const rows = metrics.map((metric) => [
      ...[metric.table, metric.partition, measurementDate, metric.rows, isExact(metric.rowSource), metric.rowSource],
      ...[metric.dataBytes, metric.indexBytes, metric.freeBytes, metric.sizeSource, measuredAt],
    ]);
    await this.database.inTransaction(async (manager) => {
      await this.database.query('DELETE FROM storage_metrics WHERE measurement_date = ?', [measurementDate], manager);
      for (const chunk of chunksOf(rows, ROWS_PER_INSERT)) {
        await this.database.query(
          `INSERT INTO storage_metrics (table_name, partition_name, measurement_date, row_count, row_count_exact,
                  row_count_source, data_bytes, index_bytes, free_bytes, size_source, measured_at) VALUES ?`,
          [chunk],
          manager,
        );
      }
    });
  }

  /** Tables and partitions of the newest day; empty before the first measurement. */
  async findLatest(): Promise<MeasuredMetric[]> {
    const rows = await this.database.query<MetricRow>(
      `SELECT ${COLUMNS} FROM storage_metrics
        WHERE measurement_date = (SELECT MAX(measurement_date) FROM storage_metrics)
        ORDER BY metric_id`,
    );
    return rows.map(metricOf);
  }

  /** Whole tables, day by day, from a UTC day on. */
  async findSeries(firstDate: string): Promise<MeasuredMetric[]> {
    const rows = await this.database.query<MetricRow>(
      `SELECT ${COLUMNS} FROM storage_metrics WHERE measurement_date >= ? AND partition_name = ''
        ORDER BY measurement_date, table_name`,
      [firstDate],
    );
    return rows.map(metricOf);
  }
}

function metricOf(row: MetricRow): MeasuredMetric {
  const { rows, dataBytes, indexBytes, freeBytes, ...rest } = row;
  return {
    ...rest,
    rows: Number(rows),
    dataBytes: Number(dataBytes),
    indexBytes: Number(indexBytes),
    freeBytes: Number(freeBytes),
  };
}
