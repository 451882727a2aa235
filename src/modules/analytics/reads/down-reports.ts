import { dayAfter } from '../../../common/time/calendar-day.js';
import type { DaySpan } from './day-span.js';
import type { Totals } from './sums.js';

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
