import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { CollectionRun, CollectionRunDestination } from '../collection-run.entity.js';

export interface RunTotals {
  destinationsFailed: number;
  rowsWritten: number;
  rowsExtended: number;
  entitiesRead: number;
  entitiesRejected: number;
}

/** Counts that only the process of the cycle knows. Null: not counted, the sum of the destinations' rows is used. */
export interface RunOutcome {
  requests: number | null;
  rateLimited: number | null;
  error: string | null;
}

const RUNS = tableOf(CollectionRun);
const run = columnsOf(CollectionRun, RUNS);
const DESTINATIONS = tableOf(CollectionRunDestination);
const polled = columnsOf(CollectionRunDestination, 'd');

const ofDestinations = (value: string, condition = 'TRUE'): string =>
  `(SELECT ${value} FROM ${DESTINATIONS} d WHERE ${polled.runId} = ${run.runId} AND ${condition})`;

type PollResult = Omit<CollectionRunDestination, 'runId' | 'destinationId'>;
const own = columnsOf(CollectionRunDestination);

/**
 * Writes the result of a destination unless its row is closed. Sent in every poll: TypeORM took longer to build the statement
 * than the rest of an unchanged poll. @returns whether the row was open
 */
export async function updateOpenPoll(
  manager: EntityManager,
  { runId, destinationId }: { runId: number; destinationId: number },
  result: PollResult,
): Promise<boolean> {
  const fields = Object.keys(result) as (keyof PollResult)[];
  const { affectedRows } = await manager.query<{ affectedRows: number }>(
    `UPDATE ${DESTINATIONS} SET ${fields.map((field) => `${own[field]} = ?`).join(', ')}
      WHERE ${own.runId} = ? AND ${own.destinationId} = ? AND ${own.finishedAt} IS NULL`,
    [...fields.map((field) => result[field]), runId, destinationId],
  );
  return affectedRows === 1;
}

/** Closes a run with the totals of its destinations, unless it is closed already. */
export async function closeRun(
  manager: EntityManager,
  runId: number,
  finishedAt: Date,
  { requests, rateLimited, error }: RunOutcome,
): Promise<void> {
  await manager.query(
    `UPDATE ${RUNS}
        SET ${run.finishedAt} = ?, ${run.error} = ?,
            ${run.requests} = COALESCE(?, ${ofDestinations(`SUM(${polled.attempts})`)}, 0),
            ${run.rateLimited} = COALESCE(?, ${ofDestinations(`SUM(${polled.httpStatus} = 429)`)}, 0),
            ${run.destinationsFailed} = ${ofDestinations('COUNT(*)', `${polled.observedAt} IS NULL`)}
      WHERE ${run.runId} = ? AND ${run.finishedAt} IS NULL`,
    [finishedAt, error, requests, rateLimited, runId],
  );
}

export async function selectTotals(manager: EntityManager, runId: number): Promise<RunTotals> {
  const [row] = await manager.query<Record<keyof RunTotals, number | string | null>[]>(
    `SELECT SUM(${polled.observedAt} IS NULL) AS destinationsFailed, SUM(${polled.rowsWritten}) AS rowsWritten,
            SUM(${polled.rowsExtended}) AS rowsExtended, SUM(${polled.entitiesRead}) AS entitiesRead,
            SUM(${polled.entitiesRejected}) AS entitiesRejected
       FROM ${DESTINATIONS} d WHERE ${polled.runId} = ?`,
    [runId],
  );
  return {
    destinationsFailed: Number(row?.destinationsFailed ?? 0),
    rowsWritten: Number(row?.rowsWritten ?? 0),
    rowsExtended: Number(row?.rowsExtended ?? 0),
    entitiesRead: Number(row?.entitiesRead ?? 0),
    entitiesRejected: Number(row?.entitiesRejected ?? 0),
  };
}

/** The newest instant of a stored response of the destination, up to the horizon. */
export async function selectNewestObserved(
  manager: EntityManager,
  destinationId: number,
  horizon: Date,
): Promise<Date | null> {
  const [row] = await manager.query<{ newest: Date | null }[]>(
    `SELECT MAX(${polled.observedAt}) AS newest FROM ${DESTINATIONS} d
      WHERE ${polled.destinationId} = ? AND ${polled.observedAt} <= ?`,
    [destinationId, horizon],
  );
  return row?.newest ?? null;
}
