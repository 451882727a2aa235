import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isCountedParkSql, isCountedRideSql } from '../../catalog/counted-entities.js';
import type { DownReport } from './down-reports.js';
import { DownReportsRepository } from './down-reports.repository.js';
import { DAY_OBSERVED, metricTotals, type StoredTotals, totalsOf } from './figure-columns.js';
import type { ReadPart } from './read-plan.js';
import type { Scope } from './scope.js';
import type { Totals } from './sums.js';

/** A park, or a ride of one, that can be ranked. */
export interface Candidate {
  id: number;
  parkId: number;
  rideId: number | null;
  name: string;
  parkName: string;
  timezone: string | null;
  /** Whether its park's feed reports DOWN today; null: not known yet. */
  reportsDown: boolean | null;
  /** When it does, oldest first. */
  downReports: readonly DownReport[];
}

type CandidateRow = Omit<Candidate, 'reportsDown' | 'downReports'> & { reportsDown: number | null };

/** SQL that adds a stretch of days up, of every park or ride at once. */
@Injectable()
export class PeriodTotalsRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly downReports: DownReportsRepository,
  ) {}

  /** By park or ride. */
  async findTotals(scope: Scope, { table, from, to }: ReadPart): Promise<Map<number, Totals>> {
    const rows = await this.dataSource.manager.query<(StoredTotals & { id: number })[]>(totalsSql(scope, table), [
      from,
      to,
    ]);
    return new Map(rows.map((row) => [row.id, totalsOf(row)]));
  }

  async findCandidates(scope: Scope): Promise<Candidate[]> {
    const rows = await this.dataSource.manager.query<CandidateRow[]>(scope === 'parks' ? PARKS : RIDES);
    const reports = await this.downReports.findAll();
    return rows.map((row) => ({
      ...row,
      downReports: reports.get(row.parkId) ?? [],
      reportsDown: row.reportsDown === null ? null : Number(row.reportsDown) === 1,
    }));
  }
}

/** Of parks there are so few rows that they need neither months nor ten-day periods. */
function totalsSql(scope: Scope, table: ReadPart['table']): string {
  if (scope === 'parks') {
    return `SELECT park_id AS id, ${metricTotals(DAY_OBSERVED.park)} FROM park_daily_stats WHERE stat_date BETWEEN ? AND ? GROUP BY park_id`;
  }
  const { name, date, days } = RIDE_TABLES[table];
  return `SELECT ride_id AS id, ${metricTotals(days)} FROM ${name} WHERE ${date} BETWEEN ? AND ? GROUP BY ride_id`;
}

const RIDE_TABLES = {
  months: { name: 'ride_monthly_stats', date: 'month', days: 'days' },
  tenDayPeriods: { name: 'ride_ten_day_stats', date: 'first_date', days: 'days' },
  days: { name: 'ride_daily_stats', date: 'stat_date', days: DAY_OBSERVED.ride },
} as const satisfies Record<ReadPart['table'], { name: string; date: string; days: string }>;

const PARKS = `SELECT p.park_id AS id, p.park_id AS parkId, NULL AS rideId, p.name, p.name AS parkName, p.timezone,
  p.reports_down AS reportsDown FROM parks p WHERE ${isCountedParkSql('p')}`;

/** Attractions and shows, and what nobody has said yet what it is; linked ones are part of another. */
const RIDES = `SELECT r.ride_id AS id, r.park_id AS parkId, r.ride_id AS rideId, r.name, p.name AS parkName, p.timezone,
  p.reports_down AS reportsDown FROM rides r JOIN parks p ON p.park_id = r.park_id
  WHERE (r.entity_type IN ('ATTRACTION', 'SHOW') OR r.entity_type IS NULL)
    AND NOT EXISTS (SELECT 1 FROM ride_aliases a WHERE a.alias_ride_id = r.ride_id) AND ${isCountedRideSql('r')}`;
