/** Additive totals of time in milliseconds, with extremes and counts. */
export interface TimeTotals {
  operatingMs: number;
  downMs: number;
  closedMs: number;
  refurbishmentMs: number;
  /** Observed time, including time in an unknown status. */
  observedMs: number;
  /** The part of `observedMs` that comes from archive rows. */
  archiveMs: number;
  /** The rest of the window: `observedMs + unknownMs` is its length. */
  unknownMs: number;
  /** OPERATING with a plausible posted wait while the park is in use. */
  waitKnownMs: number;
  /** Σ wait × milliseconds: divided by `waitKnownMs`, the time-weighted average in minutes. */
  waitMinutesMs: number;
  minWait: number | null;
  maxWait: number | null;
  /** Implausible posted waits. They count nowhere else. */
  implausibleWaitCount: number;
  /** Rows recorded in the window. */
  snapshotCount: number;
}

/** Adds the totals of the time in which the park was in use. */
export interface ScheduledTimeTotals extends TimeTotals {
  scheduledMs: number;
  scheduledObservedMs: number;
  scheduledOperatingMs: number;
  scheduledDownMs: number;
}

/** Additive totals that exist only by day. */
export interface DayOnlyTotals {
  /** Waits posted while OPERATING out of hours. Together with those in use they cover the whole day. */
  outsideWaitKnownMs: number;
  outsideWaitMinutesMs: number;
  outsideMinWait: number | null;
  outsideMaxWait: number | null;
  /** Duration of the published events of the day, and totals within them. */
  eventMs: number;
  eventOperatingMs: number;
  eventDownMs: number;
  eventWaitKnownMs: number;
  eventWaitMinutesMs: number;
  /** Posted waits of 480 minutes or more, plausible or not. */
  extremeCount: number;
}

/** Adds values of whole days that hours do not have. */
export interface DayTotals extends ScheduledTimeTotals, DayOnlyTotals {
  statusChanges: number;
  longestDownMs: number;
  /** Time-weighted percentiles of the waits in use. They are never summed or averaged. */
  p50Wait: number | null;
  p90Wait: number | null;
}

export interface RideDay extends DayTotals {
  rideId: number;
  localDate: string;
  firstOperatingMs: number | null;
  lastOperatingMs: number | null;
  /** Observed share of the park's scheduled time; null if it was not open. */
  coverage: number | null;
}

export interface ParkHour extends ScheduledTimeTotals {
  parkId: number;
  localDate: string;
  localHour: number;
}

export interface ParkDayRow extends DayTotals {
  parkId: number;
  localDate: string;
  opensAtMs: number | null;
  closesAtMs: number | null;
  ridesTracked: number;
  ridesOperated: number;
  ridesWithDowntime: number;
  coverage: number | null;
}

export const NO_TIME: Readonly<ScheduledTimeTotals> = {
  operatingMs: 0,
  downMs: 0,
  closedMs: 0,
  refurbishmentMs: 0,
  observedMs: 0,
  archiveMs: 0,
  unknownMs: 0,
  waitKnownMs: 0,
  waitMinutesMs: 0,
  minWait: null,
  maxWait: null,
  implausibleWaitCount: 0,
  snapshotCount: 0,
  scheduledMs: 0,
  scheduledObservedMs: 0,
  scheduledOperatingMs: 0,
  scheduledDownMs: 0,
};

export const NO_DAY_ONLY_TOTALS: Readonly<DayOnlyTotals> = {
  outsideWaitKnownMs: 0,
  outsideWaitMinutesMs: 0,
  outsideMinWait: null,
  outsideMaxWait: null,
  eventMs: 0,
  eventOperatingMs: 0,
  eventDownMs: 0,
  eventWaitKnownMs: 0,
  eventWaitMinutesMs: 0,
  extremeCount: 0,
};

export function addDayOnlyTotals(sum: DayOnlyTotals, more: DayOnlyTotals): void {
  sum.outsideWaitKnownMs += more.outsideWaitKnownMs;
  sum.outsideWaitMinutesMs += more.outsideWaitMinutesMs;
  sum.outsideMinWait = extreme(Math.min, sum.outsideMinWait, more.outsideMinWait);
  sum.outsideMaxWait = extreme(Math.max, sum.outsideMaxWait, more.outsideMaxWait);
  sum.eventMs += more.eventMs;
  sum.eventOperatingMs += more.eventOperatingMs;
  sum.eventDownMs += more.eventDownMs;
  sum.eventWaitKnownMs += more.eventWaitKnownMs;
  sum.eventWaitMinutesMs += more.eventWaitMinutesMs;
  sum.extremeCount += more.extremeCount;
}

/** Written out by field, because a loop over names takes a third of the computing time of a rebuild (measured). */
export function addTime(sum: ScheduledTimeTotals, more: ScheduledTimeTotals): void {
  sum.operatingMs += more.operatingMs;
  sum.downMs += more.downMs;
  sum.closedMs += more.closedMs;
  sum.refurbishmentMs += more.refurbishmentMs;
  sum.observedMs += more.observedMs;
  sum.archiveMs += more.archiveMs;
  sum.unknownMs += more.unknownMs;
  sum.waitKnownMs += more.waitKnownMs;
  sum.waitMinutesMs += more.waitMinutesMs;
  sum.implausibleWaitCount += more.implausibleWaitCount;
  sum.snapshotCount += more.snapshotCount;
  sum.scheduledMs += more.scheduledMs;
  sum.scheduledObservedMs += more.scheduledObservedMs;
  sum.scheduledOperatingMs += more.scheduledOperatingMs;
  sum.scheduledDownMs += more.scheduledDownMs;
  sum.minWait = extreme(Math.min, sum.minWait, more.minWait);
  sum.maxWait = extreme(Math.max, sum.maxWait, more.maxWait);
}

export const coverageOf = ({ scheduledMs, scheduledObservedMs }: ScheduledTimeTotals): number | null =>
  scheduledMs === 0 ? null : scheduledObservedMs / scheduledMs;

/** Null is no value. */
export function extreme(pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : pick(a, b);
}
