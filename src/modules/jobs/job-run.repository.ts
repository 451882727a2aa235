import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { cutText } from '../../common/text.js';
import { type JobOutcome, JobRunRow } from './job-run.entity.js';
import { deleteRunsBefore, type LastRun, selectLastRuns } from './job-run.sql.js';

const MAX_TEXT = 255;

/** How a run ended. */
export interface JobEnd {
  outcome: Exclude<JobOutcome, 'RUNNING' | 'ABANDONED'>;
  result: string | null;
  error: string | null;
}

export interface RunPageRequest {
  limit: number;
  /** Only runs before this one. */
  cursor?: number | undefined;
  outcome?: JobOutcome | undefined;
}

/** Rows of job_runs. */
@Injectable()
export class JobRunRepository {
  constructor(@InjectRepository(JobRunRow) private readonly runs: Repository<JobRunRow>) {}

  /** Records the start of a run under the lease of its job. A run that has not ended by then was abandoned. */
  async begin(jobName: string, holder: string, startedAt: Date): Promise<number> {
    await this.runs.update({ jobName, outcome: 'RUNNING' }, { outcome: 'ABANDONED' });
    const run = { jobName, holder, startedAt, outcome: 'RUNNING' as const };
    const { identifiers } = await this.runs.insert(run);
    return Number(identifiers[0]!.runId);
  }

  /** Does nothing to a run that was abandoned meanwhile. */
  async end(runId: number, finishedAt: Date, end: JobEnd): Promise<void> {
    await this.runs.update({ runId, outcome: 'RUNNING' }, { finishedAt, ...textsOf(end) });
  }

  /** Records a run that has ended. */
  async add(run: Pick<JobRunRow, 'jobName' | 'holder' | 'startedAt' | 'finishedAt'>, end: JobEnd): Promise<void> {
    await this.runs.insert({ ...run, ...textsOf(end) });
  }

  /** Newest first: one more than the limit, if there are more. */
  async findPage(jobName: string, { limit, cursor, outcome }: RunPageRequest): Promise<JobRunRow[]> {
    const query = this.runs
      .createQueryBuilder('run')
      .where('run.jobName = :jobName', { jobName })
      .orderBy('run.runId', 'DESC')
      .limit(limit + 1);
    if (cursor !== undefined) query.andWhere('run.runId < :cursor', { cursor });
    if (outcome !== undefined) query.andWhere('run.outcome = :outcome', { outcome });
    return query.getMany();
  }

  /** The newest `limit` runs of each job, newest first. */
  async findLast(jobNames: readonly string[], limit: number): Promise<LastRun[]> {
    return selectLastRuns(this.runs.manager, jobNames, limit);
  }

  /** Removes runs that started before then. @returns how many */
  async removeBefore(instant: Date): Promise<number> {
    return deleteRunsBefore(this.runs.manager, instant);
  }
}

const textsOf = ({ outcome, result, error }: JobEnd) => ({
  outcome,
  result: result === null ? null : cutText(result, MAX_TEXT),
  error: error === null ? null : cutText(error, MAX_TEXT),
});
