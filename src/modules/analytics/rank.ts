import { ValidationFailedError } from '../../common/http/http-errors.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { countryOfZone } from '../../common/time/zones/country-of-zone.js';
import type { DaySpan } from '../statistics/day-spans.js';
import { averageWait, coverage, LOW_COVERAGE, ratio, reportedShare, uptime } from '../statistics/derived-metrics.js';
import type { CandidateTotals, SpanTotals } from './queries/period-totals.service.js';
import type { Candidate } from './queries/period-totals.sql.js';
import { type AskedPeriod, resolvePeriod, untilToday } from './queries/period.js';
import { type PeriodView, periodView } from './target-period.dto.js';

export const RANKED_BY = [
  'averageWaitMinutes',
  'lowestWaitMinutes',
  'p50WaitMinutes',
  'p90WaitMinutes',
  'peakWaitMinutes',
  'downtimePercent',
  'uptimePercent',
  'downMinutes',
  'longestDownMinutes',
  'statusChanges',
  'operatingMinutes',
  'postedMinutes',
  'scheduledMinutes',
  'unknownMinutes',
  'observedMinutes',
  'coveragePercent',
] as const;
export type RankedBy = (typeof RANKED_BY)[number];

export const RANK_ORDERS = ['desc', 'asc'] as const;
export type RankOrder = (typeof RANK_ORDERS)[number];

/** They are known only where the feed reports DOWN. */
const NEEDS_DOWN_REPORTS: ReadonlySet<RankedBy> = new Set([
  'downtimePercent',
  'uptimePercent',
  'downMinutes',
  'longestDownMinutes',
]);
const OF_WAITS: ReadonlySet<RankedBy> = new Set([
  'averageWaitMinutes',
  'lowestWaitMinutes',
  'p50WaitMinutes',
  'p90WaitMinutes',
  'peakWaitMinutes',
]);
/** Percentiles of several days cannot be combined. */
const OF_SINGLE_DAYS: ReadonlySet<RankedBy> = new Set(['p50WaitMinutes', 'p90WaitMinutes']);
const DETAILS: ReadonlySet<RankedBy> = new Set([
  ...OF_SINGLE_DAYS,
  'lowestWaitMinutes',
  'longestDownMinutes',
  'statusChanges',
]);
/** They measure how much was observed, so that low values exclude nothing. */
const MEASURES_OBSERVATION: ReadonlySet<RankedBy> = new Set([
  'scheduledMinutes',
  'unknownMinutes',
  'observedMinutes',
  'coveragePercent',
]);

/** Minimum share of the scheduled time with posted waits: a few busy minutes are not representative. */
export const MIN_POSTED_SHARE = 0.1;

/** Minimum share of the observed scheduled time with reports of DOWN: below it, an uptime does not represent the requested period. */
const MIN_REPORTED_SHARE = 0.5;

export interface Ranked extends CandidateTotals {
  value: number;
}

