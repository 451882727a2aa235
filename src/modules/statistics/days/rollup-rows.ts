/** Additive sums of held time, in milliseconds, with the extremes and counts that go with them. */
export interface TimeTotals {
  operatingMs: number;
  downMs: number;
  closedMs: number;
  refurbishmentMs: number;
  /** Somebody was looking, whatever was seen: also a status that is not known. */
  observedMs: number;
  /** The part of it that rows of the archive tell of. */
  archiveMs: number;
  /** With the four statuses and the unknown one, the whole window. */
  unknownMs: number;
  /** OPERATING with a posted wait that is believed, in the park's use of the day. */
  waitKnownMs: number;
  /** Σ wait × milliseconds: divided by `waitKnownMs`, the time-weighted average in minutes. */
  waitMinutesMs: number;
  minWait: number | null;
  maxWait: number | null;
  /** Posted waits that are not believed: they count for nothing else. */
  implausibleWaitCount: number;
  /** Rows recorded in the window. */
  snapshotCount: number;
}

/** Besides, what happened while the park was in use. */
export interface OpenTimeTotals extends TimeTotals {
  scheduledMs: number;
  scheduledObservedMs: number;
  scheduledOperatingMs: number;
  scheduledDownMs: number;
}

/** Additive sums of whole days that are not kept by hour. */
export interface DailyTotals {
  /** Waits posted while OPERATING out of hours: with those in use, of the whole day. */
  outsideWaitKnownMs: number;
  outsideWaitMinutesMs: number;
  outsideMinWait: number | null;
  outsideMaxWait: number | null;
  /** The park's events of the day, and what happened in them. */
  eventMs: number;
  eventOperatingMs: number;
  eventDownMs: number;
  eventWaitKnownMs: number;
  eventWaitMinutesMs: number;
  /** Posted waits of 480 minutes or more, believed or not. */
  extremeCount: number;
}

/** And of whole days, what cannot be told of an hour. */
export interface DayTotals extends OpenTimeTotals, DailyTotals {
  statusChanges: number;
  longestDownMs: number;
  /** Time-weighted, of the waits in use; never summed nor averaged. */
  p50Wait: number | null;
  p90Wait: number | null;
}

export interface RideHour extends OpenTimeTotals {
  rideId: number;
  localDate: string;
  localHour: number;
}

export interface RideDay extends DayTotals {
  rideId: number;
  localDate: string;
  firstOperatingMs: number | null;
  lastOperatingMs: number | null;
  /** Observed share of the park's open time; null where it was not open. */
  coverage: number | null;
}

export interface ParkHour extends OpenTimeTotals {
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

export const NO_TIME: Readonly<OpenTimeTotals> = {
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

export const NO_DAILY_TOTALS: Readonly<DailyTotals> = {
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

export function addDailyTotals(sum: DailyTotals, more: DailyTotals): void {
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

/** Field by field: a loop over names takes a third of a rebuild's computing time (measured). */
export function addTime(sum: OpenTimeTotals, more: OpenTimeTotals): void {
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

export const coverageOf = ({ scheduledMs, scheduledObservedMs }: OpenTimeTotals): number | null =>
  scheduledMs === 0 ? null : scheduledObservedMs / scheduledMs;

function extreme(pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : pick(a, b);
}
