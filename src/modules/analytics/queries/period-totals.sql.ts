import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { groupBy } from '../../../common/collections.js';
import { selectList } from '../../../common/database/columns.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { isCountedParkSql, isCountedRideSql } from '../../catalog/entity-types.js';
import type { DaySpan, ReadPart } from '../../statistics/day-spans.js';
import type { DownReport, UptimeTotals } from '../../statistics/down-reports.js';
import {
  IS_OBSERVED_DAY,
  type StoredTotals,
  sumAsStoredTotals,
  type Totals,
  totalsOf,
} from '../../statistics/rollup-totals.js';

/** The kind of entity that is ranked or compared. */
export type Scope = 'parks' | 'rides';

const RANGE = `from_date AS \`from\`, until_date AS until`;

const DAYS = {
  parks: { id: 'd.park_id', from: 'park_daily_stats d', park: 'd.park_id' },
  rides: { id: 'd.ride_id', from: 'ride_daily_stats d JOIN rides r ON r.ride_id = d.ride_id', park: 'r.park_id' },
} as const satisfies Record<Scope, { id: string; from: string; park: string }>;

/** A park or ride that can be ranked. */
export interface Candidate {
  id: number;
  parkId: number;
  rideId: number | null;
  name: string;
  parkName: string;
  timezone: string | null;
  /** Whether its park's feed reports DOWN today; null if not known yet. */
  reportsDown: boolean | null;
  /** The ranges of days on which the feed reports DOWN, oldest first. */
  downReports: readonly DownReport[];
}

type CandidateRow = Omit<Candidate, 'reportsDown' | 'downReports'> & { reportsDown: number | null };

/** Sums ranges of days for every park or ride at once. */
@Injectable()
export class PeriodTotalsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Keyed by the id of the park or ride. */
  async findTotals(scope: Scope, { table, from, to }: ReadPart): Promise<Map<number, Totals>> {
    const rows = await this.dataSource.manager.query<(StoredTotals & { id: number })[]>(totalsSql(scope, table), [
      from,
      to,
    ]);
    return new Map(rows.map((row) => [row.id, totalsOf(row)]));
  }

  async findCandidates(scope: Scope): Promise<Candidate[]> {
    const rows = await this.dataSource.manager.query<CandidateRow[]>(scope === 'parks' ? PARKS : RIDES);
    const reports = await this.findDownReports();
    return rows.map((row) => ({
      ...row,
      downReports: reports.get(row.parkId) ?? [],
      reportsDown: row.reportsDown === null ? null : Number(row.reportsDown) === 1,
    }));
  }

  /** The share of a span's totals from days on which the feeds of these parks report no DOWN, by park or ride. */
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

  /** By park, oldest first. */
  private async findDownReports(): Promise<Map<number, DownReport[]>> {
    const rows = await this.dataSource.manager.query<(DownReport & { parkId: number })[]>(
      `SELECT park_id AS parkId, ${RANGE} FROM park_down_reports ORDER BY park_id, from_date`,
    );
    return groupBy(rows, ({ parkId }) => parkId);
  }
}

/** Park tables have so few rows that they need neither months nor ten-day periods. */
function totalsSql(scope: Scope, table: ReadPart['table']): string {
  if (scope === 'parks') {
    return `SELECT park_id AS id, ${sumAsStoredTotals(IS_OBSERVED_DAY.park)} FROM park_daily_stats WHERE stat_date BETWEEN ? AND ? GROUP BY park_id`;
  }
  const { name, date, days } = RIDE_TABLES[table];
  return `SELECT ride_id AS id, ${sumAsStoredTotals(days)} FROM ${name} WHERE ${date} BETWEEN ? AND ? GROUP BY ride_id`;
}

const RIDE_TABLES = {
  months: { name: 'ride_monthly_stats', date: 'month', days: 'days' },
  tenDayPeriods: { name: 'ride_ten_day_stats', date: 'first_date', days: 'days' },
  days: { name: 'ride_daily_stats', date: 'stat_date', days: IS_OBSERVED_DAY.ride },
} as const satisfies Record<ReadPart['table'], { name: string; date: string; days: string }>;

const PARK_COLUMNS = selectList(Park, ['timezone', 'reportsDown'], 'p');

const PARKS = `SELECT p.park_id AS id, p.park_id AS parkId, NULL AS rideId, p.name, p.name AS parkName,
  ${PARK_COLUMNS} FROM parks p WHERE ${isCountedParkSql('p')}`;

/** Attractions, shows and rides of unknown type. Linked rides are part of another ride. */
const RIDES = `SELECT r.ride_id AS id, r.park_id AS parkId, r.ride_id AS rideId, r.name, p.name AS parkName,
  ${PARK_COLUMNS} FROM rides r JOIN parks p ON p.park_id = r.park_id
  WHERE (r.entity_type IN ('ATTRACTION', 'SHOW') OR r.entity_type IS NULL)
    AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id) AND ${isCountedRideSql('r')}`;
