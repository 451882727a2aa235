import type { CandidateTotals } from './queries/period-totals.service.js';
import { changePercent, rounded } from '../statistics/metrics.js';
import { compareNames, hasFewWaits, isLowCoverage, isUnreported, valueOf } from './rank.js';

export const DIRECTIONS = ['improving', 'declining'] as const;
export type Direction = (typeof DIRECTIONS)[number];
export const TREND_METRICS = ['avgWait', 'uptime'] as const;
export type TrendMetric = (typeof TREND_METRICS)[number];

export interface Trend extends CandidateTotals {
  /** Of the wait in percent of what it was, of the uptime in percentage points. Greater is more now. */
  change: number;
}

/**
 * Parks or rides whose figure of the first span is better (or worse) than that of the second, the greatest change first.
 * Shorter waits are better, and more uptime is. Both spans must have been seen for half of their open time, else the
 * change is one of what was seen; and for uptime, the park's feed must report DOWN in most of both.
 */
export function trends(candidates: readonly CandidateTotals[], metric: TrendMetric, direction: Direction): Trend[] {
  const sign = (metric === 'uptime') === (direction === 'improving') ? 1 : -1;
  return candidates
    .filter((one) => isComparable(one, metric))
    .flatMap((one) => {
      const change = changeOf(one, metric);
      return change !== null && change * sign > 0 ? [{ ...one, change }] : [];
    })
    .sort((a, b) => (b.change - a.change) * sign || compareNames(a, b));
}

function isComparable(one: CandidateTotals, metric: TrendMetric): boolean {
  if (one.spans.some(isLowCoverage)) return false;
  if (metric === 'uptime') return !one.spans.some(isUnreported);
  return !one.spans.some((span) => hasFewWaits(one, span));
}

function changeOf({ spans }: CandidateTotals, metric: TrendMetric): number | null {
  const by = metric === 'avgWait' ? 'averageWaitMinutes' : 'downtimePercent';
  const [now, then] = [valueOf(spans[0]!, by), valueOf(spans[1]!, by)];
  if (now === null || then === null) return null;
  if (metric === 'uptime') return rounded(then - now);
  return changePercent(now, then);
}
