import { Injectable } from '@nestjs/common';
import { type Month, addMonths, monthStartMs } from '../../../common/time/months.js';
import { PARTITIONED_TABLES, type PartitionedTable, layoutOf } from '../../snapshots/partitions/partition-plan.js';
import { GrowthRepository } from './growth.sql.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import { isDerived } from '../measure/storage-metrics.js';
import type { TableNow } from './table-growth.js';

const MONTHS_LOOKED_AT = 3;
const MEANINGFUL_DAYS = 7;

interface MonthlyRate {
  month: Month;
  /** Between its first and last observation. */
  days: number;
  rowsPerDay: number;
}

export interface FirstRates {
  /** Rows a day by table; missing tables are assumed not to grow. */
  rowsPerDay: ReadonlyMap<string, number>;
  /** The month from which the rate was read, by table. */
  months: ReadonlyMap<string, string>;
}

/**
 * Growth rates for a warehouse with too few measurements for a fit: the rows of the newest month with observations, divided
 * by the time that they span.
 */
@Injectable()
export class FirstRatesReader {
  constructor(private readonly repository: GrowthRepository) {}

  async read(tables: readonly TableNow[]): Promise<FirstRates> {
    const rowsPerDay = new Map<string, number>();
    const months = new Map<string, string>();
    for (const table of PARTITIONED_TABLES) {
      const now = tables.find(({ whole }) => whole.table === table);
      const rate = now === undefined ? null : await this.ofNewestMonth(table, now);
      if (rate === null) continue;
      rowsPerDay.set(table, rate.rowsPerDay);
      months.set(table, rate.month);
    }
    for (const { whole } of tables.filter((now) => isDerived(now.whole.table))) {
      rowsPerDay.set(whole.table, whole.rows * relativeGrowth(tables, rowsPerDay));
    }
    return { rowsPerDay, months };
  }

  /** A month that has just begun, or has a few stray rows, is not representative; then an earlier one is used. */
  private async ofNewestMonth(table: PartitionedTable, { partitions }: TableNow): Promise<MonthlyRate | null> {
    const filled = partitions.filter(({ rows, partition }) => rows > 0 && layoutOf([partition]).months.length > 0);
    const newest = filled.slice(-MONTHS_LOOKED_AT).reverse();
    let best: MonthlyRate | null = null;
    for (const { partition, rows } of newest) {
      const rate = await this.ofMonth(table, layoutOf([partition]).months[0]!, rows);
      if (rate !== null && rate.days > (best?.days ?? 0)) best = rate;
      if (best !== null && best.days >= MEANINGFUL_DAYS) break;
    }
    return best;
  }

  private async ofMonth(table: PartitionedTable, month: Month, rows: number): Promise<MonthlyRate | null> {
    const until = new Date(monthStartMs(addMonths(month, 1)));
    const span = await this.repository.findSpan(table, new Date(monthStartMs(month)), until);
    if (span === null) return null;
    const days = Math.max(1, (span.lastAt.getTime() - span.firstAt.getTime()) / DAY_MS);
    return { month, days, rowsPerDay: rows / days };
  }
}

/** Daily growth of the snapshot table, as a share of its size. */
function relativeGrowth(tables: readonly TableNow[], rowsPerDay: ReadonlyMap<string, number>): number {
  const snapshots = tables.find(({ whole }) => whole.table === PARTITIONED_TABLES[0])?.whole.rows ?? 0;
  return snapshots === 0 ? 0 : (rowsPerDay.get(PARTITIONED_TABLES[0]) ?? 0) / snapshots;
}
