import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { type RetryOptions, withDatabaseRetry } from './retry.js';

/** For requests of a person: retries after a conflict with another writer, but does not wait for an unavailable database. */
export const ONLY_AFTER_CONFLICTS: Pick<RetryOptions, 'onRetry'> = {
  onRetry: (reason, error) => {
    if (reason === 'unavailable') throw error;
  },
};

/** Monotonic: a clock that is set must not lengthen or end the wait for the database. */
const nowMs = (): number => performance.now();

/**
 * Runs transactions. Repositories take part in one through its entity manager: `manager.withRepository(this.rows)` or
 * `manager.query(…)`.
 */
@Injectable()
export class TransactionService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Commits everything that `work` writes through the entity manager, or nothing. Runs `work` again after a conflict with
   * another writer or a restart of the server, so `work` must have no other effect.
   */
  async run<T>(
    work: (manager: EntityManager) => Promise<T>,
    retry: Partial<Omit<RetryOptions, 'nowMs'>> = {},
  ): Promise<T> {
    return withDatabaseRetry(() => this.dataSource.transaction(work), { nowMs, ...retry });
  }

  /** Like {@link TransactionService.run}, but a conflict is thrown: for callers that retry more than the transaction. */
  async runOnce<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }
}
