import { Injectable } from '@nestjs/common';
import { reportedSince } from '../../reads/down-reports.js';
import { figuresOf } from '../../reads/figures.js';
import { checkedPeriod } from '../../reads/period.js';
import { type CandidateSums, PeriodSumsService } from '../../reads/period-sums.service.js';
import { rounded } from '../../reads/ratios.js';
import { listedSubject } from './listed-subject.js';
import { rank, type Ranked, type RankedBy } from './rank.js';
import { coveredPeriod, spansOfPeriod } from './ranked-period.js';
import type { RankedView, RankingView, ScopePeriodQuery, SilentParkView } from './ranking.dto.js';

@Injectable()
export class RankingService {
  constructor(private readonly sums: PeriodSumsService) {}

  /** @throws ValidationFailedError, PeriodError */
  async rank(query: ScopePeriodQuery, rankedBy: RankedBy): Promise<RankingView> {
    const { scope, limit } = query;
    const period = checkedPeriod(query);
    const { todays, candidates } = await this.sums.collect(scope, (today) => spansOfPeriod(period, today));
    const { ranked, lowCoverage, fewWaits, withoutDownReports } = rank(candidates, rankedBy);
    return {
      scope,
      rankedBy,
      period: coveredPeriod(period, todays),
      data: ranked.slice(0, limit).map(rankedView),
      total: ranked.length,
      leftOut: { lowCoverage, fewWaits, parksWithoutDownReports: parksOf(withoutDownReports) },
    };
  }
}

function rankedView({ candidate, spans, value }: Ranked, index: number): RankedView {
  const { span, sums, days } = spans[0]!;
  return {
    rank: index + 1,
    value: rounded(value),
    ...listedSubject(candidate),
    ...span,
    figures: figuresOf(sums, days),
  };
}

function parksOf(candidates: readonly CandidateSums[]): SilentParkView[] {
  const parks = new Map(candidates.map(({ candidate }) => [candidate.parkId, candidate]));
  return [...parks.values()]
    .map(({ parkId, parkName, reportsDown, downReports }) => {
      return { parkId, name: parkName, reportsDown, downReportedFrom: reportedSince(downReports) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.parkId - b.parkId));
}
