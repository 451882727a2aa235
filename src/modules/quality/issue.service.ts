import { Injectable } from '@nestjs/common';
import { noteBefore } from '../../common/http/access/audit-trail.js';
import { type Page, pageOf } from '../../common/http/dto/page.js';
import { DateRangeError } from '../../common/time/date-range.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { IssueNotFoundError } from '../findings/finding.js';
import { ResolutionService } from '../findings/findings.service.js';
import type { GapList, GapQuery } from './gap.dto.js';
import type {
  IssueDetailView,
  IssueQuery,
  IssueView,
  ResolvedIssuesView,
  ResolveIssueBody,
  ResolveIssuesBody,
} from './issue.dto.js';
import { GapRepository, IssueRepository } from './issue.sql.js';

/** Lists and resolves issues for the admin API. */
@Injectable()
export class IssueService {
  constructor(
    private readonly issues: IssueRepository,
    private readonly gapsOfLog: GapRepository,
    private readonly resolutions: ResolutionService,
    private readonly catalog: CatalogService,
  ) {}

  /** @throws DateRangeError, ParkNotFoundError */
  async list(query: IssueQuery): Promise<Page<IssueView>> {
    checkOrder(query);
    if (query.parkId !== undefined) await this.catalog.getPark(query.parkId);
    return pageOf(await this.issues.find(query), await this.issues.count(query), query);
  }

  /** @throws DateRangeError, ParkNotFoundError */
  async gaps(query: GapQuery): Promise<GapList> {
    const { parkId } = query;
    checkOrder(query);
    if (parkId !== undefined) await this.catalog.getPark(parkId);
    const { total, ...summary } = await this.gapsOfLog.summarise(query);
    return { ...pageOf(await this.gapsOfLog.find(query), total, query), summary };
  }

  /** @throws IssueNotFoundError */
  async show(logId: number): Promise<IssueDetailView> {
    const issue = await this.issues.findOne(logId);
    if (issue === null) throw new IssueNotFoundError(logId);
    return { ...issue, history: await this.resolutions.history(logId) };
  }

  /** @throws IssueNotFoundError, IssueStateConflictError */
  async resolve(logId: number, { resolutionStatus: to, resolutionNotes }: ResolveIssueBody): Promise<IssueDetailView> {
    noteBefore(await this.show(logId));
    await this.resolutions.changeStatus([logId], to, resolutionNotes ?? null);
    return this.show(logId);
  }

  /** All of them or none. @throws IssueNotFoundError, IssueStateConflictError */
  async resolveAll({ logIds, resolutionStatus: to, resolutionNotes }: ResolveIssuesBody): Promise<ResolvedIssuesView> {
    const rows = await this.resolutions.changeStatus(logIds, to, resolutionNotes ?? null);
    const before = rows.map(({ logId, ...rest }) => ({ logId: Number(logId), ...rest }));
    noteBefore(before);
    return { data: before.map(({ logId, resolutionStatus: from }) => ({ logId, fromStatus: from, toStatus: to })) };
  }
}

/** @throws DateRangeError */
function checkOrder({ from, to }: { from?: string; to?: string }): void {
  const isReversed = from !== undefined && to !== undefined && Date.parse(from) > Date.parse(to);
  if (isReversed) throw DateRangeError.reversed({ from, to });
}
