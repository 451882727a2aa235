import { Injectable } from '@nestjs/common';
import { DAY_MS, startOfUtcDay } from '../../common/time/calendar.js';
import { ExclusionsService } from '../exclusions/exclusions.service.js';
import { reportedSince } from '../statistics/down-reports.js';
import { metricsOf, rounded } from '../statistics/derived-metrics.js';
import { type CandidateTotals, PeriodTotalsService } from './queries/period-totals.service.js';
import { checkedPeriod } from './queries/period.js';
import {
  checkPeriodOf,
  coveredPeriod,
  isDetail,
  rank,
  type Ranked,
  type RankedBy,
  type RankOrder,
  spansOfPeriod,
  wantedBy,
} from './rank.js';
import {
  type ExcludedParkView,
  listedTarget,
  type ParkWithoutDownReportsView,
  type RankedView,
  type RankingView,
  type ScopePeriodQuery,
} from './ranking.dto.js';
import type { PeriodView } from './target-period.dto.js';

@Injectable()
export class RankingService {
  constructor(
    private readonly totals: PeriodTotalsService,
    private readonly exclusions: ExclusionsService,
  ) {}

  /** @throws ValidationFailedError, DateRangeError */
  async rank(query: ScopePeriodQuery, rankedBy: RankedBy, order: RankOrder = 'desc'): Promise<RankingView> {
    const { scope, limit } = query;
    const period = checkedPeriod(query);
    checkPeriodOf(rankedBy, period);
    const spansOf = (today: string) => spansOfPeriod(period, today);
    const { todays, candidates } = await this.totals.collect(scope, wantedBy(query), spansOf, isDetail(rankedBy));
    const { ranked, lowCoverage, fewWaits, withoutDownReports } = rank(candidates, rankedBy, order);
    const covered = coveredPeriod(period, todays);
    return {
      scope,
      rankedBy,
      period: covered,
      data: ranked.slice(0, limit).map(rankedView),
      total: ranked.length,
      excluded: {
        lowCoverage,
        fewWaits,
        parksWithoutDownReports: parksOf(withoutDownReports),
        excludedParks: await this.excludedParks(candidates, ranked, covered),
      },
    };
  }

  /** Parks without any ranked entity and with excluded observations in the period. */
  private async excludedParks(
    candidates: readonly CandidateTotals[],
    ranked: readonly Ranked[],
    { from, to }: PeriodView,
  ): Promise<ExcludedParkView[]> {
    const [fromMs, toMs] = [startOfUtcDay(from), startOfUtcDay(to)];
    // Local days start and end up to one day before or after UTC days.
    const excludedIds = await this.exclusions.excludedParks(fromMs - DAY_MS, toMs + 2 * DAY_MS);
    if (excludedIds.size === 0) return [];
    const rankedParks = new Set(ranked.map(({ candidate }) => candidate.parkId));
    const excluded = candidates.map(({ candidate }) => candidate).filter(({ parkId }) => excludedIds.has(parkId));
    return [...new Map(excluded.map(({ parkId, parkName }) => [parkId, parkName]))]
      .filter(([parkId]) => !rankedParks.has(parkId))
      .map(([parkId, name]) => ({ parkId, name }))
      .sort(byName);
  }
}

const byName = (a: ExcludedParkView, b: ExcludedParkView): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.parkId - b.parkId;

function rankedView({ candidate, spans, value }: Ranked, index: number): RankedView {
  const { span, totals, days } = spans[0]!;
  return {
    rank: index + 1,
    value: rounded(value),
    ...listedTarget(candidate),
    ...span,
    metrics: metricsOf(totals, days),
  };
}

function parksOf(candidates: readonly CandidateTotals[]): ParkWithoutDownReportsView[] {
  const parks = new Map(candidates.map(({ candidate }) => [candidate.parkId, candidate]));
  return [...parks.values()]
    .map(({ parkId, parkName, reportsDown, downReports }) => {
      return { parkId, name: parkName, reportsDown, downReportedFrom: reportedSince(downReports) };
    })
    .sort(byName);
}
