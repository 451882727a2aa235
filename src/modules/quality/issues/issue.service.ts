import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { type Page, pageOf } from '../../../common/http/dto/page.js';
import { Clock } from '../../../common/time/clock.js';
import type { GapList } from '../api/dto/gap.dto.js';
import type { GapQuery } from '../api/dto/gap.query.js';
import type { IssueDetailView, IssueView } from '../api/dto/issue.dto.js';
import type { IssueQuery, ResolveIssueBody } from '../api/dto/issue.query.js';
import { IssueNotFoundError, IssueStateConflictError } from '../resolution/resolution-errors.js';
import { mayMove } from '../resolution/resolution-state.js';
import { ResolutionRepository } from '../resolution/resolution.repository.js';
import { GapRepository } from './gap.repository.js';
import { IssueRepository } from './issue.repository.js';

/** The quality log as the admin API shows and settles it. */
@Injectable()
export class IssueService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly issues: IssueRepository,
    private readonly gapsOfLog: GapRepository,
    private readonly resolutions: ResolutionRepository,
    private readonly clock: Clock,
  ) {}

  async list(query: IssueQuery): Promise<Page<IssueView>> {
    return pageOf(await this.issues.find(query), await this.issues.count(query), query);
  }

  async gaps(query: GapQuery): Promise<GapList> {
    const { total, ...summary } = await this.gapsOfLog.summarise(query);
    return { ...pageOf(await this.gapsOfLog.find(query), total, query), summary };
  }

  /** @throws IssueNotFoundError */
  async show(logId: number): Promise<IssueDetailView> {
    const issue = await this.issues.findOne(logId);
    if (issue === null) throw new IssueNotFoundError(logId);
    return { ...issue, history: await this.resolutions.findHistory(this.dataSource.manager, logId) };
  }

  /** @throws IssueNotFoundError, IssueStateConflictError */
  async resolve(logId: number, { resolutionStatus: to, resolutionNotes }: ResolveIssueBody): Promise<IssueDetailView> {
    await this.inTransaction(async (manager) => {
      const from = await this.resolutions.lockStatus(manager, logId);
      if (from === null) throw new IssueNotFoundError(logId);
      if (!mayMove(from, to)) throw new IssueStateConflictError(logId, from, to);
      await this.resolutions.move(manager, logId, { from, to, notes: resolutionNotes ?? null }, this.clock.now());
    });
    return this.show(logId);
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
