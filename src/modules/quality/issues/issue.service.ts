import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
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
    const now = this.clock.now();
    await this.dataSource.transaction(async (manager) => {
      const from = await this.resolutions.findStatus(manager, logId);
      if (from === null) throw new IssueNotFoundError(logId);
      const move = { from, to, notes: resolutionNotes ?? null };
      if (!mayMove(from, to) || !(await this.resolutions.move(manager, logId, move, now))) {
        throw new IssueStateConflictError(logId, from, to);
      }
    });
    return this.show(logId);
  }
}
