import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { Ride } from '../../catalog/entities/ride.entity.js';
import { ReconciledDay, ReconciliationDifference } from './reconciled-day.entity.js';
import type {
  DifferenceQuery,
  DifferenceView,
  DifferingMetricView,
  ReconciliationQuery,
} from './reconciliation.dto.js';

export interface ParkTotals {
  parkId: number;
  name: string;
  days: number;
  agreeing: number;
  explained: number;
  unexplained: number;
  notObserved: number;
  comparedAt: Date;
}

type Range = Pick<ReconciliationQuery, 'startDate' | 'endDate' | 'parkId'>;

const MAX_METRICS = 100;
const day = columnsOf(ReconciledDay, 'd');
const difference = columnsOf(ReconciliationDifference, 'x');
const [park, ride] = [columnsOf(Park, 'p'), columnsOf(Ride, 'r')];

/** Reads the results of the reconciliation. */
@Injectable()
export class ReconciliationReportRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** All parks with a compared day, least agreeing first. */
  async findParks({ startDate, endDate, parkId }: Range): Promise<ParkTotals[]> {
    const rows = await this.dataSource.query<Record<keyof ParkTotals, unknown>[]>(
      `SELECT ${day.parkId} AS parkId, ${park.name} AS name, COUNT(*) AS days, SUM(${day.agreeing}) AS agreeing,
              SUM(${day.explained}) AS explained, SUM(${day.unexplained}) AS unexplained,
              SUM(${day.notObserved}) AS notObserved, MAX(${day.comparedAt}) AS comparedAt
         FROM ${tableOf(ReconciledDay)} d JOIN ${tableOf(Park)} p ON ${park.parkId} = ${day.parkId}
        WHERE ${day.localDate} BETWEEN ? AND ? ${parkId === undefined ? '' : `AND ${day.parkId} = ?`}
        GROUP BY ${day.parkId}, ${park.name}
        ORDER BY SUM(${day.agreeing}) / NULLIF(SUM(${day.agreeing} + ${day.explained} + ${day.unexplained}), 0),
              ${day.parkId}`,
      parkId === undefined ? [startDate, endDate] : [startDate, endDate, parkId],
    );
    return rows.map((row) => ({
      ...(row as unknown as ParkTotals),
      days: Number(row.days),
      agreeing: Number(row.agreeing),
      explained: Number(row.explained),
      unexplained: Number(row.unexplained),
      notObserved: Number(row.notObserved),
    }));
  }

  /** The figures that differ for most rides and days. */
  async findMetrics(range: Range): Promise<DifferingMetricView[]> {
    const { sql, values } = conditionsOf(range);
    const rows = await this.dataSource.query<(DifferingMetricView & { rideDays: number | string })[]>(
      `SELECT ${difference.field} AS field, ${difference.explanation} AS explanation, COUNT(*) AS rideDays
         FROM ${tableOf(ReconciliationDifference)} x WHERE ${sql}
        GROUP BY ${difference.field}, ${difference.explanation}
        ORDER BY COUNT(*) DESC, ${difference.field}, ${difference.explanation} LIMIT ${MAX_METRICS}`,
      values,
    );
    return rows.map((row) => ({ ...row, rideDays: Number(row.rideDays) }));
  }

  /** Newest first. */
  async findDifferences(query: DifferenceQuery): Promise<DifferenceView[]> {
    const { sql, values } = conditionsOf(query);
    return this.dataSource.query<DifferenceView[]>(
      `SELECT ${difference.rideId} AS rideId, ${ride.name} AS rideName, ${difference.parkId} AS parkId,
              ${difference.localDate} AS date, ${difference.field} AS field, ${difference.ours} AS ours,
              ${difference.theirs} AS theirs, ${difference.explanation} AS explanation
         FROM ${tableOf(ReconciliationDifference)} x JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${difference.rideId}
        WHERE ${sql}
        ORDER BY ${difference.localDate} DESC, ${difference.rideId}, ${difference.field} LIMIT ? OFFSET ?`,
      [...values, query.limit, query.offset],
    );
  }

  async countDifferences(query: DifferenceQuery): Promise<number> {
    const { sql, values } = conditionsOf(query);
    const [row] = await this.dataSource.query<{ total: number | string }[]>(
      `SELECT COUNT(*) AS total FROM ${tableOf(ReconciliationDifference)} x WHERE ${sql}`,
      values,
    );
    return Number(row!.total);
  }
}

function conditionsOf({
  startDate,
  endDate,
  ...equal
}: Range & Pick<DifferenceQuery, 'rideId' | 'field' | 'explanation'>): { sql: string; values: unknown[] } {
  const conditions: [string, unknown][] = [
    [difference.parkId, equal.parkId],
    [difference.rideId, equal.rideId],
    [difference.field, equal.field],
    [difference.explanation, equal.explanation],
  ];
  const given = conditions.filter(([, value]) => value !== undefined);
  return {
    sql: [`${difference.localDate} BETWEEN ? AND ?`, ...given.map(([column]) => `${column} = ?`)].join(' AND '),
    values: [startDate, endDate, ...given.map(([, value]) => value)],
  };
}
