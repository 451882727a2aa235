import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { groupBy } from '../../../common/collections/group-by.js';
import type { DaySpan } from './day-span.js';
import type { DownReport, UptimeTotals } from './down-reports.js';
import { dateText } from './figure-columns.js';
import type { Scope } from './scope.js';

const RANGE = `${dateText('from_date')} AS \`from\`, ${dateText('until_date')} AS until`;

const DAYS = {
  parks: { id: 'd.park_id', from: 'park_daily_stats d', park: 'd.park_id' },
  rides: { id: 'd.ride_id', from: 'ride_daily_stats d JOIN rides r ON r.ride_id = d.ride_id', park: 'r.park_id' },
} as const satisfies Record<Scope, { id: string; from: string; park: string }>;

/** SQL that reads in which days a park's feed reports DOWN. */
@Injectable()
export class DownReportsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Oldest first. */
  async findOfPark(parkId: number): Promise<DownReport[]> {
    return this.dataSource.manager.query<DownReport[]>(
      `SELECT ${RANGE} FROM park_down_reports WHERE park_id = ? ORDER BY from_date`,
      [parkId],
    );
  }

  /** By park, oldest first. */
  async findAll(): Promise<Map<number, DownReport[]>> {
    const rows = await this.dataSource.manager.query<(DownReport & { parkId: number })[]>(
      `SELECT park_id AS parkId, ${RANGE} FROM park_down_reports ORDER BY park_id, from_date`,
    );
    return groupBy(rows, ({ parkId }) => parkId);
  }

  /** What days on which these parks' feeds report no DOWN bring to the sums of a span, by park or ride. */
  async sumUnreported(
    scope: Scope,
    parkIds: readonly number[],
    { from, to }: DaySpan,
  ): Promise<Map<number, UptimeTotals>> {
    const { id, from: tables, park } = DAYS[scope];
    const rows = await this.dataSource.manager.query<(UptimeTotals & { id: number })[]>(
      `SELECT ${id} AS id, SUM(d.scheduled_observed_ms + 0e0) AS reportedMs, SUM(d.scheduled_operating_ms + 0e0) AS scheduledOperatingMs,
              SUM(d.scheduled_down_ms + 0e0) AS scheduledDownMs
         FROM ${tables}
        WHERE ${park} IN (?) AND d.stat_date BETWEEN ? AND ? AND NOT EXISTS (
              SELECT 1 FROM park_down_reports w WHERE w.park_id = ${park} AND w.from_date <= d.stat_date
                 AND (w.until_date IS NULL OR w.until_date >= d.stat_date))
        GROUP BY ${id}`,
      [parkIds, from, to],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}
