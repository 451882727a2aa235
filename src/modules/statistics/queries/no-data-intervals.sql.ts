import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { sqlInstant } from '../../../common/database/sql-helpers.js';
import { ParkNoDataInterval } from '../../snapshots/entities/park-no-data-interval.entity.js';
import type { NoDataInterval } from '../../snapshots/carry-forward.js';

const TABLE = tableOf(ParkNoDataInterval);
const { parkId: PARK, fromAt: FROM, untilAt: UNTIL } = columnsOf(ParkNoDataInterval);

interface ReplacedIntervals {
  parkId: number;
  startMs: number;
  endMs: number;
}

/**
 * Replaces the intervals that begin in the range. A range consists of whole days and no interval crosses the start of a day, so those of
 * other days stay as they are. The last one of
 * today begins later with each poll; most others do not change.
 */
export async function replaceNoDataIntervals(
  manager: EntityManager,
  { parkId, startMs, endMs }: ReplacedIntervals,
  intervals: readonly NoDataInterval[],
): Promise<void> {
  const stored = await manager.query<Record<'fromAt' | 'untilAt', Date>[]>(
    `SELECT ${FROM} AS fromAt, ${UNTIL} AS untilAt FROM ${TABLE} WHERE ${PARK} = ? AND ${FROM} >= ? AND ${FROM} < ?`,
    [parkId, sqlInstant(startMs), sqlInstant(endMs)],
  );
  const wanted = new Map(intervals.map(({ fromMs, untilMs }) => [fromMs, untilMs]));
  const stale = stored.filter(({ fromAt }) => !wanted.has(fromAt.getTime()));
  const untilOf = new Map(stored.map(({ fromAt, untilAt }) => [fromAt.getTime(), untilAt.getTime()]));
  const changed = intervals.filter(({ fromMs, untilMs }) => untilOf.get(fromMs) !== untilMs);
  if (stale.length > 0) {
    const starts = stale.map(({ fromAt }) => sqlInstant(fromAt.getTime()));
    await manager.query(`DELETE FROM ${TABLE} WHERE ${PARK} = ? AND ${FROM} IN (?)`, [parkId, starts]);
  }
  if (changed.length === 0) return;
  const rows = changed.map(({ fromMs, untilMs }) => `(${parkId},'${sqlInstant(fromMs)}','${sqlInstant(untilMs)}')`);
  await manager.query(
    `INSERT INTO ${TABLE} (${PARK}, ${FROM}, ${UNTIL}) VALUES ${rows.join(',')}
     ON DUPLICATE KEY UPDATE ${UNTIL} = VALUES(${UNTIL})`,
  );
}
