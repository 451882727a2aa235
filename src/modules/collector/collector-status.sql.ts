import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { Destination } from '../catalog/entities/park.entity.js';
import type { CollectedDestinationView, CollectionFailureView, CollectionRefusalView } from './collector.dto.js';
import { CollectionRun, CollectionRunDestination } from './collection-run.entity.js';

export type RunFailureView = CollectionFailureView & { runId: number };
export type RunRefusalView = CollectionRefusalView & { runId: number };

/** Sums over the destinations of a run. */
export interface RunSums {
  runId: number;
  entitiesRead: number;
  entitiesRejected: number;
  rowsWritten: number;
  rowsExtended: number;
  attempts: number;
  failed: number;
  refused: number;
}

const destination = columnsOf(Destination, 'd');
const run = columnsOf(CollectionRun, 'r');
const poll = columnsOf(CollectionRunDestination, 'p');
const POLLS = tableOf(CollectionRunDestination);
const POLLS_WITH_NAMES = `${POLLS} p JOIN ${tableOf(Destination)} d ON ${destination.destinationId} = ${poll.destinationId}`;

/**
 * The destinations whose live data is collected, each with the last run that requested it. Runs of a clock that was ahead
 * are excluded.
 */
export function selectDestinations(manager: EntityManager, now: Date): Promise<CollectedDestinationView[]> {
  return manager.query<CollectedDestinationView[]>(
    `SELECT ${destination.themeparksWikiId} AS destinationId, ${destination.name} AS name, d.lastObservedAt, d.lastRunId,
            ${poll.finishedAt} AS lastFinishedAt, ${poll.httpStatus} AS httpStatus,
            ${poll.entitiesRead} AS entitiesRead, ${poll.errorCode} AS errorCode, ${poll.error} AS error
       FROM (SELECT d.*,
                    (SELECT MAX(${poll.observedAt}) FROM ${POLLS} p
                      WHERE ${poll.destinationId} = ${destination.destinationId} AND ${poll.observedAt} <= ?) AS lastObservedAt,
                    (SELECT ${poll.runId} FROM ${POLLS} p
                      WHERE ${poll.destinationId} = ${destination.destinationId} AND ${poll.startedAt} <= ?
                      ORDER BY ${poll.startedAt} DESC LIMIT 1) AS lastRunId
               FROM ${tableOf(Destination)} d
              WHERE ${destination.isActive} AND ${destination.themeparksWikiId} IS NOT NULL) d
       LEFT JOIN ${POLLS} p ON ${poll.runId} = d.lastRunId AND ${poll.destinationId} = ${destination.destinationId}
      ORDER BY ${destination.name}, ${destination.destinationId}`,
    [now, now],
  );
}

export async function selectRunSums(manager: EntityManager, runIds: readonly number[]): Promise<RunSums[]> {
  const sum = (value: string, name: keyof RunSums): string => `COALESCE(SUM(${value}), 0) AS ${name}`;
  const rows = await manager.query<Record<keyof RunSums, number | string>[]>(
    `SELECT ${run.runId} AS runId, ${sum(poll.entitiesRead, 'entitiesRead')},
            ${sum(poll.entitiesRejected, 'entitiesRejected')}, ${sum(poll.rowsWritten, 'rowsWritten')},
            ${sum(poll.rowsExtended, 'rowsExtended')}, ${sum(poll.attempts, 'attempts')},
            ${sum(`${poll.observedAt} IS NULL AND ${poll.errorCode} IS NOT NULL`, 'failed')},
            ${sum(`${poll.httpStatus} = 429`, 'refused')}
       FROM ${tableOf(CollectionRun)} r LEFT JOIN ${POLLS} p ON ${poll.runId} = ${run.runId}
      WHERE ${run.runId} IN (?) GROUP BY ${run.runId}`,
    [runIds],
  );
  return rows.map(
    (row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])) as unknown as RunSums,
  );
}

export function selectFailures(manager: EntityManager, runIds: readonly number[]): Promise<RunFailureView[]> {
  return manager.query<RunFailureView[]>(
    `SELECT ${poll.runId} AS runId, ${destination.themeparksWikiId} AS destinationId, ${destination.name} AS name,
            ${poll.errorCode} AS errorCode, ${poll.error} AS error, ${poll.attempts} AS attempts
       FROM ${POLLS_WITH_NAMES}
      WHERE ${poll.runId} IN (?) AND ${poll.errorCode} IS NOT NULL ORDER BY ${poll.runId}, ${poll.destinationId}`,
    [runIds],
  );
}

export function selectRefusals(manager: EntityManager, runIds: readonly number[]): Promise<RunRefusalView[]> {
  return manager.query<RunRefusalView[]>(
    `SELECT ${poll.runId} AS runId, ${destination.themeparksWikiId} AS destinationId, ${destination.name} AS name,
            ${poll.entitiesRejected} AS entitiesRejected,
            CONCAT('/api/admin/quality/issues?destinationId=', ${poll.destinationId}) AS issues
       FROM ${POLLS_WITH_NAMES}
      WHERE ${poll.runId} IN (?) AND ${poll.entitiesRejected} > 0 ORDER BY ${poll.runId}, ${poll.destinationId}`,
    [runIds],
  );
}
