import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DaySpan } from './day-span.js';
import { dateText, joinDownReport, reportedSums, sumsOf } from './figure-columns.js';
import type { Subject } from './subject.js';
import type { Sums } from './sums.js';

/** All hours of one weekday (1 is Monday) and local hour, added up; `days` counts those that were observed: where only the park was open there is a row too. */
export interface WeekdayHour {
  weekday: number;
  hour: number;
  sums: Sums;
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

  async addUpByWeekdayAndHour(subject: Subject, { from, to }: DaySpan): Promise<WeekdayHour[]> {
    const { table, key, id } = hoursOf(subject);
    const rows = await this.dataSource.manager.query<(Sums & { weekday: number; hour: number })[]>(
      `SELECT WEEKDAY(local_date) + 1 AS weekday, local_hour AS hour, ${reportedSums('(observed_ms > 0)')}
         FROM ${table} ${joinDownReport('local_date')}
        WHERE ${key} = ? AND local_date BETWEEN ? AND ? GROUP BY weekday, hour`,
      [subject.parkId, id, from, to],
    );
    return rows.map((row) => ({ weekday: Number(row.weekday), hour: Number(row.hour), sums: sumsOf(row) }));
  }

  /** The hours of those days that were observed. */
  async findHours(subject: Subject, dates: readonly string[]): Promise<DayHour[]> {
    if (dates.length === 0) return [];
    const { table, key, id } = hoursOf(subject);
    return this.dataSource.manager.query<DayHour[]>(
      `SELECT ${dateText('local_date')} AS date, local_hour AS hour, observed_ms AS observedMs,
              wait_known_ms AS waitKnownMs, wait_minutes_ms AS waitMinutesMs
         FROM ${table} WHERE ${key} = ? AND local_date IN (?)`,
      [id, dates],
    );
  }
}

function hoursOf({ parkId, rideId }: Subject): { table: string; key: string; id: number } {
  return rideId === null
    ? { table: 'park_hourly_stats', key: 'park_id', id: parkId }
    : { table: 'ride_hourly_stats', key: 'ride_id', id: rideId };
}
