import type { ObjectType } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { RideDailyStats, RideMonthlyStats, RideTenDayStats } from '../entities/ride-stats.entity.js';
import { RANKED_COLUMNS } from '../entities/rollup-columns.js';
import { RIDE_STATISTICS } from '../statistics-tables.js';
import { overwrite, WHOLE_DAY_COLUMNS } from './rollup-tables.sql.js';

/** Parameters of both: the first day of the period, the ride ids, and the half-open range of days. */
export interface SummedDays {
  upsert: string;
  /** Deletes rows without remaining days. */
  deleteStale: string;
}

const { table: DAYS, columns: day, observed } = RIDE_STATISTICS.days;
const EXTREMES: Readonly<Record<string, string>> = { minWait: 'MIN', maxWait: 'MAX', longestDownMs: 'MAX' };

/**
 * Sums the days of each ride. The lock waits for days that another process is writing.
 * @param start the property of the first day of the period
 */
function summedDays<Entity extends { rideId: number; days: number }>(
  entity: ObjectType<Entity>,
  start: keyof Entity,
  columns: readonly (keyof Entity & keyof RideDailyStats)[],
): SummedDays {
  const [table, total] = [tableOf(entity), columnsOf(entity)];
  const names = columns.map((column) => total[column]);
  const sums = columns.map((column) => `${EXTREMES[column] ?? 'SUM'}(${day[column]})`);
  return {
    upsert: `INSERT INTO ${table} (${[total[start], total.rideId, ...names, total.days].join(', ')})
      SELECT ?, ${day.rideId}, ${sums.join(', ')}, SUM(${observed}) FROM ${DAYS}
       WHERE ${day.rideId} IN (?) AND ${day.statDate} >= ? AND ${day.statDate} < ?
       GROUP BY ${day.rideId} LOCK IN SHARE MODE${overwrite([...names, total.days])}`,
    deleteStale: `DELETE FROM ${table} WHERE ${total[start]} = ? AND ${total.rideId} IN (?)
        AND NOT EXISTS (SELECT 1 FROM ${DAYS} d WHERE d.${day.rideId} = ${table}.${total.rideId}
                           AND d.${day.statDate} >= ? AND d.${day.statDate} < ?)`,
  };
}

export const MONTHS = summedDays(RideMonthlyStats, 'month', WHOLE_DAY_COLUMNS);

/** Ten-day periods have only the columns that rankings sum, because nothing else reads them. */
export const TEN_DAYS = summedDays(
  RideTenDayStats,
  'firstDate',
  Object.keys(RANKED_COLUMNS) as (keyof typeof RANKED_COLUMNS)[],
);
