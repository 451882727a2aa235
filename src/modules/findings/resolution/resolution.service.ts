import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { Clock } from '../../../common/time/clock.js';
import { IssueNotFoundError, IssueStateConflictError } from './resolution-errors.js';
import { mayMove, type ResolutionStatus } from './resolution-state.js';
import { type HistoryRow, ResolutionRepository } from './resolution.repository.js';

/** What people decide about findings. */
@Injectable()
export class ResolutionService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: ResolutionRepository,
    private readonly clock: Clock,
  ) {}

  /** Every move of a finding, in order. */
  async history(logId: number): Promise<HistoryRow[]> {
    return this.repository.findHistory(this.dataSource.manager, logId);
  }

  /** Without notes it keeps those it has. @throws IssueNotFoundError, IssueStateConflictError */
  async move(logId: number, to: ResolutionStatus, notes: string | null): Promise<void> {
    await this.inTransaction(async (manager) => {
      const from = await this.repository.lockStatus(manager, logId);
      if (from === null) throw new IssueNotFoundError(logId);
      if (!mayMove(from, to)) throw new IssueStateConflictError(logId, from, to);
      await this.repository.move(manager, logId, { from, to, notes }, this.clock.now());
    });
  }

  /** A check may be settling the same findings at this moment. */
  private inTransaction(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    return withDatabaseRetry(() => this.dataSource.transaction(work), {
      nowMs: () => this.clock.now().getTime(),
      onRetry: (reason, error) => {
        if (reason === 'unavailable') throw error;
      },
    });
  }
}
