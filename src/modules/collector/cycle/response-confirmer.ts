import { Injectable } from '@nestjs/common';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import type { RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import { LiveWriter } from '../../snapshots/writing/live-writer.js';
import { CollectionRunRepository, type RunKey } from './collection-run.repository.js';
import { invalidatedDays } from './encode-response.js';
import { CommitEnvironment, type CommittedPoll, type PollStart } from './live-committer.js';
import { LiveDetailRepository } from './live-detail.sql.js';
import { RunTakenOverError } from './run-result.js';
import { isOvertaken } from './span-rule.js';
import { countRows, type StoredResponse } from './stored-response.js';

/** The rows of the stored response have changed, or it is no longer the newest one. The transaction is rolled back. */
class StoredRowsChangedError extends Error {}

/** A poll whose response equals the newest stored one. */
export interface RepeatedPoll {
  stored: StoredResponse;
  /** The rides of its entities, as they are in the catalogue now. */
  rides: ReadonlyMap<string, RegisteredEntity>;
  observedAtMs: number;
}

/** Commits a response that equals the newest stored one: its rows are confirmed, and nothing is read. */
@Injectable()
export class ResponseConfirmer {
  constructor(
    private readonly transactions: TransactionService,
    private readonly runs: CollectionRunRepository,
    private readonly registry: EntityRegistry,
    private readonly writer: LiveWriter,
    private readonly details: LiveDetailRepository,
    private readonly environment: CommitEnvironment,
  ) {}

  /** @returns null if the response must be compared with what is stored now. @throws RunTakenOverError */
  async confirm(key: RunKey, polled: RepeatedPoll, start: PollStart): Promise<CommittedPoll | null> {
    try {
      return await this.write(key, polled, start);
    } catch (error) {
      if (error instanceof StoredRowsChangedError) return null;
      throw error;
    }
  }

  private async write(
    key: RunKey,
    { stored, rides, observedAtMs }: RepeatedPoll,
    start: PollStart,
  ): Promise<CommittedPoll> {
    const { maxCarryForwardMs, dayRules, clock } = this.environment;
    const { observedAtMs: previousObservedAtMs, rows, themeparksWikiIds } = stored;
    return this.transactions.run(async (manager) => {
      await this.registry.lockDestination(manager, key.destinationId);
      const { horizonMs } = await this.environment.readClock(manager);
      const newestMs = await this.runs.findNewestObservedMs(manager, key.destinationId, horizonMs);
      const isNext = newestMs === previousObservedAtMs && observedAtMs <= horizonMs;
      const isContinued = observedAtMs - previousObservedAtMs <= maxCarryForwardMs;
      if (!isNext || !isContinued || isOvertaken({ observedAtMs, previousObservedAtMs, maxCarryForwardMs }))
        throw new StoredRowsChangedError();
      const step = { fromMs: previousObservedAtMs, toMs: observedAtMs };
      const days = invalidatedDays(
        [...rides.values()],
        { snapshots: [] },
        { observedAtMs, maxCarryForwardMs },
        dayRules,
      );
      const areConfirmed =
        (await this.writer.confirm(manager, rows, step, { invalidatedDays: days, nowMs: clock.now().getTime() })) &&
        (await this.details.confirm(manager, rows.details, step)) &&
        (await this.registry.confirmNames(manager, stored.namedRideIds, step));
      if (!areConfirmed) throw new StoredRowsChangedError();
      const read = { entitiesRead: themeparksWikiIds.length, entitiesRejected: 0, errorCode: null, error: null };
      const written = { observedAtMs, rowsWritten: 0, rowsExtended: countRows(rows) };
      const result = { ...start, finishedAt: clock.now(), ...read, ...written };
      if (!(await this.runs.finishDestination(manager, key, result))) throw new RunTakenOverError(key.runId);
      return { result, previousObservedAtMs, rows };
    });
  }
}
