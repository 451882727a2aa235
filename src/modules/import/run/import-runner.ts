import { Injectable, Logger } from '@nestjs/common';
import { DATABASE_FULL_TEXT, isDiskFull } from '../../../common/database/database-errors.js';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { DomainError } from '../../../common/domain-error.js';
import { plural } from '../../../common/text.js';
import { pauseUntil } from '../history-source/history-outcome.js';
import { HistoryPlanner } from '../history-source/history-planner.js';
import { ImportLeaseRepository } from '../import-lease.repository.js';
import {
  type ImportMove,
  type ImportProblem,
  type ImportRecord,
  nextStatus,
  sourceOf,
  type ProgressListener,
  type RunResult,
} from '../import-record.js';
import { ImportRepository } from '../import.repository.js';
import { CommitInterval } from './commit-interval.js';
import { CommitQueue } from './commit-queue.js';
import { ImportCommitter, LeaseLostError } from './import-committer.js';
import { ImportPlanner, type RunPlan } from './import-planner.js';
import { RunContext } from './run-context.js';

/** This many consecutive unavailable files mean that the archive itself is unreachable. */
const MAX_UNAVAILABLE_IN_A_ROW = 5;

export interface RunOptions {
  owner: string;
  /** Stops the run at the next checkpoint. */
  signal: AbortSignal;
  onProgress?: ProgressListener | undefined;
}

interface Ending {
  cause: 'end-of-files' | 'PAUSE' | 'CANCEL';
  /** One message for each unavailable file. */
  unavailable: string[];
  /** When the exhausted request budget is available again; null: no budget is exhausted. */
  resumesAt?: Date | null;
}

/**
 * Runs an import whose lease this process holds: makes the plan, then processes file by file until the end, a request or
 * a signal. The checkpoint always matches the content of the tables.
 */
@Injectable()
export class ImportRunner {
  private readonly logger = new Logger(ImportRunner.name);

  constructor(
    private readonly transactions: TransactionService,
    private readonly planner: ImportPlanner,
    private readonly historyPlanner: HistoryPlanner,
    private readonly imports: ImportRepository,
    private readonly leases: ImportLeaseRepository,
    private readonly committer: ImportCommitter,
    private readonly context: RunContext,
  ) {}

  async run(record: ImportRecord, options: RunOptions): Promise<RunResult> {
    try {
      const planner = sourceOf(record) === 'HISTORY_API' ? this.historyPlanner : this.planner;
      const plan = await planner.plan(record, options.owner, options.signal);
      await this.withRetry(() => this.imports.setFilesTotal(record.importId, plan.filesTotal));
      await this.transactions.run((manager) => this.context.recordFindings(manager, plan));
      const ending = await this.work(plan, options);
      return await this.finish(record, ending, options.owner);
    } catch (error) {
      return this.stop(record, error, options);
    }
  }

  private async work(plan: RunPlan, { signal, onProgress }: RunOptions): Promise<Ending> {
    const queue = new CommitQueue({
      committer: this.committer,
      context: plan.commit,
      filesTotal: plan.filesTotal,
      interval: new CommitInterval(sourceOf(plan.commit.record) === 'HISTORY_API' ? 1 : this.context.filesPerCommit),
      partitionEnsurer: this.context.partitionEnsurer(),
      assertFreeSpace: () => this.context.assertFreeSpace(),
      findRequest: () => this.imports.findRequestedAction(plan.commit.record.importId),
      nowMs: () => this.context.now().getTime(),
      signal,
      onProgress,
    });
    const unavailable: string[] = [];
    let inARow = 0;
    for await (const outcome of plan.outcomes()) {
      if (outcome.kind === 'budget-exhausted') {
        return { cause: (await queue.flush()) ?? 'PAUSE', unavailable, resumesAt: outcome.resumesAt };
      }
      if (outcome.kind === 'unavailable') {
        unavailable.push(outcome.message);
        this.logger.warn(`${plan.commit.record.importId}: ${outcome.message}`);
        if (++inARow >= MAX_UNAVAILABLE_IN_A_ROW) break;
        continue;
      }
      inARow = 0;
      const action = await queue.add(outcome);
      if (action !== null) return { cause: action, unavailable };
      signal.throwIfAborted();
    }
    return { cause: (await queue.flush()) ?? 'end-of-files', unavailable };
  }