export interface Ranking {
  /** In the requested order. */
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
export function rank(candidates: readonly CandidateTotals[], by: RankedBy, order: RankOrder = 'desc'): Ranking {
  const ranking: Ranking = { ranked: [], lowCoverage: 0, fewWaits: 0, withoutDownReports: [] };
  for (const one of candidates) {
    const span = one.spans[0]!;
    const reason = leftOutFor(one, span, by);
    const value = valueOf(span, by);
    if (reason === 'withoutDownReports') ranking.withoutDownReports.push(one);
    else if (value === null) continue;
    else if (reason === null) ranking.ranked.push({ ...one, value });
    else ranking[reason]++;
  }
  const sign = order === 'desc' ? 1 : -1;
  ranking.ranked.sort((a, b) => (b.value - a.value) * sign || compareNames(a, b));
  return ranking;
}

/** Why the span of a park or ride is not compared with others by a metric; null: it is. */
export function leftOutFor(
  one: CandidateTotals,
  span: SpanTotals,
  by: RankedBy,
): 'withoutDownReports' | 'lowCoverage' | 'fewWaits' | null {
  if (NEEDS_DOWN_REPORTS.has(by) && isUnreported(span)) return 'withoutDownReports';
  if (!MEASURES_OBSERVATION.has(by) && isLowCoverage(span)) return 'lowCoverage';
  return OF_WAITS.has(by) && hasFewWaits(one, span) ? 'fewWaits' : null;
}

/** Whether the metric is one of {@link SpanTotals.details}. */
export const isDetail = (by: RankedBy): boolean => DETAILS.has(by);

/** @throws ValidationFailedError if the metric does not exist for the period */
export function checkPeriodOf(by: RankedBy, { period, from, to }: AskedPeriod): void {
  const isOneDay = period === 'today' || period === 'yesterday' || (period === 'custom' && from === to);
  if (OF_SINGLE_DAYS.has(by) && !isOneDay) {
    throw new ValidationFailedError({ metric: [`metric ${by} exists only for a period of one day`] });
  }
}

/** In the unit of the metric's name; null if it is unknown. */
export function valueOf({ totals, days, inUseOperatingMs, details }: SpanTotals, by: RankedBy): number | null {
  switch (by) {
    case 'averageWaitMinutes':
      return averageWait(totals);
    case 'lowestWaitMinutes':
      return details?.minWait ?? null;
    case 'p50WaitMinutes':
      return details?.p50Wait ?? null;
    case 'p90WaitMinutes':
      return details?.p90Wait ?? null;
    case 'peakWaitMinutes':
      return totals.maxWait;
    case 'downtimePercent':
      return inPercent(uptime(totals), (up) => 1 - up);
    case 'uptimePercent':
      return inPercent(uptime(totals), (up) => up);
    case 'downMinutes':
      return totals.reportedMs > 0 ? totals.scheduledDownMs / MINUTE_MS : null;
    case 'longestDownMinutes':
      return totals.reportedMs > 0 && details !== null ? details.longestDownMs / MINUTE_MS : null;
    case 'statusChanges':
      return totals.scheduledObservedMs > 0 && details !== null ? details.statusChanges : null;
    case 'operatingMinutes':
      return totals.scheduledObservedMs > 0 ? inUseOperatingMs / MINUTE_MS : null;
    case 'postedMinutes':
      return totals.scheduledObservedMs > 0 ? totals.waitKnownMs / MINUTE_MS : null;
    case 'scheduledMinutes':
      return totals.scheduledMs > 0 ? totals.scheduledMs / MINUTE_MS : null;
    case 'unknownMinutes':
      return totals.scheduledMs > 0 ? (totals.scheduledMs - totals.scheduledObservedMs) / MINUTE_MS : null;
    case 'observedMinutes':
      return totals.observedMs > 0 ? totals.observedMs / MINUTE_MS : null;
    case 'coveragePercent':
      return inPercent(coverage(totals, days), (covered) => covered);
  }
}

const inPercent = (share: number | null, of: (share: number) => number): number | null =>
  share === null ? null : of(share) * 100;

/** Observed while the park was open, but the feed reported no DOWN for most of that time. */
function isUnreported({ totals }: SpanTotals): boolean {
  const reported = reportedShare(totals);
  return reported !== null && reported < MIN_REPORTED_SHARE;
}

function isLowCoverage({ totals, days }: SpanTotals): boolean {
  const covered = coverage(totals, days);
  return covered === null || covered < LOW_COVERAGE;
}

/** Does not apply to parks, because many of their rides never post a wait. */
function hasFewWaits({ candidate }: CandidateTotals, { totals }: SpanTotals): boolean {
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
 * @throws DateRangeError if the period lies in the future for all parks
 */
export function coveredPeriod(asked: AskedPeriod, todays: readonly string[]): PeriodView {
  const [earliest, latest] = [todays.reduce(lesser), todays.reduce(greaterText)];
  const last = untilToday(resolvePeriod(asked, latest), latest);
  const [first] = spansOfPeriod(asked, earliest);
  return periodView({ from: first?.from ?? last.from, to: last.to }, earliest);
}

const lesser = (a: string, b: string): string => (a < b ? a : b);
const greaterText = (a: string, b: string): string => (a > b ? a : b);

/** Restricts a ranking; every given condition applies. */
export interface RankedWithin {
  parkId?: number;
  destinationId?: number;
  /** ISO 3166-1 alpha-2, in capitals. */
  country?: string;
}

/** Whether a park or ride lies within. The country is that of the park's time zone. */
export function wantedBy({ parkId, destinationId, country }: RankedWithin): (candidate: Candidate) => boolean {
  return (candidate) =>
    (parkId === undefined || candidate.parkId === parkId) &&
    (destinationId === undefined || candidate.destinationId === destinationId) &&
    (country === undefined || countryOfZone(candidate.timezone) === country);
}
