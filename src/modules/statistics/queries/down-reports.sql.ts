import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { Park } from '../../catalog/entities/park.entity.js';
import type { MonthOfDays } from '../down-reports.js';
import { ParkDailyStats } from '../entities/park-stats.entity.js';

const { statDate, downMs, scheduledOperatingMs, parkId: parkOfDay } = columnsOf(ParkDailyStats);
const { reportsDown, parkId: idOfPark } = columnsOf(Park);

/** Bit sets: 3,650 days of a park become 120 rows. Waits for days that another transaction is writing. */
export async function selectMonthsOfDays(manager: EntityManager, parkId: number): Promise<MonthOfDays[]> {
  const rows = await manager.query<Record<keyof MonthOfDays, number | string>[]>(
    `SELECT EXTRACT(YEAR_MONTH FROM ${statDate}) AS yearMonth, BIT_OR(IF(${downMs} > 0, 1 << DAY(${statDate}), 0)) AS down,
            BIT_OR(IF(${scheduledOperatingMs} > 0, 1 << DAY(${statDate}), 0)) AS operated
       FROM ${tableOf(ParkDailyStats)} WHERE ${parkOfDay} = ? GROUP BY yearMonth ORDER BY yearMonth LOCK IN SHARE MODE`,
    [parkId],
  );
  // BIGINT values may arrive as text; these fit into a number.
  return rows.map((row) => ({
    yearMonth: Number(row.yearMonth),
    down: Number(row.down),
    operated: Number(row.operated),
  }));
}

/** Records whether a park's feed reports DOWN today; null: it has no statistics. Writes nothing if that is unchanged. */
export async function updateReportsDown(manager: EntityManager, parkId: number, isReporting: boolean | null) {
  await manager.query(
    `UPDATE ${tableOf(Park)} SET ${reportsDown} = ? WHERE ${idOfPark} = ? AND NOT (${reportsDown} <=> ?)`,
    [isReporting, parkId, isReporting],
  );
}
