import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { monthOf, nextMonth, nextTenDays, tenDaysOf } from '../day-spans.js';
import type { ParkDaysStatistics } from '../days/park-days.js';
import type { ParkDayRow, ParkHour, RideDay, RideHour } from '../days/rollup-rows.js';
import { downReportsOf, type MonthOfDays, type StoredReport } from '../down-reports.js';
import {
  MONTHS,
  type SummedDays,
  TEN_DAYS,
  upsertDays,
  upsertHours,
  upsertParkDays,
  upsertParkHours,
} from './rollup.sql.js';

/** Bit sets: 3,650 days of a park become 120 rows. */
const MONTHS_OF_DAYS = `
  SELECT EXTRACT(YEAR_MONTH FROM stat_date) AS yearMonth, BIT_OR(IF(down_ms > 0, 1 << DAY(stat_date), 0)) AS down,
         BIT_OR(IF(scheduled_operating_ms > 0, 1 << DAY(stat_date), 0)) AS operated
    FROM park_daily_stats WHERE park_id = ? GROUP BY yearMonth ORDER BY yearMonth LOCK IN SHARE MODE`;

/** Updates the ranges in which a park's feed reports DOWN. */
@Injectable()
export class DownReportsWriter {
  /** Runs in the caller's transaction, after its days were written. Waits for days that another transaction is writing. */
  async refresh(manager: EntityManager, parkId: number): Promise<void> {
    const rows = await manager.query<Record<keyof MonthOfDays, number | string>[]>(MONTHS_OF_DAYS, [parkId]);
    const reports = downReportsOf(rows.map(withNumbers));
    await this.replace(manager, parkId, reports);
    const isReporting = reports.at(-1)?.untilDate === null;
    const reportsDown = rows.length === 0 ? null : isReporting;
    await manager.query('UPDATE parks SET reports_down = ? WHERE park_id = ? AND NOT (reports_down <=> ?)', [
      reportsDown,
      parkId,
      reportsDown,
    ]);
  }

  /** Writes only changes, because most refreshes change nothing here. */
  private async replace(manager: EntityManager, parkId: number, reports: readonly StoredReport[]): Promise<void> {
    const stored = await manager.query<StoredReport[]>(
      `SELECT DATE_FORMAT(from_date, '%Y-%m-%d') AS fromDate, DATE_FORMAT(until_date, '%Y-%m-%d') AS untilDate
         FROM park_down_reports WHERE park_id = ? ORDER BY from_date`,
      [parkId],
    );
    if (textOf(stored) === textOf(reports)) return;
    await manager.query('DELETE FROM park_down_reports WHERE park_id = ?', [parkId]);
    if (reports.length === 0) return;
    await manager.query(
      `INSERT INTO park_down_reports (park_id, from_date, until_date) VALUES ${reports.map(() => '(?,?,?)').join(',')}`,
      reports.flatMap(({ fromDate, untilDate }) => [parkId, fromDate, untilDate]),
    );
  }
}

const textOf = (reports: readonly StoredReport[]): string =>
  reports.map(({ fromDate, untilDate }) => `${fromDate}..${untilDate ?? ''}`).join(' ');

/** BIGINT values may arrive as text; these fit into a number. */
const withNumbers = (row: Record<keyof MonthOfDays, number | string>): MonthOfDays => ({
  yearMonth: Number(row.yearMonth),
  down: Number(row.down),
  operated: Number(row.operated),
});

const ROWS_PER_STATEMENT = 1_000;
const KEYS_PER_STATEMENT = 500;

/** The range that a set of statistics covers, within one month. Stored rows without a new counterpart are deleted. */
export interface RollupScope {
  parkId: number;
  /** Every ride of the park, including linked ones. */
  rideIds: readonly number[];
  firstDate: string;
  lastDate: string;
}

/** Replaces stored statistics in the caller's transaction. */
@Injectable()
export class RollupRepository {
  constructor(private readonly downReports: DownReportsWriter) {}

  async replace(manager: EntityManager, place: RollupScope, statistics: ParkDaysStatistics): Promise<void> {
    if (place.rideIds.length > 0) {
      await this.deleteStaleHours(manager, place, statistics.hours);
      await this.deleteStaleDays(manager, place, statistics.days);
    }
    await this.deleteStaleParkDays(manager, place, statistics.parkDays);
    await this.deleteStaleParkHours(manager, place, statistics.parkHours);
    for (const rows of chunksOf(statistics.hours, ROWS_PER_STATEMENT)) await manager.query(upsertHours(rows));
    for (const rows of chunksOf(statistics.days, ROWS_PER_STATEMENT)) await manager.query(upsertDays(rows));
    for (const rows of chunksOf(statistics.parkHours, ROWS_PER_STATEMENT)) await manager.query(upsertParkHours(rows));
    if (statistics.parkDays.length > 0) await manager.query(upsertParkDays(statistics.parkDays));
    if (place.rideIds.length > 0) await this.replaceTotals(manager, place);
    await this.downReports.refresh(manager, place.parkId);
  }

