import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DaySpan } from './day-span.js';
import { dateText, joinDownReport, reportedTotals, totalsOf } from './figure-columns.js';
import type { AnalyticsEntity } from './subject.js';
import type { Totals } from './sums.js';

/** All hours of one weekday (1 is Monday) and local hour, added up; `days` counts those that were observed: where only the park was open there is a row too. */
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

/** SQL that reads local hours of one park or ride. */
@Injectable()
export class HourlyRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async sumByWeekdayAndHour(entity: AnalyticsEntity, { from, to }: DaySpan): Promise<WeekdayHour[]> {
    const { table, key, id } = hoursOf(entity);
    const rows = await this.dataSource.manager.query<(Totals & { weekday: number; hour: number })[]>(
      `SELECT WEEKDAY(local_date) + 1 AS weekday, local_hour AS hour, ${reportedTotals('(observed_ms > 0)')}
         FROM ${table} ${joinDownReport('local_date')}
        WHERE ${key} = ? AND local_date BETWEEN ? AND ? GROUP BY weekday, hour`,
      [entity.parkId, id, from, to],
    );
    return rows.map((row) => ({ weekday: Number(row.weekday), hour: Number(row.hour), totals: totalsOf(row) }));
  }

  /** The hours of those days that were observed. */
  async findHours(entity: AnalyticsEntity, dates: readonly string[]): Promise<DayHour[]> {
    if (dates.length === 0) return [];
    const { table, key, id } = hoursOf(entity);
    return this.dataSource.manager.query<DayHour[]>(
      `SELECT ${dateText('local_date')} AS date, local_hour AS hour, observed_ms AS observedMs,
              wait_known_ms AS waitKnownMs, wait_minutes_ms AS waitMinutesMs
         FROM ${table} WHERE ${key} = ? AND local_date IN (?)`,
      [id, dates],
    );
  }
}

function hoursOf({ parkId, rideId }: AnalyticsEntity): { table: string; key: string; id: number } {
  return rideId === null
    ? { table: 'park_hourly_stats', key: 'park_id', id: parkId }
    : { table: 'ride_hourly_stats', key: 'ride_id', id: rideId };
}
