import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { Destination } from '../catalog/entities/park.entity.js';
import type { DayDestination, SlotPolls } from './collection-day.js';
import { CollectionRun, CollectionRunDestination } from './entities/collection-run.entity.js';

const destination = columnsOf(Destination);
const run = columnsOf(CollectionRun, 'r');
const poll = columnsOf(CollectionRunDestination, 'p');

/** The polls of the cycles that started within a day, by destination, slot and outcome. */
export async function selectSlotPolls(
  manager: EntityManager,
  from: Date,
  to: Date,
  slotMinutes: number,
): Promise<SlotPolls[]> {
  type Row = Record<keyof SlotPolls, unknown> & Pick<SlotPolls, 'destinationId' | 'errorCode' | 'error'>;
  const rows = await manager.query<Row[]>(
    `SELECT ${poll.destinationId} AS destinationId, FLOOR(TIMESTAMPDIFF(SECOND, ?, ${run.startedAt}) / ?) AS slot, ${poll.errorCode} AS errorCode,
            MAX(${poll.error}) AS error, COUNT(*) AS polls, SUM(${poll.observedAt} IS NOT NULL) AS stored,
            SUM(${poll.rowsWritten}) AS rowsWritten
       FROM ${tableOf(CollectionRun)} r JOIN ${tableOf(CollectionRunDestination)} p ON ${poll.runId} = ${run.runId}
      WHERE ${run.startedAt} >= ? AND ${run.startedAt} < ?
      GROUP BY ${poll.destinationId}, slot, ${poll.errorCode}`,
    [from, slotMinutes * 60, from, to],
  );
  return rows.map(({ destinationId, errorCode, error, ...numbers }) => {
    const [slot, polls, stored, rowsWritten] = [numbers.slot, numbers.polls, numbers.stored, numbers.rowsWritten];
    return {
      ...{ destinationId, errorCode, error, slot: Number(slot), polls: Number(polls) },
      ...{ stored: Number(stored), rowsWritten: Number(rowsWritten) },
    };
  });
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
