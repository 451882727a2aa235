import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { type Page, pageOf } from '../../../common/http/dto/page.js';
import { Clock } from '../../../common/time/clock.js';
import { CatalogService } from '../../catalog/catalog.service.js';
import type { GapList } from '../api/dto/gap.dto.js';
import type { GapQuery } from '../api/dto/gap.query.js';
import type { IssueDetailView, IssueView } from '../api/dto/issue.dto.js';
import type { IssueQuery, ResolveIssueBody } from '../api/dto/issue.query.js';
import { IssueNotFoundError, IssueStateConflictError } from '../resolution/resolution-errors.js';
import { mayMove } from '../resolution/resolution-state.js';
import { ResolutionRepository } from '../resolution/resolution.repository.js';
import { GapRepository } from './gap.repository.js';
import { IssueRepository } from './issue.repository.js';

class GapRangeError extends DomainError {
  constructor() {
    super('DATE_OUT_OF_RANGE', 'from is after to');
  }
}

/** The quality log as the admin API shows and settles it. */
@Injectable()
export class IssueService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly issues: IssueRepository,
    private readonly gapsOfLog: GapRepository,
    private readonly resolutions: ResolutionRepository,
    private readonly catalog: CatalogService,
    private readonly clock: Clock,
  ) {}

  /** @throws ParkNotFoundError */
  async list(query: IssueQuery): Promise<Page<IssueView>> {
    if (query.parkId !== undefined) await this.catalog.getPark(query.parkId);
    return pageOf(await this.issues.find(query), await this.issues.count(query), query);
  }

  /** @throws GapRangeError, ParkNotFoundError */
  async gaps(query: GapQuery): Promise<GapList> {
    const { from, to, parkId } = query;
    if (from !== undefined && to !== undefined && Date.parse(from) > Date.parse(to)) throw new GapRangeError();
    if (parkId !== undefined) await this.catalog.getPark(parkId);
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
