import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, MoreThanOrEqual, type Repository } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { StorageMetric } from '../storage-metric.entity.js';
import { namingMissingTable } from '../table-missing.js';
import { isExact, type StorageMetricRow } from './storage-metrics.js';

const ROWS_PER_INSERT = 500;

/** Measured values and their time. */
export interface MeasuredMetric extends StorageMetricRow {
  /** UTC day. */
  measurementDate: string;
  measuredAt: Date;
}

/** Rows of storage_metrics. */
@Injectable()
export class MetricRepository {
  constructor(
    @InjectRepository(StorageMetric) private readonly metrics: Repository<StorageMetric>,
    private readonly transactions: TransactionService,
  ) {}

  /** Replaces all values of the day. */
  async replaceDay(measurementDate: string, measuredAt: Date, metrics: readonly StorageMetricRow[]): Promise<void> {
    const rows = metrics.map((metric) => rowOf({ ...metric, measurementDate, measuredAt }));
    const replace = async (manager: EntityManager): Promise<void> => {
      const stored = manager.withRepository(this.metrics);
      await stored.delete({ measurementDate });
      for (const chunk of chunksOf(rows, ROWS_PER_INSERT)) {
        await stored.createQueryBuilder().insert().values(chunk).updateEntity(false).execute();
      }
    };
    await namingMissingTable(this.transactions.run(replace));
  }

  /** Tables and partitions of the newest day; empty before the first measurement. */
  async findLatest(): Promise<MeasuredMetric[]> {
    const newest = this.metrics.createQueryBuilder('newest').select('MAX(newest.measurementDate)');
    const rows = this.metrics
      .createQueryBuilder('metric')
      .where(`metric.measurementDate = (${newest.getQuery()})`)
      .orderBy('metric.metricId')
      .getMany();
    return (await namingMissingTable(rows)).map(metricOf);
  }

  /** Whole tables, day by day, from a UTC day on. */
  async findSeries(firstDate: string): Promise<MeasuredMetric[]> {
    const rows = this.metrics.find({
      where: { measurementDate: MoreThanOrEqual(firstDate), partitionName: '' },
      order: { measurementDate: 'ASC', tableName: 'ASC' },
    });
    return (await namingMissingTable(rows)).map(metricOf);
  }
}

function rowOf(metric: MeasuredMetric): Omit<StorageMetric, 'metricId'> {
  const { table, partition, rows, rowSource, dataBytes, indexBytes, freeBytes, ...rest } = metric;
  return {
    ...rest,
    tableName: table,
    partitionName: partition,
    rowCount: String(rows),
    rowCountExact: isExact(rowSource),
    rowCountSource: rowSource,
    dataBytes: String(dataBytes),
    indexBytes: String(indexBytes),
    freeBytes: String(freeBytes),
  };
}

function metricOf(row: StorageMetric): MeasuredMetric {
  const { measurementDate, measuredAt, sizeSource } = row;
  return {
    table: row.tableName,
    partition: row.partitionName,
    measurementDate,
    rows: Number(row.rowCount),
    rowSource: row.rowCountSource,
    dataBytes: Number(row.dataBytes),
    indexBytes: Number(row.indexBytes),
    freeBytes: Number(row.freeBytes),
    sizeSource,
    measuredAt,
  };
}
