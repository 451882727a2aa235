import type { DaySpan } from '../statistics/day-spans.js';
import { averageWait, coverage, LOW_COVERAGE, ratio, reportedShare, uptime } from '../statistics/metrics.js';
import type { CandidateTotals, SpanTotals } from './queries/period-totals.service.js';
import { type AskedPeriod, resolvePeriod, untilToday } from './queries/period.js';
import { type PeriodView, periodView } from './target-period.dto.js';

export type RankedBy = 'averageWaitMinutes' | 'downtimePercent';

/** So much of the open time of a park a ride must have posted waits: five busy minutes are no average. */
export const MIN_POSTED_SHARE = 0.1;

/** Of less of the observed open time an uptime stands for another period than the one that is asked for. */
const MIN_REPORTED_SHARE = 0.5;

export interface Ranked extends CandidateTotals {
  value: number;
}

export interface Ranking {
  /** Greatest value first. */
  ranked: Ranked[];
  /** Too little was seen of these to be compared. */
  lowCoverage: number;
  /** Seen, but they posted waits for too short a time. */
  fewWaits: number;
  /** Of parks whose feed reports no DOWN in most of the period. */
  withoutDownReports: CandidateTotals[];
}

/**
 * Parks or rides by their figure in the first span. Who has none (nothing posted, never operated) is in no list; ties
 * are broken by name, so that the order is the same each time.
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

/** Observed while its park was open, and for most of that time its park's feed reported no DOWN. */
export function isUnreported({ totals }: SpanTotals): boolean {
  const reported = reportedShare(totals);
  return reported !== null && reported < MIN_REPORTED_SHARE;
}

export function isLowCoverage({ totals, days }: SpanTotals): boolean {
  const covered = coverage(totals, days);
  return covered === null || covered < LOW_COVERAGE;
}

/** Of a park all rides are taken together, many of which never post a wait. */
export function hasFewWaits({ candidate }: CandidateTotals, { totals }: SpanTotals): boolean {
  return candidate.rideId !== null && (ratio(totals.waitKnownMs, totals.scheduledMs) ?? 0) < MIN_POSTED_SHARE;
}

export const compareNames = (a: CandidateTotals, b: CandidateTotals): number =>
  a.candidate.name < b.candidate.name ? -1 : a.candidate.name > b.candidate.name ? 1 : a.candidate.id - b.candidate.id;

/** The days that are meant of a park where it is `today`; none where they are all still to come. */
export function spansOfPeriod(asked: AskedPeriod, today: string): DaySpan[] {
  const span = resolvePeriod(asked, today);
  return span.from > today ? [] : [untilToday(span, today)];
}

/**
 * From the first to the last day that any park has, settled when it is so for all of them.
 * @throws PeriodError where it is still to come for all
 */
export function coveredPeriod(asked: AskedPeriod, todays: readonly string[]): PeriodView {
  const [earliest, latest] = [todays.reduce(lesser), todays.reduce(greaterText)];
  const last = untilToday(resolvePeriod(asked, latest), latest);
  const [first] = spansOfPeriod(asked, earliest);
  return periodView({ from: first?.from ?? last.from, to: last.to }, earliest);
}

const lesser = (a: string, b: string): string => (a < b ? a : b);
const greaterText = (a: string, b: string): string => (a > b ? a : b);
