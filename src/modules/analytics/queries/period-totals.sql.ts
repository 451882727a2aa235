import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { groupBy } from '../../../common/collections.js';
import { columnsOf, selectList, tableOf } from '../../../common/database/columns.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../../catalog/entities/ride.entity.js';
import { isCountedParkSql, isCountedRideSql } from '../../catalog/counted-entities.js';
import type { DaySpan, ReadPart } from '../../statistics/day-spans.js';
import type { DownReport, UnreportedTotals } from '../../statistics/down-reports.js';
import { ParkDownReport } from '../../statistics/entities/park-stats.entity.js';
import { type StoredTotals, sumAsStoredTotals, type Totals, totalsOf } from '../../statistics/rollup-totals.js';
import { PARK_STATISTICS, RIDE_STATISTICS, type StatisticsTable } from '../../statistics/statistics-tables.js';

/** The kind of entity that is ranked or compared. */
export type Scope = 'parks' | 'rides';

const [park, ride, alias] = [columnsOf(Park, 'p'), columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a')];
const report = columnsOf(ParkDownReport, 'w');
/** The same names in the months of rides and the days of parks. */
const day = RIDE_STATISTICS.days.columns;

/** The days `d` of each scope, and the park of a day. */
const DAYS = {
  parks: { ...PARK_STATISTICS.days, park: `d.${PARK_STATISTICS.days.id}`, rides: '' },
  rides: {
    ...RIDE_STATISTICS.days,
    park: ride.parkId,
    rides: `JOIN ${tableOf(Ride)} r ON ${ride.rideId} = d.${RIDE_STATISTICS.days.id}`,
  },
};

/** A park or ride that a ranking can list. */
export interface Candidate {
  id: number;
  parkId: number;
  destinationId: number;
  rideId: number | null;
  name: string;
  parkName: string;
  timezone: string | null;
  /** Whether its park's feed reports DOWN today; null if not known yet. */
  reportsDown: boolean | null;
  /** The ranges of days on which the feed reports DOWN, oldest first. */
  downReports: readonly DownReport[];
}

/** Metrics of days that the indexes of rankings do not hold: they are read only on request. */
export interface DetailTotals {
  /** Null if no wait was posted. */
  minWait: number | null;
  longestDownMs: number;
  statusChanges: number;
  /** Of one day; null for longer periods and if no wait was posted. */
  p50Wait: number | null;
  p90Wait: number | null;
}

type CandidateRow = Omit<Candidate, 'reportsDown' | 'downReports'> & { reportsDown: number | null };

/** The SQL of rankings and comparisons: sums ranges of days for every park or ride at once. `rank.ts` sorts the result. */
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

  /** Keyed by the id of the park or ride. @param part days or months; the percentiles are those of the only day */
  async findDetails(scope: Scope, part: ReadPart): Promise<Map<number, DetailTotals>> {
    const { table, id, date } = tableOfPart(scope, part.table);
    const percentile = (column: string): string => (part.from === part.to ? `MAX(${column})` : 'NULL');
    const rows = await this.dataSource.manager.query<(DetailTotals & { id: number })[]>(
      `SELECT ${id} AS id, MIN(${day.minWait}) AS minWait, MAX(${day.longestDownMs} + 0e0) AS longestDownMs,
              SUM(${day.statusChanges} + 0e0) AS statusChanges,
              ${percentile(day.p50Wait)} AS p50Wait, ${percentile(day.p90Wait)} AS p90Wait
         FROM ${table} WHERE ${date} BETWEEN ? AND ? GROUP BY ${id}`,
      [part.from, part.to],
    );
    return new Map(rows.map(({ id: of, ...details }) => [of, details]));
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

  /** The part of a span's totals from days on which the feeds of these parks report no DOWN, by park or ride. */
  async sumUnreported(
    scope: Scope,
    parkIds: readonly number[],
    { from, to }: DaySpan,
  ): Promise<Map<number, UnreportedTotals>> {
    const { table, columns, id, date, park, rides } = DAYS[scope];
    const sum = (column: string): string => `SUM(d.${column} + 0e0)`;
    const rows = await this.dataSource.manager.query<(UnreportedTotals & { id: number })[]>(
      `SELECT d.${id} AS id, ${sum(columns.scheduledObservedMs)} AS scheduledObservedMs,
              ${sum(columns.scheduledOperatingMs)} AS scheduledOperatingMs, ${sum(columns.scheduledDownMs)} AS scheduledDownMs
         FROM ${table} d ${rides}
        WHERE ${park} IN (?) AND d.${date} BETWEEN ? AND ? AND NOT EXISTS (
              SELECT 1 FROM ${tableOf(ParkDownReport)} w WHERE ${report.parkId} = ${park} AND ${report.fromDate} <= d.${date}
                 AND (${report.untilDate} IS NULL OR ${report.untilDate} >= d.${date}))
        GROUP BY d.${id}`,
      [parkIds, from, to],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** By park, oldest first. */
  private async findDownReports(): Promise<Map<number, DownReport[]>> {
    const rows = await this.dataSource.manager.query<(DownReport & { parkId: number })[]>(
      `SELECT ${report.parkId} AS parkId, ${report.fromDate} AS \`from\`, ${report.untilDate} AS until
         FROM ${tableOf(ParkDownReport)} w ORDER BY ${report.parkId}, ${report.fromDate}`,
    );
    return groupBy(rows, ({ parkId }) => parkId);
  }
}

const tableOfPart = (scope: Scope, part: ReadPart['table']): Omit<StatisticsTable, 'columns'> =>
  scope === 'parks' ? PARK_STATISTICS.days : RIDE_STATISTICS[part];

function totalsSql(scope: Scope, part: ReadPart['table']): string {
  const { table, id, date, observed } = tableOfPart(scope, part);
  return `SELECT ${id} AS id, ${sumAsStoredTotals(observed)} FROM ${table} WHERE ${date} BETWEEN ? AND ? GROUP BY ${id}`;
}

const PARK_COLUMNS = selectList(Park, ['destinationId', 'timezone', 'reportsDown'], 'p');

const PARKS = `SELECT ${park.parkId} AS id, ${park.parkId} AS parkId, NULL AS rideId, ${park.name} AS name,
  ${park.name} AS parkName, ${PARK_COLUMNS} FROM ${tableOf(Park)} p WHERE ${isCountedParkSql('p')}`;

/** Attractions, shows and rides of unknown type. Linked rides are part of another ride. */
const RIDES = `SELECT ${ride.rideId} AS id, ${ride.parkId} AS parkId, ${ride.rideId} AS rideId, ${ride.name} AS name,
  ${park.name} AS parkName, ${PARK_COLUMNS}
  FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
  WHERE (${ride.entityType} IN ('ATTRACTION', 'SHOW') OR ${ride.entityType} IS NULL)
    AND NOT EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${ride.rideId})
    AND ${isCountedRideSql('r')}`;
