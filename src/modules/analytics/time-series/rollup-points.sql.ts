import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DayDetailColumns } from '../../statistics/metrics.js';
import type { DaySpan } from '../../statistics/day-spans.js';
import { columnsAsTotals, joinDownReport, type StoredTotals } from '../../statistics/rollup-totals.js';
import { DAY_DETAIL_COLUMNS, RIDE_STATISTICS, type StatisticsTable } from '../../statistics/statistics-tables.js';
import type { Target } from '../queries/target.sql.js';

export const ROLLUP_INTERVALS = ['hour', 'day'] as const;
export type RollupInterval = (typeof ROLLUP_INTERVALS)[number];

/** One stored hour or day of a ride. */
export interface RollupRow extends StoredTotals, Partial<DayDetailColumns> {
  localDate: string;
  /** Null for a day. */
  localHour: number | null;
  operatingMs: number;
  /** As stored, also on days without reports of DOWN, on which {@link StoredTotals} leave both out of uptime. */
  inUseOperatingMs: number;
  inUseDownMs: number;
  downMs: number;
  closedMs: number;
  refurbishmentMs: number;
  unknownMs: number;
  archiveMs: number;
  minWait: number | null;
  implausibleWaits: number;
  snapshots: number;
}

/** The tables of hours and days share these columns. */
const row = RIDE_STATISTICS.hours.columns;
const COLUMNS = `${row.scheduledOperatingMs} AS inUseOperatingMs, ${row.scheduledDownMs} AS inUseDownMs,
  ${row.operatingMs} AS operatingMs, ${row.downMs} AS downMs, ${row.closedMs} AS closedMs,
  ${row.refurbishmentMs} AS refurbishmentMs, ${row.unknownMs} AS unknownMs, ${row.archiveMs} AS archiveMs,
  ${row.minWait} AS minWait, ${row.implausibleWaitCount} AS implausibleWaits, ${row.snapshotCount} AS snapshots,
  ${columnsAsTotals()}`;

const select = ({ table, id, date, hour }: Omit<StatisticsTable, 'columns'>, columns: string): string =>
  `SELECT ${date} AS localDate, ${hour ?? 'NULL'} AS localHour, ${columns} FROM ${table} ${joinDownReport(date)}
    WHERE ${id} = ? AND ${date} BETWEEN ? AND ? ORDER BY ${hour === null ? date : `${date}, ${hour}`} LIMIT ?`;

const SQL: Readonly<Record<RollupInterval, string>> = {
  hour: select(RIDE_STATISTICS.hours, COLUMNS),
  day: select(RIDE_STATISTICS.days, `${COLUMNS}, ${DAY_DETAIL_COLUMNS}`),
};

/** Reads stored hours and days of one ride. */
@Injectable()
export class RollupPointsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Ordered by local date, then hour. Those without data have no row. */
  async findRows(
    { parkId, rideId }: Pick<Target, 'parkId' | 'rideId'>,
    interval: RollupInterval,
    { from, to }: DaySpan,
    limit: number,
  ): Promise<RollupRow[]> {
    return this.dataSource.manager.query<RollupRow[]>(SQL[interval], [parkId, rideId, from, to, limit]);
  }
}
