import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DaySpan } from '../../statistics/day-spans.js';
import { DAY_DETAIL_COLUMNS, type DayDetailColumns, type DayDetails, dayDetails } from '../../statistics/metrics.js';
import {
  columnsAsTotals,
  IS_OBSERVED_DAY,
  joinDownReport,
  sumAsTotals,
  type Totals,
  totalsOf,
} from '../../statistics/rollup-totals.js';
import type { Target } from './target.sql.js';

/** The opening hours of a park on a day that may not be over. */
export interface OpenDay {
  parkId: number;
  date: string;
  opensAt: Date | null;
  closesAt: Date | null;
  ridesTracked: number;
}

/** The part of the opening hours that still lies in the future. */
export function scheduledMsToCome({ opensAt, closesAt }: Pick<OpenDay, 'opensAt' | 'closesAt'>, nowMs: number): number {
  if (opensAt === null || closesAt === null) return 0;
  return Math.max(0, closesAt.getTime() - Math.max(nowMs, opensAt.getTime()));
}

/** Time in the future cannot have been observed yet. Without it, a fully observed morning has full coverage. */
export function withoutScheduledTimeToCome(totals: Totals, toComeMs: number): Totals {
  if (toComeMs === 0 || totals.days === 0) return totals;
  return { ...totals, scheduledMs: Math.max(totals.scheduledObservedMs, totals.scheduledMs - toComeMs) };
}

export interface ParkDay {
  date: string;
  totals: Totals;
  opensAt: Date | null;
  closesAt: Date | null;
  ridesOperated: number;
  details: DayDetails;
}

type ParkDayRow = Totals & DayDetailColumns & Omit<ParkDay, 'totals' | 'details'>;

/**
 * The sum of all hours of one weekday (1 is Monday) and local hour. `days` counts the observed ones; hours in which the park was
 * only scheduled to be open have rows too.
 */
export interface WeekdayHour {
  weekday: number;
  hour: number;
  totals: Totals;
}

/** One hour of one day. */
export interface DayHour {
  date: string;
  hour: number;
  observedMs: number;
  waitKnownMs: number;
  waitMinutesMs: number;
}

/** Reads the days and local hours of one park or ride from the rollups. */
@Injectable()
export class DayHourRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Stored days of the spans, by date. */
  async findDays({ parkId, rideId }: Target, spans: readonly DaySpan[]): Promise<Map<string, Totals>> {
    if (spans.length === 0) return new Map();
    const [table, key, id, observed] =
      rideId === null
        ? ['park_daily_stats', 'park_id', parkId, IS_OBSERVED_DAY.park]
        : ['ride_daily_stats', 'ride_id', rideId, IS_OBSERVED_DAY.ride];
    const ranges = spans.map(() => 'stat_date BETWEEN ? AND ?').join(' OR ');
    const rows = await this.dataSource.manager.query<(Totals & { date: string })[]>(
      `SELECT stat_date AS date, ${columnsAsTotals(observed)}
         FROM ${table} ${joinDownReport('stat_date')} WHERE ${key} = ? AND (${ranges})`,
      [parkId, id, ...spans.flatMap(({ from, to }) => [from, to])],
    );
    return new Map(rows.map((row) => [row.date, totalsOf(row)]));
  }

  /** Includes the columns that only parks have; ordered by date. */
  async findParkDays(parkId: number, { from, to }: DaySpan): Promise<ParkDay[]> {
    const rows = await this.dataSource.manager.query<ParkDayRow[]>(
      `SELECT stat_date AS date, opens_at AS opensAt, closes_at AS closesAt,
              rides_operated AS ridesOperated, ${DAY_DETAIL_COLUMNS}, ${columnsAsTotals(IS_OBSERVED_DAY.park)}
         FROM park_daily_stats ${joinDownReport('stat_date')}
        WHERE park_id = ? AND stat_date BETWEEN ? AND ? ORDER BY stat_date`,
      [parkId, parkId, from, to],
    );
    return rows.map((row) => {
      const { date, opensAt, closesAt, ridesOperated } = row;
      return { date, opensAt, closesAt, ridesOperated, details: dayDetails(row), totals: totalsOf(row) };
    });
  }

  async sumByWeekdayAndHour(entity: Target, { from, to }: DaySpan): Promise<WeekdayHour[]> {
    const { table, key, id } = hoursOf(entity);
    const rows = await this.dataSource.manager.query<(Totals & { weekday: number; hour: number })[]>(
      `SELECT WEEKDAY(local_date) + 1 AS weekday, local_hour AS hour, ${sumAsTotals('(observed_ms > 0)')}
         FROM ${table} ${joinDownReport('local_date')}
        WHERE ${key} = ? AND local_date BETWEEN ? AND ? GROUP BY weekday, hour`,
      [entity.parkId, id, from, to],
    );
    return rows.map((row) => ({ weekday: Number(row.weekday), hour: Number(row.hour), totals: totalsOf(row) }));
  }

  /** The observed hours of these days. */
  async findHours(entity: Target, dates: readonly string[]): Promise<DayHour[]> {
    if (dates.length === 0) return [];
    const { table, key, id } = hoursOf(entity);
    return this.dataSource.manager.query<DayHour[]>(
      `SELECT local_date AS date, local_hour AS hour, observed_ms AS observedMs,
              wait_known_ms AS waitKnownMs, wait_minutes_ms AS waitMinutesMs
         FROM ${table} WHERE ${key} = ? AND local_date IN (?)`,
      [id, dates],
    );
  }

  /** Parks that close after `now` on one of the dates. */
  async findStillOpen(dates: readonly string[], now: Date): Promise<OpenDay[]> {
    if (dates.length === 0) return [];
    return this.dataSource.manager.query<OpenDay[]>(
      `SELECT park_id AS parkId, stat_date AS date, opens_at AS opensAt, closes_at AS closesAt,
              rides_tracked AS ridesTracked
         FROM park_daily_stats WHERE stat_date IN (?) AND closes_at > ?`,
      [dates, now],
    );
  }
}

function hoursOf({ parkId, rideId }: Target): { table: string; key: string; id: number } {
  return rideId === null
    ? { table: 'park_hourly_stats', key: 'park_id', id: parkId }
    : { table: 'ride_hourly_stats', key: 'ride_id', id: rideId };
}
