import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { DAY_DETAIL_COLUMNS, type DayDetailColumns, type DayDetails, dayDetails } from './day-details.js';
import type { DaySpan } from './day-span.js';
import { dateText, DAY_SEEN, figureColumns, joinDownReport, sumsOf } from './figure-columns.js';
import type { Subject } from './subject.js';
import type { Sums } from './sums.js';

export interface ParkDay {
  date: string;
  sums: Sums;
  opensAt: Date | null;
  closesAt: Date | null;
  ridesOperated: number;
  details: DayDetails;
}

type ParkDayRow = Sums & DayDetailColumns & Omit<ParkDay, 'sums' | 'details'>;

/** SQL that reads days of one park or ride from the daily tables. */
@Injectable()
export class DailyFiguresRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The days of any of the spans that have a row, by date. */
  async findDays({ parkId, rideId }: Subject, spans: readonly DaySpan[]): Promise<Map<string, Sums>> {
    if (spans.length === 0) return new Map();
    const [table, key, id, seen] =
      rideId === null
        ? ['park_daily_stats', 'park_id', parkId, DAY_SEEN.park]
        : ['ride_daily_stats', 'ride_id', rideId, DAY_SEEN.ride];
    const ranges = spans.map(() => 'stat_date BETWEEN ? AND ?').join(' OR ');
    const rows = await this.dataSource.manager.query<(Sums & { date: string })[]>(
      `SELECT ${dateText('stat_date')} AS date, ${figureColumns(seen)}
         FROM ${table} ${joinDownReport('stat_date')} WHERE ${key} = ? AND (${ranges})`,
      [parkId, id, ...spans.flatMap(({ from, to }) => [from, to])],
    );
    return new Map(rows.map((row) => [row.date, sumsOf(row)]));
  }

  /** With what only parks have, in date order. */
  async findParkDays(parkId: number, { from, to }: DaySpan): Promise<ParkDay[]> {
    const rows = await this.dataSource.manager.query<ParkDayRow[]>(
      `SELECT ${dateText('stat_date')} AS date, opens_at AS opensAt, closes_at AS closesAt,
              rides_operated AS ridesOperated, ${DAY_DETAIL_COLUMNS}, ${figureColumns(DAY_SEEN.park)}
         FROM park_daily_stats ${joinDownReport('stat_date')}
        WHERE park_id = ? AND stat_date BETWEEN ? AND ? ORDER BY stat_date`,
      [parkId, parkId, from, to],
    );
    return rows.map((row) => {
      const { date, opensAt, closesAt, ridesOperated } = row;
      return { date, opensAt, closesAt, ridesOperated, details: dayDetails(row), sums: sumsOf(row) };
    });
  }
}
