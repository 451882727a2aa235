import type { EntityManager } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../common/database/columns.js';
import { JobRunRow } from './job-run.entity.js';

const PROPERTIES = ['runId', 'jobName', 'startedAt', 'finishedAt', 'outcome', 'result', 'error'] as const;
const run = columnsOf(JobRunRow);
const table = tableOf(JobRunRow);

export type LastRun = Pick<JobRunRow, (typeof PROPERTIES)[number]>;

/** One branch per job, because each reads only the end of its index; a window function would read all runs. */
export async function selectLastRuns(
  manager: EntityManager,
  jobNames: readonly string[],
  limit: number,
): Promise<LastRun[]> {
  if (jobNames.length === 0) return [];
  const branch = `(SELECT ${selectList(JobRunRow, PROPERTIES)} FROM ${table} WHERE ${run.jobName} = ? ORDER BY ${run.runId} DESC LIMIT ?)`;
  const rows = await manager.query<LastRun[]>(
    jobNames.map(() => branch).join(' UNION ALL '),
    jobNames.flatMap((name) => [name, limit]),
  );
  return rows.sort((a, b) => b.runId - a.runId);
}

/** Rows per statement: writers wait for one only briefly. */
const BATCH = 5_000;

export async function deleteRunsBefore(manager: EntityManager, instant: Date): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { affectedRows } = await manager.query<{ affectedRows: number }>(
      `DELETE FROM job_runs WHERE ${run.startedAt} < ? LIMIT ?`,
      [instant, BATCH],
    );
    deleted += affectedRows;
    if (affectedRows < BATCH) return deleted;
  }
}
