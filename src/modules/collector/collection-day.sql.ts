import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { Destination } from '../catalog/entities/park.entity.js';
import type { DayDestination, SlotPoll } from './collection-day.js';
import { CollectionRun, CollectionRunDestination } from './collection-run.entity.js';

const destination = columnsOf(Destination);
const run = columnsOf(CollectionRun, 'r');
const poll = columnsOf(CollectionRunDestination, 'p');

/**
 * The polls of the cycles that started within a day, in no order. Not grouped by the server: with the texts of errors, that takes
 * five times as long.
 */
export async function selectSlotPolls(
  manager: EntityManager,
  from: Date,
  to: Date,
  slotMinutes: number,
): Promise<SlotPoll[]> {
  type Row = Omit<SlotPoll, 'slot' | 'isStored'> & Record<'slot' | 'isStored', unknown>;
  const rows = await manager.query<Row[]>(
    `SELECT ${poll.destinationId} AS destinationId, FLOOR(TIMESTAMPDIFF(SECOND, ?, ${run.startedAt}) / ?) AS slot,
            ${poll.observedAt} IS NOT NULL AS isStored, ${poll.errorCode} AS errorCode, ${poll.error} AS error,
            ${poll.rowsWritten} AS rowsWritten
       FROM ${tableOf(CollectionRun)} r JOIN ${tableOf(CollectionRunDestination)} p ON ${poll.runId} = ${run.runId}
      WHERE ${run.startedAt} >= ? AND ${run.startedAt} < ?`,
    [from, slotMinutes * 60, from, to],
  );
  return rows.map((row) => ({ ...row, slot: Number(row.slot), isStored: Number(row.isStored) === 1 }));
}

/** All destinations with live data, by name. */
export async function selectDayDestinations(manager: EntityManager): Promise<DayDestination[]> {
  const rows = await manager.query<(Omit<DayDestination, 'isActive'> & { isActive: unknown })[]>(
    `SELECT ${destination.destinationId} AS destinationId, ${destination.themeparksWikiId} AS themeparksWikiId,
            ${destination.name} AS name, ${destination.isActive} AS isActive
       FROM ${tableOf(Destination)} WHERE ${destination.themeparksWikiId} IS NOT NULL
      ORDER BY ${destination.name}, ${destination.destinationId}`,
  );
  return rows.map((row) => ({ ...row, isActive: Number(row.isActive) === 1 }));
}