  private async finish(record: ImportRecord, ending: Ending, owner: string): Promise<RunResult> {
    const { cause, unavailable, resumesAt = null } = ending;
    await this.context.refreshObservedDates(record.destinationId);
    const running: ImportRecord = { ...record, status: 'IN_PROGRESS' };
    const now = this.context.now();
    const end = async (result: RunResult, move: ImportMove, problem: ImportProblem | null = null) => {
      const moved = await this.withRetry(() => this.imports.move(running, move, now, { problem, owner, resumesAt }));
      // The server may have made the move although its response was lost; then it is not made again.
      const after = moved ? null : await this.withRetry(() => this.imports.findByImportId(record.importId));
      return moved || after?.status === nextStatus('IN_PROGRESS', move) ? result : 'lease-lost';
    };
    if (cause === 'PAUSE') return end('paused', 'pause');
    if (cause === 'CANCEL') return end('cancelled', 'cancel');
    if (unavailable.length === 0) return end('completed', 'complete');
    const isOfArchive = sourceOf(record) === 'ARCHIVE';
    const unit = isOfArchive ? 'file' : 'park-day';
    const message = `${plural(unavailable.length, unit)} could not be read; resume the import to try them again. Last: ${unavailable.at(-1)}`;
    const problem = { code: isOfArchive ? 'ARCHIVE_UNAVAILABLE' : 'LIVE_API_UNAVAILABLE', message };
    return end('failed', 'fail', problem);
  }

  private withRetry<T>(work: () => Promise<T>): Promise<T> {
    return withDatabaseRetry(work, { nowMs: () => this.context.now().getTime() });
  }

  /** Ends a run that cannot continue, and records the reason. Committed rows are kept. */
  private async stop(record: ImportRecord, error: unknown, { owner, signal }: RunOptions): Promise<RunResult> {
    const { importId } = record;
    if (error instanceof LeaseLostError || signal.reason instanceof LeaseLostError) {
      this.logger.warn(`${importId}: another process is running it, or it has ended`);
      return 'lease-lost';
    }
    if (signal.aborted) {
      await this.finalAttempt(importId, 'the lease could not be released', () =>
        this.leases.release(importId, owner, this.context.now()),
      );
      return 'interrupted';
    }
    const resumesAt = pauseUntil(error, this.context.now().getTime());
    if (resumesAt !== null) return this.finish(record, { cause: 'PAUSE', unavailable: [], resumesAt }, owner);
    this.logger.error(`${importId} failed: ${logTextOf(error)}`);
    const failed = { ...record, status: 'IN_PROGRESS' as const };
    await this.finalAttempt(importId, 'the failure could not be recorded', () =>
      this.imports.move(failed, 'fail', this.context.now(), { problem: problemOf(error), owner }),
    );
    return 'failed';
  }

  /** Records the run's final status. If that fails, other processes see the lease expire. */
  private async finalAttempt(importId: string, complaint: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.logger.error(`${importId}: ${complaint}: ${String(cause)}`);
    }
  }
}

/** An expected failure needs no stack. */
function logTextOf(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The failure in the domain's own words: a driver's message, which may contain SQL, is never shown. */
function problemOf(error: unknown): ImportProblem {
  if (error instanceof DomainError) return { code: error.code, message: error.message };
  if (isDiskFull(error)) return { code: 'DATABASE_FULL', message: DATABASE_FULL_TEXT };
  return { code: 'INTERNAL_ERROR', message: 'The import failed unexpectedly; see the log for details' };
}
