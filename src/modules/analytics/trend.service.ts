import { Injectable } from '@nestjs/common';
import { spanBefore } from '../statistics/day-spans.js';
import { metricsOf } from '../statistics/derived-metrics.js';
import { checkedPeriod } from './queries/period.js';
import { PeriodTotalsService, type SpanTotals } from './queries/period-totals.service.js';
import { listedTarget } from './ranking.dto.js';
import { checkPeriodOf, coveredPeriod, isDetail, spansOfPeriod, wantedBy } from './rank.js';
import type { TrendEntryView, TrendQuery, TrendSpanView, TrendsView } from './trend.dto.js';
import { rankedBy, type Trend, trends } from './trend.js';

@Injectable()
export class TrendService {
  constructor(private readonly totals: PeriodTotalsService) {}

  /** @throws ValidationFailedError, DateRangeError */
  async find(query: TrendQuery): Promise<TrendsView> {
    const { scope, metric, direction, limit } = query;
    const period = checkedPeriod(query);
    const by = rankedBy(metric);
    checkPeriodOf(by, period);
    const { todays, candidates } = await this.totals.collect(
      scope,
      wantedBy(query),
      (today) => spansOfPeriod(period, today).flatMap((span) => [span, spanBefore(span)]),
      isDetail(by),
    );
    const found = trends(candidates, metric, direction);
    return {
      ...{ scope, metric, direction },
      period: coveredPeriod(period, todays),
      data: found.slice(0, limit).map(entryView),
      total: found.length,
    };
  }
}

function entryView({ candidate, spans, change }: Trend): TrendEntryView {
  const [current, previous] = spans.map(spanView);
  return { ...listedTarget(candidate), change, current: current!, previous: previous! };
}

const spanView = ({ span, totals, days }: SpanTotals): TrendSpanView => ({ ...span, metrics: metricsOf(totals, days) });
