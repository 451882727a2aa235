import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../../../common/http/dto/page.js';
import { checkDateRange } from '../../../common/time/date-range.js';
import { CatalogService } from '../../catalog/catalog.service.js';
import { dailyRowOf } from './daily-record.js';
import type { HistoryDaily } from './history-daily.entity.js';
import { type ParkTotals, ReconciliationReportRepository } from './reconciliation-report.sql.js';
import type {
  DifferenceQuery,
  DifferenceView,
  PublishedDailyQuery,
  PublishedDailyView,
  ReconciliationQuery,
  ReconciliationReportView,
  RideDayCounts,
} from './reconciliation.dto.js';
import { ReconciliationRepository } from './reconciliation.repository.js';

const MAX_DAYS = 366;

/** Reports the results of the reconciliation to the admin API. */
@Injectable()
export class ReconciliationReportService {
  constructor(
    private readonly report: ReconciliationReportRepository,
    private readonly reconciliation: ReconciliationRepository,
    private readonly catalog: CatalogService,
  ) {}

  /** @throws DateRangeError, ParkNotFoundError */
  async summary(query: ReconciliationQuery): Promise<ReconciliationReportView> {
    await this.check(query);
    const { startDate, endDate, limit, offset } = query;
    const parks = await this.report.findParks(query);
    const shown = parks.slice(offset, offset + limit);
    return {
      ...{ startDate, endDate, summary: countsOf(parks), differences: await this.report.findMetrics(query) },
      ...pageOf(
        shown.map((park) => ({ ...park, ...countsOf([park]) })),
        parks.length,
        query,
      ),
    };
  }

  /** @throws DateRangeError, ParkNotFoundError */
  async differences(query: DifferenceQuery): Promise<Page<DifferenceView>> {
    await this.check(query);
    return pageOf(await this.report.findDifferences(query), await this.report.countDifferences(query), query);
  }

  /** @throws DateRangeError, ParkNotFoundError */
  async published(query: PublishedDailyQuery): Promise<Page<PublishedDailyView>> {
    await this.check(query);
    const [rows, total] = await this.reconciliation.findPublishedPage(query);
    return pageOf(rows.map(viewOf), total, query);
  }

  private async check({ startDate, endDate, parkId }: ReconciliationQuery): Promise<void> {
    checkDateRange({ startDate, endDate }, MAX_DAYS);
    if (parkId !== undefined) await this.catalog.getPark(parkId);
  }
}

function countsOf(parks: readonly ParkTotals[]): RideDayCounts {
  const sum = (name: 'agreeing' | 'explained' | 'unexplained' | 'notObserved'): number =>
    parks.reduce((total, park) => total + park[name], 0);
  const [agreeing, explained, unexplained] = [sum('agreeing'), sum('explained'), sum('unexplained')];
  const rideDays = agreeing + explained + unexplained;
  const agreeingShare = rideDays === 0 ? null : Math.round((agreeing / rideDays) * 1e4) / 1e4;
  return { rideDays, agreeing, explained, unexplained, notObserved: sum('notObserved'), agreeingShare };
}

function viewOf(stored: HistoryDaily): PublishedDailyView {
  const { firstOperatingAtMs: _first, lastClosedAtMs: _last, ...row } = dailyRowOf(stored);
  const { parkId, themeparksWikiId, rideId, entityName: name, entityType, fetchedAt } = stored;
  const { firstOperatingAt, lastClosedAt } = stored;
  return {
    source: 'THEMEPARKS_WIKI',
    ...{ parkId, themeparksWikiId, rideId, name, entityType, firstOperatingAt, lastClosedAt },
    ...row,
    fetchedAt,
  };
}
