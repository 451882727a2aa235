import { DAY_MS, dayAfter } from '../../common/time/calendar.js';
import type { DaySpan } from './day-spans.js';
import type { Totals } from './rollup-totals.js';

/** Local dates of a park in which its feed reports DOWN, both ends included. */
export interface DownReport {
  from: string;
  /** Null: it reports DOWN still. */
  until: string | null;
}

/** The part of the sums from which uptime and downtime are made. */
export type UptimeTotals = Pick<Totals, 'reportedMs' | 'scheduledOperatingMs' | 'scheduledDownMs'>;

/** Since when the feed reports DOWN; null: it does not. @param reports oldest first */
export function reportedSince(reports: readonly DownReport[]): string | null {
  const last = reports.at(-1);
  return last?.until === null ? last.from : null;
}

/** The pieces of the span in which the feed reports no DOWN, in order. @param reports oldest first, without overlap */
export function unreportedSpans(reports: readonly DownReport[], span: DaySpan): DaySpan[] {
  const pieces: DaySpan[] = [];
  let from = span.from;
  for (const report of reports) {
    if (report.from > span.to) break;
    if (from < report.from) pieces.push({ from, to: dayAfter(report.from, -1) });
    if (report.until === null) return pieces;
    if (report.until >= from) from = dayAfter(report.until, 1);
  }
  return from <= span.to ? [...pieces, { from, to: span.to }] : pieces;
}

/** What a day says whose park's feed reports no DOWN: its outages are hidden in other states, so uptime is not known. */
export function withoutUptime<Row extends Omit<UptimeTotals, 'reportedMs'>>(totals: Row): Row & UptimeTotals {
  return { ...totals, reportedMs: 0, scheduledOperatingMs: 0, scheduledDownMs: 0 };
}

/** Leaves out of a period what its unreported days brought to it. */
export function withoutUnreported(totals: Totals, unreported: UptimeTotals): Totals {
  return {
    ...totals,
    reportedMs: totals.reportedMs - unreported.reportedMs,
    scheduledOperatingMs: totals.scheduledOperatingMs - unreported.scheduledOperatingMs,
    scheduledDownMs: totals.scheduledDownMs - unreported.scheduledDownMs,
  };
}

/** A feed that reports no DOWN for so many days on end, while its park operates, has stopped to report it. */
const DAYS_WITHOUT_DOWN = 365;

/** A month of a park's days as bits, the first day of the month being bit 1. */
export interface MonthOfDays {
  /** Such as 202406. */
  yearMonth: number;
  /** Days with DOWN. */
  down: number;
  /** Days on which the park operated. */
  operated: number;
}

/** Local dates in which a park's feed reports DOWN, both ends included. */
export interface StoredReport {
  fromDate: string;
  /** Null: it does still. */
  untilDate: string | null;
}

/**
 * The ranges in which a feed reports DOWN, oldest first. A range begins on the first day with DOWN. It ends on a day with
 * DOWN that no other one follows for {@link DAYS_WITHOUT_DOWN}: since when the feed was silent is not known then, nor is the
 * uptime of the days after that day. Days on which the park did not operate prove nothing.
 * @param months oldest first
 */
export function downReportsOf(months: readonly MonthOfDays[]): StoredReport[] {
  const reports: StoredReport[] = [];
  let lastDownMs: number | null = null;
  for (const { dayMs, isDown } of daysOf(months)) {
    if (isDown) {
      if (lastDownMs === null) reports.push({ fromDate: dateOf(dayMs), untilDate: null });
      lastDownMs = dayMs;
    } else if (lastDownMs !== null && dayMs - lastDownMs >= DAYS_WITHOUT_DOWN * DAY_MS) {
      reports.at(-1)!.untilDate = dateOf(lastDownMs);
      lastDownMs = null;
    }
  }
  return reports;
}

function* daysOf(months: readonly MonthOfDays[]): Generator<{ dayMs: number; isDown: boolean }> {
  for (const { yearMonth, down, operated } of months) {
    const firstMs = Date.UTC(Math.floor(yearMonth / 100), (yearMonth % 100) - 1, 1);
    const days = down | operated;
    for (let day = 1; day <= 31; day++) {
      if ((days & (1 << day)) !== 0) yield { dayMs: firstMs + (day - 1) * DAY_MS, isDown: (down & (1 << day)) !== 0 };
    }
  }
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
