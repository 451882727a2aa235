import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DaySpan } from '../../statistics/day-spans.js';
import type { DayDetailColumns } from '../../statistics/derived-metrics.js';
import { columnsAsTotals, joinDownReport, sumAsTotals, type Totals, totalsOf } from '../../statistics/rollup-totals.js';
import {
  DAY_DETAIL_COLUMNS,
  PARK_STATISTICS,
  RIDE_STATISTICS,
  statisticsOf,
} from '../../statistics/statistics-tables.js';
import type { Target } from '../queries/target.sql.js';
import type { WaitDay } from './crowd-level.js';

/** The stored statistics of a ride or park on one local day. */
export interface DayRow extends Totals, Pick<DayDetailColumns, 'p50Wait' | 'p90Wait'> {
  /** Of the ride or park. */
  id: number;
  date: string;
  operatingMs: number;
  downMs: number;
  unknownMs: number;
  /** As stored, even on days without reports of DOWN, on which {@link Totals} leave both out of uptime. */
  inUseOperatingMs: number;
  inUseDownMs: number;
  minWait: number | null;
  longestDownMs: number;
  statusChanges: number;
  /** Ride: its first and last moment OPERATING; park: the beginning and the end of its use. */
  firstAt: Date | null;
  lastAt: Date | null;
}

export interface MonthTotals {
  year: number;
  month: number;
  /** Days of the month with a stored row. */
  totals: Totals;
}

const [rideDays, parkDays] = [RIDE_STATISTICS.days, PARK_STATISTICS.days];
const day = rideDays.columns;

const COLUMNS = `${day.operatingMs} AS operatingMs, ${day.downMs} AS downMs, ${day.unknownMs} AS unknownMs,
  ${day.scheduledOperatingMs} AS inUseOperatingMs, ${day.scheduledDownMs} AS inUseDownMs, ${day.minWait} AS minWait,
  ${day.longestDownMs} AS longestDownMs, ${day.statusChanges} AS statusChanges, ${DAY_DETAIL_COLUMNS}`;

const INSTANTS = {
  ride: `${day.firstOperatingAt} AS firstAt, ${day.lastOperatingAt} AS lastAt`,
  park: `${parkDays.columns.opensAt} AS firstAt, ${parkDays.columns.closesAt} AS lastAt`,
};

/** Reads whole daily rows of rides and parks. */
@Injectable()
export class DayRowRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Ordered by date; days without data have no row. */
  async findDays(entity: Target, span: DaySpan): Promise<DayRow[]> {
    const { days, id } = statisticsOf(entity);
    return this.select(days, entity.rideId === null ? 'park' : 'ride', entity.parkId, [id], span);
  }

  /** The rows of several rides of one park on one day. */
  async findRideDays(parkId: number, rideIds: readonly number[], date: string): Promise<DayRow[]> {
    return rideIds.length === 0 ? [] : this.select(rideDays, 'ride', parkId, rideIds, { from: date, to: date });
  }

  /** What the crowd level depends on; ordered by date. */
  async findWaitDays(entity: Target, { from, to }: DaySpan): Promise<WaitDay[]> {
    const { days, id } = statisticsOf(entity);
    return this.dataSource.manager.query<WaitDay[]>(
      `SELECT ${days.date} AS date, ${day.waitKnownMs} AS waitKnownMs, ${day.waitMinutesMs} AS waitMinutesMs,
              ${day.scheduledMs} AS scheduledMs, ${day.scheduledObservedMs} AS scheduledObservedMs
         FROM ${days.table} WHERE ${days.id} = ? AND ${days.date} BETWEEN ? AND ? ORDER BY ${days.date}`,
      [id, from, to],
    );
  }

  /** The sum of each calendar month with data, oldest first. */
  async sumByMonth(entity: Target): Promise<MonthTotals[]> {
    const { days, id } = statisticsOf(entity);
    const rows = await this.dataSource.manager.query<(Totals & { year: number; month: number })[]>(
      `SELECT YEAR(${days.date}) AS year, MONTH(${days.date}) AS month, ${sumAsTotals(days.observed)}
         FROM ${days.table} ${joinDownReport(days.date)} WHERE ${days.id} = ? GROUP BY year, month ORDER BY year, month`,
      [entity.parkId, id],
    );
    return rows.map((row) => ({ year: Number(row.year), month: Number(row.month), totals: totalsOf(row) }));
  }

  private async select(
    { table, id, date, observed }: { table: string; id: string; date: string; observed: string },
    kind: keyof typeof INSTANTS,
    parkId: number,
    ids: readonly number[],
    { from, to }: DaySpan,
  ): Promise<DayRow[]> {
    return this.dataSource.manager.query<DayRow[]>(
      `SELECT ${id} AS id, ${date} AS date, ${INSTANTS[kind]}, ${COLUMNS}, ${columnsAsTotals(observed)}
         FROM ${table} ${joinDownReport(date)} WHERE ${id} IN (?) AND ${date} BETWEEN ? AND ? ORDER BY ${date}`,
      [parkId, ids, from, to],
    );
  }
}
