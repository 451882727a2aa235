import { Injectable } from '@nestjs/common';
import { spanBefore } from '../../reads/day-span.js';
import { metricsOf } from '../../reads/figures.js';
import { checkedPeriod } from '../../reads/period.js';
import { PeriodTotalsService, type SpanTotals } from '../../reads/period-sums.service.js';
import { rankedEntity } from '../rankings/listed-subject.js';
import { coveredPeriod, spansOfPeriod } from '../rankings/ranked-period.js';
import type { TrendEntryView, TrendQuery, TrendSpanView, TrendsView } from './trend.dto.js';
import { type Trend, trends } from './trend.js';

@Injectable()
export class TrendService {
  constructor(private readonly totals: PeriodTotalsService) {}

  /** @throws ValidationFailedError, PeriodError */
  async find(query: TrendQuery): Promise<TrendsView> {
    const { scope, metric, direction, limit } = query;
    const period = checkedPeriod(query);
    const { todays, candidates } = await this.totals.collect(scope, (today) =>
      spansOfPeriod(period, today).flatMap((span) => [span, spanBefore(span)]),
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
  return { ...rankedEntity(candidate), change, current: current!, previous: previous! };
}

const spanView = ({ span, totals, days }: SpanTotals): TrendSpanView => ({ ...span, metrics: metricsOf(totals, days) });
