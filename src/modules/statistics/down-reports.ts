import { DAY_MS, dayAfter, utcDayOf } from '../../common/time/calendar.js';
import type { DaySpan } from './day-spans.js';
import type { Totals } from './rollup-totals.js';

/** An inclusive range of local dates of a park in which its feed reports DOWN. */
export interface DownReport {
  from: string;
  /** Null: the feed still reports DOWN. */
  until: string | null;
}

/** The totals that uptime and downtime are computed from. */
export type UptimeTotals = Pick<Totals, 'reportedMs' | 'scheduledOperatingMs' | 'scheduledDownMs'>;

/** The totals of days on which the feed does not report DOWN. */
export type UnreportedTotals = Pick<Totals, 'scheduledObservedMs' | 'scheduledOperatingMs' | 'scheduledDownMs'>;

/** First day of the current reports of DOWN; null if there are none. @param reports oldest first */
export function reportedSince(reports: readonly DownReport[]): string | null {
  const last = reports.at(-1);
  return last?.until === null ? last.from : null;
}

/** The parts of the span in which the feed does not report DOWN, in order. @param reports oldest first, without overlap */
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

/** For days on which the feed does not report DOWN: other states hide the outages, so uptime is unknown. */
export function withoutUptime<Row extends Omit<UptimeTotals, 'reportedMs'>>(totals: Row): Row & UptimeTotals {
  return { ...totals, reportedMs: 0, scheduledOperatingMs: 0, scheduledDownMs: 0 };
}

/** Subtracts the totals of days without reports of DOWN from those of a period. */
export function withoutUnreported(totals: Totals, unreported: UnreportedTotals): Totals {
  return {
    ...totals,
    reportedMs: totals.reportedMs - unreported.scheduledObservedMs,
    scheduledOperatingMs: totals.scheduledOperatingMs - unreported.scheduledOperatingMs,
    scheduledDownMs: totals.scheduledDownMs - unreported.scheduledDownMs,
  };
}

/** A feed without DOWN on this many consecutive days, counted while its park operates, has stopped reporting it. */
const DAYS_WITHOUT_DOWN = 365;

/** Bit sets of the days of a month; bit 1 is the first day. */
export interface MonthOfDays {
  /** For example 202406. */
  yearMonth: number;
  /** Days with DOWN. */
  down: number;
  /** Days on which the park operated. */
  operated: number;
}

/** A row of `park_down_reports`: an inclusive range of local dates in which a feed reports DOWN. */
export interface StoredReport {
  fromDate: string;
  /** Null: the feed still reports DOWN. */
  untilDate: string | null;
}

/**
 * The ranges in which a feed reports DOWN, oldest first. A range starts on the first day with DOWN. It ends on the last day
 * with DOWN before {@link DAYS_WITHOUT_DOWN} without; it is unknown when the feed stopped reporting, so the uptime of all later
 * days is unknown too. Days on which the park did not operate do not end a range.
 * @param months oldest first
 */
export function downReportsOf(months: readonly MonthOfDays[]): StoredReport[] {
  const reports: StoredReport[] = [];
  let lastDownMs: number | null = null;
  for (const { dayMs, isDown } of daysOf(months)) {
    if (isDown) {
      if (lastDownMs === null) reports.push({ fromDate: utcDayOf(dayMs), untilDate: null });
      lastDownMs = dayMs;
    } else if (lastDownMs !== null && dayMs - lastDownMs >= DAYS_WITHOUT_DOWN * DAY_MS) {
      reports.at(-1)!.untilDate = utcDayOf(lastDownMs);
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