  private async deleteStaleHours(manager: EntityManager, place: RollupScope, hours: readonly RideHour[]) {
    const stored = await manager.query<{ rideId: number; localDate: string; hours: number | string }[]>(
      `SELECT ride_id AS rideId, DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate, BIT_OR(1 << local_hour) AS hours
         FROM ride_hourly_stats WHERE ride_id IN (?) AND local_date BETWEEN ? AND ? GROUP BY ride_id, local_date`,
      [place.rideIds, place.firstDate, place.lastDate],
    );
    const now = new Map<string, number>();
    for (const { rideId, localDate, localHour } of hours) {
      const day = `${rideId} ${localDate}`;
      now.set(day, (now.get(day) ?? 0) | (1 << localHour));
    }
    const stale = stored.flatMap(({ rideId, localDate, hours: there }) => {
      const missing = Number(there) & ~(now.get(`${rideId} ${localDate}`) ?? 0);
      return Array.from({ length: 24 }, (_, hour) => hour)
        .filter((hour) => (missing & (1 << hour)) !== 0)
        .map((hour) => `(${rideId},'${localDate}',${hour})`);
    });
    await deleteKeys(manager, 'ride_hourly_stats', '(ride_id, local_date, local_hour)', stale);
  }

  private async deleteStaleDays(manager: EntityManager, place: RollupScope, days: readonly RideDay[]) {
    const stored = await manager.query<{ rideId: number; localDate: string }[]>(
      `SELECT ride_id AS rideId, DATE_FORMAT(stat_date, '%Y-%m-%d') AS localDate
         FROM ride_daily_stats WHERE ride_id IN (?) AND stat_date BETWEEN ? AND ?`,
      [place.rideIds, place.firstDate, place.lastDate],
    );
    const now = new Set(days.map(({ rideId, localDate }) => `${rideId} ${localDate}`));
    const stale = stored.filter(({ rideId, localDate }) => !now.has(`${rideId} ${localDate}`));
    const keys = stale.map(({ rideId, localDate }) => `(${rideId},'${localDate}')`);
    await deleteKeys(manager, 'ride_daily_stats', '(ride_id, stat_date)', keys);
  }

  private async deleteStaleParkDays(manager: EntityManager, place: RollupScope, days: readonly ParkDayRow[]) {
    const { parkId, firstDate, lastDate } = place;
    const kept = days.map(({ localDate }) => localDate);
    await manager.query(
      `DELETE FROM park_daily_stats WHERE park_id = ? AND stat_date BETWEEN ? AND ?
        ${kept.length === 0 ? '' : 'AND stat_date NOT IN (?)'}`,
      [parkId, firstDate, lastDate, ...(kept.length === 0 ? [] : [kept])],
    );
  }

  private async deleteStaleParkHours(manager: EntityManager, place: RollupScope, hours: readonly ParkHour[]) {
    const { parkId, firstDate, lastDate } = place;
    const stored = await manager.query<{ localDate: string; localHour: number }[]>(
      `SELECT DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate, local_hour AS localHour
         FROM park_hourly_stats WHERE park_id = ? AND local_date BETWEEN ? AND ?`,
      [parkId, firstDate, lastDate],
    );
    const now = new Set(hours.map(({ localDate, localHour }) => `${localDate} ${localHour}`));
    const stale = stored.filter(({ localDate, localHour }) => !now.has(`${localDate} ${localHour}`));
    const keys = stale.map(({ localDate, localHour }) => `(${parkId},'${localDate}',${localHour})`);
    await deleteKeys(manager, 'park_hourly_stats', '(park_id, local_date, local_hour)', keys);
  }

  /** Recomputes the month and the ten-day periods that contain the days. */
  private async replaceTotals(manager: EntityManager, { rideIds, firstDate, lastDate }: RollupScope): Promise<void> {
    const month = monthOf(firstDate);
    await replaceSummed(manager, MONTHS, [month, rideIds, month, nextMonth(month)]);
    for (let tenDayPeriod = tenDaysOf(firstDate); tenDayPeriod <= lastDate; tenDayPeriod = nextTenDays(tenDayPeriod)) {
      await replaceSummed(manager, TEN_DAYS, [tenDayPeriod, rideIds, tenDayPeriod, nextTenDays(tenDayPeriod)]);
    }
  }
}

type StatisticsTable = 'ride_hourly_stats' | 'ride_daily_stats' | 'park_hourly_stats';

async function deleteKeys(manager: EntityManager, table: StatisticsTable, columns: string, keys: readonly string[]) {
  for (const chunk of chunksOf(keys, KEYS_PER_STATEMENT)) {
    await manager.query(`DELETE FROM ${table} WHERE ${columns} IN (${chunk.join(',')})`);
  }
}

async function replaceSummed(manager: EntityManager, days: SummedDays, parameters: readonly unknown[]): Promise<void> {
  await manager.query(days.deleteStale, [...parameters]);
  await manager.query(days.upsert, [...parameters]);
}
