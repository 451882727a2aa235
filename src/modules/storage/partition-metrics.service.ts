import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { addMonths, type Month, monthOf, monthsBetween } from '../../common/time/months.js';
import {
  FUTURE_PARTITION,
  layoutOf,
  type PartitionedTable,
  PAST_PARTITION,
} from '../snapshots/partitions/partition-plan.js';
import { type PartitionStatus, PartitionStatusService } from '../snapshots/partitions/partition-status.service.js';
import { MetricRepository } from './measure/metric.repository.js';
import type { RowCountSource, StorageMetricRow, StorageUnit, UnitSize } from './measure/storage-metrics.js';
import { UnitSizes } from './measure/system-tables.sql.js';

export interface PartitionMetric extends UnitSize {
  name: string;
  /** First instant, and first instant after it; null at the open ends. */
  from: string | null;
  before: string | null;
  isCatchAll: boolean;
  rows: number;
  rowSource: RowCountSource;
}

export interface TablePartitions {
  table: PartitionedTable;
  partitions: PartitionMetric[];
  months: { first: Month; last: Month } | null;
  monthsAhead: number;
  catchAllRows: { past: number; future: number };
  /** From the first month with rows or archive files to the last month prepared ahead, plus the two catch-alls. */
  partitionsNeeded: number;
}

const CATCH_ALLS = 2;

/** `metrics` cover all partitions of the table; the rows of the catch-alls were counted just now. */
function tablePartitions(
  status: PartitionStatus,
  metrics: readonly StorageMetricRow[],
  { firstMonth, lastMonth }: { firstMonth: Month; lastMonth: Month },
): TablePartitions {
  const { table, months, monthsAhead, catchAllRows } = status;
  const byName = new Map(metrics.map((metric) => [metric.partition, metric]));
  const partitions = status.partitions.flatMap(({ name }) => {
    const metric = byName.get(name);
    return metric === undefined ? [] : [{ ...metricOf(metric, status), ...rangeOf(name, months) }];
  });
  const used = layoutOf(partitions.filter(({ rows }) => rows > 0).map(({ name }) => name)).months;
  const first = [firstMonth, ...used].sort()[0]!;
  const partitionsNeeded = monthsBetween(first, lastMonth).length + CATCH_ALLS;
  return { table, partitions, months, monthsAhead, catchAllRows, partitionsNeeded };
}

function metricOf(metric: StorageMetricRow, { catchAllRows }: PartitionStatus) {
  const { partition: name, dataBytes, indexBytes, freeBytes, sizeSource } = metric;
  const isCatchAll = name === PAST_PARTITION || name === FUTURE_PARTITION;
  const counted = name === PAST_PARTITION ? catchAllRows.past : catchAllRows.future;
  const rows = isCatchAll
    ? { rows: counted, rowSource: 'COUNTED' as const }
    : { rows: metric.rows, rowSource: metric.rowSource };
  return { name, isCatchAll, ...rows, dataBytes, indexBytes, freeBytes, sizeSource };
}

function rangeOf(name: string, months: TablePartitions['months']): { from: string | null; before: string | null } {
  const instant = (month: Month | undefined) => (month === undefined ? null : `${month}-01T00:00:00.000Z`);
  const [month] = layoutOf([name]).months;
  if (month !== undefined) return { from: instant(month), before: instant(addMonths(month, 1)) };
  if (months === null) return { from: null, before: null };
  return name === PAST_PARTITION
    ? { from: null, before: instant(months.first) }
    : { from: instant(addMonths(months.last, 1)), before: null };
}

/** The current partitions, with their rows as last measured, or estimated if they were never measured. */
@Injectable()
export class PartitionMetricsService {
  constructor(
    private readonly status: PartitionStatusService,
    private readonly sizes: UnitSizes,
    private readonly metrics: MetricRepository,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** How many months ahead the partitions should reach. */
  get monthsAheadWanted(): number {
    return this.config.PARTITION_MONTHS_AHEAD;
  }

  async read(): Promise<TablePartitions[]> {
    const { units } = await this.sizes.read();
    const measured = await this.metrics.findLatest();
    const current = monthOf(this.clock.now().getTime());
    const wanted = {
      firstMonth: `${this.config.ARCHIVE_FIRST_YEAR}-01`,
      lastMonth: addMonths(current, this.monthsAheadWanted),
    };
    return (await this.status.status()).map((status) => {
      const ofTable = units.filter(({ table, partition }) => table === status.table && partition !== '');
      return tablePartitions(
        status,
        ofTable.map((unit) => withRows(unit, measured)),
        wanted,
      );
    });
  }
}

function withRows(unit: StorageUnit, measured: readonly StorageMetricRow[]): StorageMetricRow {
  const known = measured.find(({ table, partition }) => table === unit.table && partition === unit.partition);
  const { rows, rowSource } = known ?? { rows: unit.rowsEstimate, rowSource: 'ESTIMATED' as const };
  return { ...unit, rows, rowSource };
}
