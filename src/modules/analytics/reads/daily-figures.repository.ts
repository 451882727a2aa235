import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { DAY_DETAIL_COLUMNS, type DayDetailColumns, type DayDetails, dayDetails } from './day-details.js';
import type { DaySpan } from './day-span.js';
import { dateText, DAY_OBSERVED, metricColumns, joinDownReport, totalsOf } from './figure-columns.js';
import type { AnalyticsEntity } from './subject.js';
import type { Totals } from './sums.js';

export interface ParkDay {
  date: string;
  totals: Totals;
  opensAt: Date | null;
  closesAt: Date | null;
  ridesOperated: number;
  details: DayDetails;
}

type ParkDayRow = Totals & DayDetailColumns & Omit<ParkDay, 'totals' | 'details'>;

/** SQL that reads days of one park or ride from the daily tables. */
@Injectable()
export class DailyMetricsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The days of any of the spans that have a row, by date. */
  async findDays({ parkId, rideId }: AnalyticsEntity, spans: readonly DaySpan[]): Promise<Map<string, Totals>> {
    if (spans.length === 0) return new Map();
    const [table, key, id, observed] =
      rideId === null
        ? ['park_daily_stats', 'park_id', parkId, DAY_OBSERVED.park]
        : ['ride_daily_stats', 'ride_id', rideId, DAY_OBSERVED.ride];
    const ranges = spans.map(() => 'stat_date BETWEEN ? AND ?').join(' OR ');
    const rows = await this.dataSource.manager.query<(Totals & { date: string })[]>(
      `SELECT ${dateText('stat_date')} AS date, ${metricColumns(observed)}
         FROM ${table} ${joinDownReport('stat_date')} WHERE ${key} = ? AND (${ranges})`,
      [parkId, id, ...spans.flatMap(({ from, to }) => [from, to])],
    );
    return new Map(rows.map((row) => [row.date, totalsOf(row)]));
  }

  /** With what only parks have, in date order. */
  async findParkDays(parkId: number, { from, to }: DaySpan): Promise<ParkDay[]> {
    const rows = await this.dataSource.manager.query<ParkDayRow[]>(
      `SELECT ${dateText('stat_date')} AS date, opens_at AS opensAt, closes_at AS closesAt,
              rides_operated AS ridesOperated, ${DAY_DETAIL_COLUMNS}, ${metricColumns(DAY_OBSERVED.park)}
         FROM park_daily_stats ${joinDownReport('stat_date')}
        WHERE park_id = ? AND stat_date BETWEEN ? AND ? ORDER BY stat_date`,
      [parkId, parkId, from, to],
    );
    return rows.map((row) => {
      const { date, opensAt, closesAt, ridesOperated } = row;
      return { date, opensAt, closesAt, ridesOperated, details: dayDetails(row), totals: totalsOf(row) };
    });
  }
}
