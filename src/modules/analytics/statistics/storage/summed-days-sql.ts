import { RANKED_COLUMNS } from '../../entities/ranked-columns.js';
import { DAY_OBSERVED } from '../../reads/figure-columns.js';
import { tailOf, WHOLE_COLUMNS } from './figure-sql.js';

type SummedTable = 'ride_monthly_stats' | 'ride_ten_day_stats';

const EXTREMES: Readonly<Record<string, string>> = { min_wait: 'MIN', max_wait: 'MAX', longest_down_ms: 'MAX' };

/**
 * Days of each ride added up: the parameters are the first of them, the rides, and from and before which day. Locked, so
 * that days which another process is just writing are waited for.
 */
const upsert = (table: SummedTable, key: string, columns: string): string =>
  `INSERT INTO ${table} (${key}, ride_id, ${columns}, days)
   SELECT ?, ride_id, ${columns
     .split(', ')
     .map((column) => `${EXTREMES[column] ?? 'SUM'}(${column})`)
     .join(', ')}, SUM(${DAY_OBSERVED.ride})
     FROM ride_daily_stats WHERE ride_id IN (?) AND stat_date >= ? AND stat_date < ? GROUP BY ride_id LOCK IN SHARE MODE` +
  tailOf(`${columns}, days`);

/** Takes away what there are no days of any more; same parameters. */
const deleteStale = (table: SummedTable, key: string): string =>
  `DELETE FROM ${table} WHERE ${key} = ? AND ride_id IN (?)
      AND NOT EXISTS (SELECT 1 FROM ride_daily_stats d WHERE d.ride_id = ${table}.ride_id
                         AND d.stat_date >= ? AND d.stat_date < ?)`;

export interface SummedDays {
  upsert: string;
  deleteStale: string;
}

const summed = (table: SummedTable, key: string, columns: string): SummedDays => ({
  upsert: upsert(table, key, columns),
  deleteStale: deleteStale(table, key),
});

export const MONTHS = summed('ride_monthly_stats', 'month', WHOLE_COLUMNS);
/** Of the ten-day periods only what a ranking adds up: they are there for nothing else. */
export const TEN_DAY_PERIODS = summed('ride_ten_day_stats', 'first_date', Object.values(RANKED_COLUMNS).join(', '));
