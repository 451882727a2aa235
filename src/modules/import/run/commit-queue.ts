import { performance } from 'node:perf_hooks';
import { Logger } from '@nestjs/common';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { RecurringFailure } from '../../../common/logging/recurring-failure.js';
import { addTotals, type ImportTotals, type ProgressListener, type StopRequest, totalsOf } from '../import-record.js';
import type { CommitInterval } from './commit-interval.js';
import type { CommitContext, DoneOutcome, ImportCommitter } from './import-committer.js';
import type { PartitionEnsurer } from './partition-ensurer.js';

export interface CommitQueueOptions {
  committer: ImportCommitter;
  context: CommitContext;
  filesTotal: number;
  interval: CommitInterval;
  partitionEnsurer: PartitionEnsurer;
  /** Asked before each commit. @throws DatabaseFullError */
  assertFreeSpace: () => Promise<void>;
  findRequest: () => Promise<StopRequest | null>;
  nowMs: () => number;
  /** Ends the wait for a database that is unavailable or full; a commit that is possible is still made. */
  signal: AbortSignal;
  onProgress?: ProgressListener | undefined;
}

type Action = StopRequest | null;

/** Collects files until a commit is due and commits them, with retries after collisions and restarts of the database. */
export class CommitQueue {
  private readonly logger = new Logger(CommitQueue.name);
  private waiting: DoneOutcome[] = [];
  private totals: ImportTotals;
  /** The checkpoint includes the working time up to here; the time of a commit counts with the next one. */
  private countedUntilMs: number;
  /** Monotonic. */
  private committedAtMs = performance.now();

  constructor(private readonly options: CommitQueueOptions) {
    this.totals = totalsOf(options.context.record);
    this.countedUntilMs = options.nowMs();
  }

  /** Adds a file and returns the request made of the import, if any. A request makes a commit due, like a full queue. */
  async add(outcome: DoneOutcome): Promise<Action> {
    const fromMs = firstInstantOf(outcome);
    if (fromMs !== null) {
      await this.withRetry('partitions are', () => this.options.partitionEnsurer.ensure(fromMs));
    }
    this.waiting.push(outcome);
    return (await this.isDue()) ? this.flush() : null;
  }

  /** Commits the waiting files. */
  async flush(): Promise<Action> {
    if (this.waiting.length === 0) return null;
    const outcomes = this.waiting;
    this.waiting = [];
    const { committer, context, filesTotal, assertFreeSpace, nowMs, onProgress } = this.options;
    let countedUntilMs = this.countedUntilMs;
    const commit = async () => {
      await assertFreeSpace();
      countedUntilMs = nowMs();
      return committer.commit(context, outcomes, countedUntilMs - this.countedUntilMs);
    };
    const result = await this.withRetry('commit is', commit);
    this.countedUntilMs = countedUntilMs;
    this.noteCommit(outcomes.length, result.commitMs);
    this.totals = addTotals(this.totals, result.added);
    onProgress?.({ importId: context.record.importId, filesTotal, totals: this.totals, files: result.files });
    return result.requestedAction;
  }

  private noteCommit(files: number, commitMs: number): void {
    const now = performance.now();
    this.options.interval.note({ files, commitMs, totalMs: now - this.committedAtMs });
    this.committedAtMs = now;
  }

  private async isDue(): Promise<boolean> {
    const bytes = this.waiting.reduce((sum, { object }) => sum + object.sizeBytes, 0);
    if (this.options.interval.isDue(this.waiting.length, bytes)) return true;
    return (await this.withRetry('request is', this.options.findRequest)) !== null;
  }

  private async withRetry<T>(target: string, work: () => Promise<T>): Promise<T> {
    const { context, nowMs, signal } = this.options;
    const failure = new RecurringFailure(this.logger);
    const result = await withDatabaseRetry(work, {
      nowMs,
      waitsForRoom: true,
      onRetry: (reason, error) => {
        if (reason !== 'collision') signal.throwIfAborted();
        failure.failed(`${context.record.importId}: ${target} tried again (${reason}): ${error.message}`);
      },
    });
    failure.succeeded(`${context.record.importId}: the database stores again`);
    return result;
  }
}

function firstInstantOf(outcome: DoneOutcome): number | null {
  if (outcome.kind === 'prepared') return outcome.prepared.range?.fromMs ?? null;
  return outcome.kind === 'history-day' ? outcome.prepared.fromMs : null;
}
