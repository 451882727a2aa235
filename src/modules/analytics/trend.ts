import type { CandidateTotals } from './queries/period-totals.service.js';
import { changePercent, rounded } from '../statistics/derived-metrics.js';
import { compareNames, leftOutFor, RANKED_BY, type RankedBy, valueOf } from './rank.js';

export const DIRECTIONS = ['improving', 'declining'] as const;
export type Direction = (typeof DIRECTIONS)[number];
/** `avgWait` and `uptime` are short for `averageWaitMinutes` and `uptimePercent`. */
export const TREND_METRICS = ['avgWait', 'uptime', ...RANKED_BY] as const;
export type TrendMetric = (typeof TREND_METRICS)[number];

/** Less of them is an improvement; more of all others is. */
const LESS_IS_BETTER: ReadonlySet<RankedBy> = new Set([
  'averageWaitMinutes',
  'lowestWaitMinutes',
  'p50WaitMinutes',
  'p90WaitMinutes',
  'peakWaitMinutes',
  'downtimePercent',
  'downMinutes',
  'longestDownMinutes',
  'statusChanges',
  'unknownMinutes',
]);

export interface Trend extends CandidateTotals {
  /** Percentage points if the metric is in percent, otherwise percent of the previous value. Positive means an increase. */
  change: number;
}

/**
 * Parks or rides whose metric improved (or declined) from the second span to the first, greatest change first. Both spans must
 * meet the rules of rankings by this metric, so that the change does not merely reflect what was observed.
 */
export function trends(candidates: readonly CandidateTotals[], metric: TrendMetric, direction: Direction): Trend[] {
  const by = rankedBy(metric);
  const sign = LESS_IS_BETTER.has(by) === (direction === 'improving') ? -1 : 1;
  return candidates
    .filter((one) => one.spans.every((span) => leftOutFor(one, span, by) === null))
    .flatMap((one) => {
      const change = changeOf(one, by);
      return change !== null && change * sign > 0 ? [{ ...one, change }] : [];
    })
    .sort((a, b) => (b.change - a.change) * sign || compareNames(a, b));
}

export function rankedBy(metric: TrendMetric): RankedBy {
  if (metric === 'avgWait') return 'averageWaitMinutes';
  return metric === 'uptime' ? 'uptimePercent' : metric;
}

function changeOf({ spans }: CandidateTotals, by: RankedBy): number | null {
  const [now, then] = [valueOf(spans[0]!, by), valueOf(spans[1]!, by)];
  if (now === null || then === null) return null;
  return by.endsWith('Percent') ? rounded(now - then) : changePercent(now, then);
}
