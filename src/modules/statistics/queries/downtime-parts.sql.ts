import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { sqlInstant } from '../../../common/database/sql-helpers.js';
import type { DowntimePart } from '../days/ride-downtimes.js';
import { RideDowntime } from '../entities/ride-stats.entity.js';

const ROWS_PER_STATEMENT = 1_000;
const TABLE = tableOf(RideDowntime);
const { rideId, statDate, startedAt, endedAt, scheduledMs, isContinued, endedBy } = columnsOf(RideDowntime);

const HEAD = `INSERT INTO ${TABLE} (${[rideId, statDate, startedAt, endedAt, scheduledMs, isContinued, endedBy].join(', ')}) VALUES `;
const SELECT = `SELECT ${rideId} AS rideId, ${statDate} AS localDate, ${startedAt} AS startedAt, ${endedAt} AS endedAt,
    ${scheduledMs} AS scheduledMs, ${isContinued} AS isContinued, ${endedBy} AS endedBy
  FROM ${TABLE} WHERE ${rideId} IN (?) AND ${statDate} BETWEEN ? AND ?`;
const DELETE = `DELETE FROM ${TABLE} WHERE ${rideId} IN (?) AND ${statDate} BETWEEN ? AND ?`;

interface StoredPart {
  rideId: number;
  localDate: string;
  startedAt: Date;
  endedAt: Date;
  scheduledMs: number;
  isContinued: number;
  endedBy: DowntimePart['endedBy'];
}

interface ReplacedParts {
  rideIds: readonly number[];
  firstDate: string;
  lastDate: string;
}

/** Replaces the downtimes of the rides on these days. Most recomputations change none, and then write nothing. */
export async function replaceDowntimeParts(
  manager: EntityManager,
  { rideIds, firstDate, lastDate }: ReplacedParts,
  parts: readonly DowntimePart[],
): Promise<void> {
  if (rideIds.length === 0) return;
  const stored = await manager.query<StoredPart[]>(SELECT, [rideIds, firstDate, lastDate]);
  const rows = parts.map(rowSql);
  const storedRows = new Set(stored.map(rowOfStored));
  if (storedRows.size === rows.length && rows.every((row) => storedRows.has(row))) return;
  if (stored.length > 0) await manager.query(DELETE, [rideIds, firstDate, lastDate]);
  for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) await manager.query(HEAD + chunk.join(','));
}

const rowSql = (part: DowntimePart): string =>
  `(${part.rideId},'${part.localDate}','${sqlInstant(part.startedMs)}','${sqlInstant(part.endedMs)}',` +
  `${part.scheduledMs},${part.isContinued ? 1 : 0},${part.endedBy === null ? 'NULL' : `'${part.endedBy}'`})`;

const rowOfStored = ({ startedAt, endedAt, isContinued, ...part }: StoredPart): string =>
  rowSql({
    ...part,
    startedMs: startedAt.getTime(),
    endedMs: endedAt.getTime(),
    isContinued: isContinued === 1,
  });
