/** What rollup rows say of some time, added up. Everything but the extremes and the days is in milliseconds. */
export interface Sums {
  observedMs: number;
  /** The part of it in which the ride was operating and posted a wait. */
  waitKnownMs: number;
  /** Posted wait in minutes times the milliseconds for which it held. */
  waitMinutesMs: number;
  /** While the park was open, as long as it was; of a park: for each of its rides. */
  openMs: number;
  openObservedMs: number;
  openOperatingMs: number;
  openDownMs: number;
  /** The part of the observed open time on whose days the park's feed reports DOWN: uptime is known of it alone. */
  reportedMs: number;
  /** Null: no wait was posted. */
  maxWait: number | null;
  /** Days that were observed: not those on which only a value held over from the evening before. */
  days: number;
}

export const NO_SUMS: Readonly<Sums> = {
  observedMs: 0,
  waitKnownMs: 0,
  waitMinutesMs: 0,
  openMs: 0,
  openObservedMs: 0,
  openOperatingMs: 0,
  openDownMs: 0,
  reportedMs: 0,
  maxWait: null,
  days: 0,
};

export function addSums(a: Sums, b: Sums): Sums {
  return {
    observedMs: a.observedMs + b.observedMs,
    waitKnownMs: a.waitKnownMs + b.waitKnownMs,
    waitMinutesMs: a.waitMinutesMs + b.waitMinutesMs,
    openMs: a.openMs + b.openMs,
    openObservedMs: a.openObservedMs + b.openObservedMs,
    openOperatingMs: a.openOperatingMs + b.openOperatingMs,
    openDownMs: a.openDownMs + b.openDownMs,
    reportedMs: a.reportedMs + b.reportedMs,
    maxWait: greater(a.maxWait, b.maxWait),
    days: a.days + b.days,
  };
}

function greater(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
