import { Injectable, Logger } from '@nestjs/common';
import { reasonText } from '../../common/domain-error.js';
import { Clock } from '../../common/time/clock.js';
import type { JobOutcome, JobRunRow } from './job-run.entity.js';
import { type JobEnd, JobRunRepository, type RunPageRequest } from './job-run.repository.js';
import type { LastRun } from './job-run.sql.js';

/** The end of a run whose work returned: some describe that a part failed. */
export function endedWith(text: string | undefined): JobEnd {
  if (text?.startsWith('FAILED') === true) return { outcome: 'FAILED', result: null, error: text };
  return { outcome: 'DONE', result: text ?? null, error: null };
}

export const failedWith = (error: unknown): JobEnd => ({ outcome: 'FAILED', result: null, error: reasonText(error) });

/** The end in one line, as `job_leases` has it. */
export function resultText({ outcome, result, error }: JobEnd): string {
  if (error === null) return result ?? 'DONE';
  return error.startsWith(outcome) ? error : `${outcome}: ${error}`;
}

/** What the listeners learn about a run that has ended in this process. */
export interface EndedRun {
  name: string;
  outcome: JobOutcome;
  durationMs: number;
}

/**
 * The runs of all jobs in all processes. Recording one never fails: a run must not fail because its history cannot be written.
 */
@Injectable()
export class JobHistory {
  private readonly logger = new Logger(JobHistory.name);
  private readonly listeners: ((run: EndedRun) => void)[] = [];
  /** Whether the process is ending, so that runs are cut short. */
  isEnding = false;

  constructor(
    private readonly runs: JobRunRepository,
    private readonly clock: Clock,
  ) {}

  /** Calls the listener for every run that ends in this process. */
  onEnd(listener: (run: EndedRun) => void): void {
    this.listeners.push(listener);
  }

  /** @returns the id of the run; null if it could not be recorded */
  async begin(name: string, holder: string, startedAt: Date): Promise<number | null> {
    return this.orNull(name, () => this.runs.begin(name, holder, startedAt));
  }

  async end(run: { name: string; runId: number | null; startedAt: Date }, end: JobEnd): Promise<void> {
    const { name, runId, startedAt } = run;
    const finishedAt = this.clock.now();
    this.announce({ name, outcome: end.outcome, durationMs: finishedAt.getTime() - startedAt.getTime() });
    if (runId !== null) await this.orNull(name, () => this.runs.end(runId, finishedAt, end));
  }

  /** Records a run without a lease. */
  async add(jobName: string, holder: string, startedAt: Date, end: JobEnd): Promise<void> {
    const finishedAt = this.clock.now();
    this.announce({ name: jobName, outcome: end.outcome, durationMs: finishedAt.getTime() - startedAt.getTime() });
    await this.orNull(jobName, () => this.runs.add({ jobName, holder, startedAt, finishedAt }, end));
  }

  /** Newest first: one more than the limit, if there are more. */
  async findPage(name: string, request: RunPageRequest): Promise<JobRunRow[]> {
    return this.runs.findPage(name, request);
  }

  /** The newest `limit` runs of each job, newest first. */
  async findLast(names: readonly string[], limit: number): Promise<LastRun[]> {
    return this.runs.findLast(names, limit);
  }

  /** @returns how many runs were removed */
  async removeBefore(instant: Date): Promise<number> {
    return this.runs.removeBefore(instant);
  }

  private announce(run: EndedRun): void {
    for (const listener of this.listeners) listener(run);
  }

  private async orNull<T>(name: string, write: () => Promise<T>): Promise<T | null> {
    try {
      return await write();
    } catch (error) {
      this.logger.warn(`${name}: the run could not be recorded: ${String(error)}`);
      return null;
    }
  }
}
