import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { Park } from '../catalog/entities/park.entity.js';
import { CollectionRun, CollectionRunDestination } from '../collector/collection-run.entity.js';
import { DataQualityLog } from '../findings/data-quality-log.entity.js';
import { ImportCheckpoint } from '../import/entities/import-checkpoint.entity.js';
import { JobLease } from '../jobs/job-lease.entity.js';
import type { Change } from './change.js';

const MAX_CHANGES = 500;
const HOUR = 'INTERVAL 1 HOUR';

const imported = columnsOf(ImportCheckpoint);
const job = columnsOf(JobLease);
const run = columnsOf(CollectionRun);
const finding = columnsOf(DataQualityLog);
const poll = columnsOf(CollectionRunDestination, 'd');
const park = columnsOf(Park, 'p');

type Row = Record<string, unknown>;

/** Progress and states of imports. */
export async function selectImports(manager: EntityManager, since: Date): Promise<Change[]> {
  const rows = await manager.query<(Row & { importId: string })[]>(
    `SELECT ${imported.importId} AS importId, ${imported.status} AS status, ${imported.filesDone} AS filesDone,
            ${imported.filesTotal} AS filesTotal, ${imported.lastProcessedDate} AS currentDate,
            ${imported.updatedAt} AS updatedAt
       FROM ${tableOf(ImportCheckpoint)} WHERE ${imported.updatedAt} >= ? ORDER BY ${imported.updatedAt} LIMIT ?`,
    [since, MAX_CHANGES],
  );
  return rows.map((data) => ({ type: 'import', key: data.importId, parkId: null, data }));
}

/** Starts and ends of jobs. */
export async function selectJobs(manager: EntityManager, since: Date): Promise<Change[]> {
  const rows = await manager.query<(Row & { name: string; isRunning: unknown })[]>(
    `SELECT ${job.name} AS name, ${job.owner} IS NOT NULL AS isRunning, ${job.lastStartedAt} AS lastStartedAt,
            ${job.lastFinishedAt} AS lastFinishedAt, ${job.lastResult} AS lastResult
       FROM ${tableOf(JobLease)} WHERE ${job.lastStartedAt} >= ? OR ${job.lastFinishedAt} >= ?`,
    [since, since],
  );
  return rows.map((row) => {
    const data = { ...row, isRunning: Number(row.isRunning) === 1 };
    return { type: 'job', key: row.name, parkId: null, data };
  });
}

/** Finished cycles of live collection. */
export async function selectCycles(manager: EntityManager, since: Date): Promise<Change[]> {
  const rows = await manager.query<(Row & { runId: number })[]>(
    `SELECT ${run.runId} AS runId, ${run.startedAt} AS startedAt, ${run.finishedAt} AS finishedAt,
            ${run.destinationsTotal} AS destinationsTotal, ${run.destinationsFailed} AS destinationsFailed
       FROM ${tableOf(CollectionRun)}
      WHERE ${run.startedAt} >= ? - ${HOUR} AND ${run.finishedAt} >= ? ORDER BY ${run.runId} LIMIT ?`,
    [since, since, MAX_CHANGES],
  );
  return rows.map((data) => ({ type: 'cycle', key: String(data.runId), parkId: null, data }));
}

/** New findings of the quality log. */
export async function selectFindings(manager: EntityManager, since: Date): Promise<Change[]> {
  const rows = await manager.query<(Row & { logId: number })[]>(
    `SELECT ${finding.logId} AS logId, ${finding.issueType} AS issueType, ${finding.parkId} AS parkId,
            ${finding.reason} AS reason, ${finding.firstSeenAt} AS firstSeenAt
       FROM ${tableOf(DataQualityLog)}
      WHERE ${finding.resolutionStatus} = 'OPEN' AND ${finding.lastSeenAt} >= ? AND ${finding.firstSeenAt} >= ?
      ORDER BY ${finding.logId} LIMIT ?`,
    [since, since, MAX_CHANGES],
  );
  return rows.map((data) => ({ type: 'finding', key: String(data.logId), parkId: null, data }));
}

/** Parks of which a response was stored that changed something at its destination. */
export async function selectLiveParks(manager: EntityManager, since: Date): Promise<Change[]> {
  const rows = await manager.query<{ parkId: number; observedAt: Date }[]>(
    `SELECT ${park.parkId} AS parkId, MAX(${poll.observedAt}) AS observedAt
       FROM ${tableOf(CollectionRunDestination)} d
       JOIN ${tableOf(Park)} p ON ${park.destinationId} = ${poll.destinationId}
      WHERE ${poll.observedAt} >= ? AND ${poll.rowsWritten} > 0 AND ${poll.finishedAt} IS NOT NULL
      GROUP BY ${park.parkId}`,
    [since],
  );
  return rows.map(({ parkId, observedAt }) => ({
    type: 'live',
    key: String(parkId),
    parkId,
    data: { parkId, observedAt },
  }));
}
