/** What rollup rows say of some time, added up. Everything but the extremes and the days is in milliseconds. */
export interface Totals {
  observedMs: number;
  /** The part of it in which the ride was operating and posted a wait. */
  waitKnownMs: number;
  /** Posted wait in minutes times the milliseconds for which it held. */
  waitMinutesMs: number;
  /** While the park was open, as long as it was; of a park: for each of its rides. */
  scheduledMs: number;
  scheduledObservedMs: number;
  scheduledOperatingMs: number;
  scheduledDownMs: number;
  /** The part of the observed open time on whose days the park's feed reports DOWN: uptime is known of it alone. */
  reportedMs: number;
  /** Null: no wait was posted. */
  maxWait: number | null;
  /** Days that were observed: not those on which only a value held over from the evening before. */
  days: number;
}

export const NO_TOTALS: Readonly<Totals> = {
  observedMs: 0,
  waitKnownMs: 0,
  waitMinutesMs: 0,
  scheduledMs: 0,
  scheduledObservedMs: 0,
  scheduledOperatingMs: 0,
  scheduledDownMs: 0,
  reportedMs: 0,
  maxWait: null,
  days: 0,
};

export function addTotals(a: Totals, b: Totals): Totals {
  return {
    observedMs: a.observedMs + b.observedMs,
    waitKnownMs: a.waitKnownMs + b.waitKnownMs,
    waitMinutesMs: a.waitMinutesMs + b.waitMinutesMs,
    scheduledMs: a.scheduledMs + b.scheduledMs,
    scheduledObservedMs: a.scheduledObservedMs + b.scheduledObservedMs,
    scheduledOperatingMs: a.scheduledOperatingMs + b.scheduledOperatingMs,
    scheduledDownMs: a.scheduledDownMs + b.scheduledDownMs,
    reportedMs: a.reportedMs + b.reportedMs,
    maxWait: greater(a.maxWait, b.maxWait),
    days: a.days + b.days,
  };
}

function greater(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
