import type { DaySpan } from '../statistics/day-spans.js';
import { averageWait, coverage, LOW_COVERAGE, ratio, reportedShare, uptime } from '../statistics/metrics.js';
import type { CandidateTotals, SpanTotals } from './queries/period-totals.service.js';
import { type AskedPeriod, resolvePeriod, untilToday } from './queries/period.js';
import { type PeriodView, periodView } from './target-period.dto.js';

export type RankedBy = 'averageWaitMinutes' | 'downtimePercent';

/** Minimum share of the scheduled time with posted waits: a few busy minutes are not representative. */
export const MIN_POSTED_SHARE = 0.1;

/** Minimum share of the observed scheduled time with reports of DOWN: below it, an uptime does not represent the requested period. */
const MIN_REPORTED_SHARE = 0.5;

export interface Ranked extends CandidateTotals {
  value: number;
}

export interface Ranking {
  /** Greatest value first. */
  ranked: Ranked[];
  /** Entities with too little observed time. */
  lowCoverage: number;
  /** Entities that posted waits for too short a time. */
  fewWaits: number;
  /** Entities of parks whose feed does not report DOWN in most of the period. */
  withoutDownReports: CandidateTotals[];
}

/**
 * Ranks parks or rides by a metric of their first span. Entities without this metric (nothing posted, never operated) appear
 * in no list. Ties are ordered by name, so that the order is stable.
 */
export function rank(candidates: readonly CandidateTotals[], by: RankedBy): Ranking {
  const ranking: Ranking = { ranked: [], lowCoverage: 0, fewWaits: 0, withoutDownReports: [] };
  for (const one of candidates) {
    const span = one.spans[0]!;
    if (by === 'downtimePercent' && isUnreported(span)) {
      ranking.withoutDownReports.push(one);
      continue;
    }
    const value = valueOf(span, by);
    if (value === null) continue;
    if (isLowCoverage(span)) ranking.lowCoverage++;
    else if (by === 'averageWaitMinutes' && hasFewWaits(one, span)) ranking.fewWaits++;
    else ranking.ranked.push({ ...one, value });
  }
  ranking.ranked.sort((a, b) => b.value - a.value || compareNames(a, b));
  return ranking;
}

export function valueOf({ totals }: SpanTotals, by: RankedBy): number | null {
  if (by === 'averageWaitMinutes') return averageWait(totals);
  const up = uptime(totals);
  return up === null ? null : (1 - up) * 100;
}

/** Observed while the park was open, but the feed reported no DOWN for most of that time. */
export function isUnreported({ totals }: SpanTotals): boolean {
  const reported = reportedShare(totals);
  return reported !== null && reported < MIN_REPORTED_SHARE;
}

export function isLowCoverage({ totals, days }: SpanTotals): boolean {
  const covered = coverage(totals, days);
  return covered === null || covered < LOW_COVERAGE;
}

/** Does not apply to parks, because many of their rides never post a wait. */
export function hasFewWaits({ candidate }: CandidateTotals, { totals }: SpanTotals): boolean {
  return candidate.rideId !== null && (ratio(totals.waitKnownMs, totals.scheduledMs) ?? 0) < MIN_POSTED_SHARE;
}

export const compareNames = (a: CandidateTotals, b: CandidateTotals): number =>
  a.candidate.name < b.candidate.name ? -1 : a.candidate.name > b.candidate.name ? 1 : a.candidate.id - b.candidate.id;

/** The spans of a period for parks whose local date is `today`; empty if the period lies in the future. */
export function spansOfPeriod(asked: AskedPeriod, today: string): DaySpan[] {
  const span = resolvePeriod(asked, today);
  return span.from > today ? [] : [untilToday(span, today)];
}

/**
 * From the first to the last day of any park; final if it is final for all parks.
 * @throws PeriodError if the period lies in the future for all parks
 */
export function coveredPeriod(asked: AskedPeriod, todays: readonly string[]): PeriodView {
  const [earliest, latest] = [todays.reduce(lesser), todays.reduce(greaterText)];
  const last = untilToday(resolvePeriod(asked, latest), latest);
  const [first] = spansOfPeriod(asked, earliest);
  return periodView({ from: first?.from ?? last.from, to: last.to }, earliest);
}

const lesser = (a: string, b: string): string => (a < b ? a : b);
const greaterText = (a: string, b: string): string => (a > b ? a : b);
