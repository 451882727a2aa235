import type { CandidateTotals } from './queries/period-totals.service.js';
import { changePercent, rounded } from '../statistics/derived-metrics.js';
import { compareNames, hasFewWaits, isLowCoverage, isUnreported, valueOf } from './rank.js';

export const DIRECTIONS = ['improving', 'declining'] as const;
export type Direction = (typeof DIRECTIONS)[number];
export const TREND_METRICS = ['avgWait', 'uptime'] as const;
export type TrendMetric = (typeof TREND_METRICS)[number];

export interface Trend extends CandidateTotals {
  /** Wait: percent of the previous value. Uptime: percentage points. Positive means an increase. */
  change: number;
}

/**
 * Parks or rides whose metric improved (or declined) from the second span to the first, greatest change first. Shorter waits
 * and more uptime are improvements. Both spans must be observed for half of their scheduled time, so that the change does not merely
 * reflect what was observed; for uptime, the park's feed must also report DOWN in most of both spans.
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
