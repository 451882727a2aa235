import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, Not, type Repository } from 'typeorm';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../../common/database/transaction.service.js';
import { cutText } from '../../../common/text.js';
import { CollectionRun, CollectionRunDestination } from '../collection-run.entity.js';
import {
  closeRun,
  type RunOutcome,
  type RunTotals,
  selectNewestObserved,
  selectTotals,
  updateOpenPoll,
} from './collection-run.sql.js';
import type { DestinationResult, SkippedReason } from './run-result.js';

const MAX_ERROR = 1024;

export interface RunKey {
  runId: number;
  destinationId: number;
}

export interface RunFailure extends Pick<CollectionRunDestination, 'destinationId' | 'error' | 'attempts'> {
  errorCode: string;
}

/** Records the runs of a cycle. A row is closed only once: later attempts find `finishedAt` set. */
@Injectable()
export class CollectionRunRepository {
  constructor(
    @InjectRepository(CollectionRun) private readonly runs: Repository<CollectionRun>,
    @InjectRepository(CollectionRunDestination) private readonly polls: Repository<CollectionRunDestination>,
    private readonly transactions: TransactionService,
  ) {}

  /** Adds a run with an open row for each destination, so that unreached destinations are recorded too. */
  async begin(startedAt: Date, destinationIds: readonly number[]): Promise<number> {
    return this.transactions.run(async (manager) => {
      const run = { startedAt, destinationsTotal: destinationIds.length };
      const { identifiers } = await manager.withRepository(this.runs).insert(run);
      const runId = String(identifiers[0]!.runId);
      if (destinationIds.length > 0) {
        await manager
          .withRepository(this.polls)
          .createQueryBuilder()
          .insert()
          .values(destinationIds.map((destinationId) => ({ runId, destinationId, startedAt })))
          .updateEntity(false)
          .execute();
      }
      return Number(runId);
    }, ONLY_AFTER_CONFLICTS);
  }

  /** Closes the runs of dead processes; only the holder of the lease may call it. Returns their number. */
  async closeInterrupted(finishedAt: Date): Promise<number> {
    const open = await this.runs.findBy({ finishedAt: IsNull() });
    for (const run of open) {
      const runId = Number(run.runId);
      const unfinished = 'The collecting process ended';
      await this.closeOpenDestinations(runId, finishedAt, 'INTERRUPTED', unfinished);
      await this.close(runId, finishedAt, { requests: null, rateLimited: null, error: unfinished });
    }
    return open.length;
  }

  /**
   * The newest instant, up to the horizon, of a stored response of the destination; null before the first. An instant
   * beyond the horizon was stored by a clock that was ahead, and must not block later responses.
   */
  async findNewestObservedMs(manager: EntityManager, destinationId: number, horizonMs: number): Promise<number | null> {
    const newest = await selectNewestObserved(manager, destinationId, new Date(horizonMs));
    return newest?.getTime() ?? null;
  }

  /** False if the row was already closed. */
  async finishDestination(manager: EntityManager, key: RunKey, result: DestinationResult): Promise<boolean> {
    return this.update(manager, key, result, result.finishedAt);
  }

  /** Records a failure after which the destination may be retried; its row stays open. */
  async noteFailure(key: RunKey, result: DestinationResult): Promise<void> {
    await this.update(this.polls.manager, key, result, null);
  }

  private async update(
    manager: EntityManager,
    key: RunKey,
    { observedAtMs, error, ...result }: DestinationResult,
    finishedAt: Date | null,
  ): Promise<boolean> {
    const observedAt = observedAtMs === null ? null : new Date(observedAtMs);
    return updateOpenPoll(manager, key, {
      ...result,
      finishedAt,
      observedAt,
      error: error && cutText(error, MAX_ERROR),
    });
  }

  /** Failed destinations keep their reason; the others get this one. */
  async closeOpenDestinations(runId: number, finishedAt: Date, errorCode: SkippedReason, error: string): Promise<void> {
    const open = openRows(runId);
    await this.polls.update({ ...open, errorCode: IsNull() }, { finishedAt, errorCode, error });
    await this.polls.update({ ...open, errorCode: Not(IsNull()) }, { finishedAt });
  }

  async close(runId: number, finishedAt: Date, outcome: RunOutcome): Promise<void> {
    await closeRun(this.runs.manager, runId, finishedAt, outcome);
  }

  async findTotals(runId: number): Promise<RunTotals> {
    return selectTotals(this.runs.manager, runId);
  }

  async findFailures(runId: number): Promise<RunFailure[]> {
    const failed = await this.polls.find({
      where: { runId: String(runId), observedAt: IsNull() },
      order: { destinationId: 'ASC' },
    });
    return failed.map(({ destinationId, errorCode, error, attempts }) => ({
      destinationId,
      errorCode: errorCode ?? 'UNKNOWN',
      error,
      attempts,
    }));
  }
}

const openRows = (runId: number) => ({ runId: String(runId), finishedAt: IsNull() });
