import { randomInt } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { sqlInstant } from '../../../common/database/sql-helpers.js';
import { InvalidatedParkDay } from '../entities/invalidated-park-day.entity.js';
import { LINKED_DAY, type ParkDay } from '../touched-days.js';
import { EXPECTED_FOR_DAYS, EXPECTED_RIDES } from '../observations.js';

/** Distinguishes separate invalidations of a day independently of clocks. 48 bits do not repeat while an invalidation exists. */
const MAX_TOKEN = 2 ** 48 - 1;

const day = columnsOf(InvalidatedParkDay);
const COLUMNS = [day.parkId, day.localDate, day.reason, day.invalidatedAt, day.token];

/** Invalidates days. Those that follow from other days do not overwrite another reason. */
export async function insertInvalidatedDays(
  manager: EntityManager,
  days: readonly ParkDay[],
  reason: string,
  invalidatedAtMs: number,
): Promise<void> {
  if (days.length === 0) return;
  const token = randomInt(1, MAX_TOKEN);
  const rows = days.map(({ parkId, localDate }) => [parkId, localDate, reason, sqlInstant(invalidatedAtMs), token]);
  await manager.query(
    `INSERT INTO ${tableOf(InvalidatedParkDay)} (${COLUMNS.join(', ')})
     VALUES ${rows.map(() => '(?,?,?,?,?)').join(',')}
     ON DUPLICATE KEY UPDATE
       ${day.reason} = IF(VALUES(${day.reason}) IN (?, ?), ${day.reason}, VALUES(${day.reason})),
       ${day.token} = VALUES(${day.token})`,
    [...rows.flat(), LINKED_DAY, EXPECTED_RIDES],
  );
}

/**
 * Invalidates later days of each park that are already computed or invalidated, because their expected rides depend on earlier
 * observations. A first import in time order has no such days. The table of computed days is named in SQL, because the module
 * that has its entity depends on this one.
 */
export async function invalidateLaterDays(
  manager: EntityManager,
  days: readonly ParkDay[],
  invalidatedAtMs: number,
): Promise<void> {
  const last = new Map<number, string>();
  for (const { parkId, localDate } of days) {
    if (localDate > (last.get(parkId) ?? '')) last.set(parkId, localDate);
  }
  if (last.size === 0) return;
  const parks = [...last];
  const isAfter = (park: string, date: string) =>
    parks.map(() => `(${park} = ? AND ${date} > ? AND ${date} <= ? + INTERVAL ${EXPECTED_FOR_DAYS} DAY)`).join(' OR ');
  const bounds = parks.flatMap(([parkId, localDate]) => [parkId, localDate, localDate]);
  // One statement for all parks: an import asks this for every file.
  const later = await manager.query<ParkDay[]>(
    `SELECT park_id AS parkId, stat_date AS localDate FROM park_daily_stats WHERE ${isAfter('park_id', 'stat_date')}
      UNION SELECT ${day.parkId}, ${day.localDate} FROM ${tableOf(InvalidatedParkDay)}
             WHERE ${isAfter(day.parkId, day.localDate)}`,
    [...bounds, ...bounds],
  );
  await insertInvalidatedDays(manager, later, EXPECTED_RIDES, invalidatedAtMs);
}
