/** Additive sums of held time, in milliseconds, with the extremes and counts that go with them. */
export interface TimeFigures {
  operatingMs: number;
  downMs: number;
  closedMs: number;
  refurbishmentMs: number;
  /** Somebody was looking, whatever was seen: also a status that is not known. */
  observedMs: number;
  /** The part of it that rows of the archive tell of. */
  archiveMs: number;
  /** With the four statuses and the unknown one, the whole window. */
  unobservedMs: number;
  /** OPERATING with a posted wait. */
  waitKnownMs: number;
  /** Σ wait × milliseconds: divided by `waitKnownMs`, the time-weighted average in minutes. */
  waitMinutesMs: number;
  minWait: number | null;
  maxWait: number | null;
  /** Waits of exactly 300 between two CLOSED: no peaks. */
  placeholderCount: number;
  /** Rows recorded in the window. */
  snapshotCount: number;
}

/** Besides, what happened while the park was open. */
export interface OpenTimeFigures extends TimeFigures {
  openMs: number;
  openObservedMs: number;
  openOperatingMs: number;
  openDownMs: number;
}

/** And of whole days, what cannot be told of an hour. */
export interface DayFigures extends OpenTimeFigures {
  statusChanges: number;
  longestDownMs: number;
}

export interface RideHour extends OpenTimeFigures {
  rideId: number;
  localDate: string;
  localHour: number;
}

export interface RideDay extends DayFigures {
  rideId: number;
  localDate: string;
  firstOperatingMs: number | null;
  lastOperatingMs: number | null;
  /** Observed share of the park's open time; null where it was not open. */
  coverage: number | null;
}

export interface ParkHour extends OpenTimeFigures {
  parkId: number;
  localDate: string;
  localHour: number;
}

export interface ParkDayFigures extends DayFigures {
  parkId: number;
  localDate: string;
  opensAtMs: number | null;
  closesAtMs: number | null;
  ridesTracked: number;
  ridesOperated: number;
  ridesWithDowntime: number;
  coverage: number | null;
}

export const NO_TIME: Readonly<OpenTimeFigures> = {
  operatingMs: 0,
  downMs: 0,
  closedMs: 0,
  refurbishmentMs: 0,
  observedMs: 0,
  archiveMs: 0,
  unobservedMs: 0,
  waitKnownMs: 0,
  waitMinutesMs: 0,
  minWait: null,
  maxWait: null,
  placeholderCount: 0,
  snapshotCount: 0,
  openMs: 0,
  openObservedMs: 0,
  openOperatingMs: 0,
  openDownMs: 0,
};

/** Field by field: a loop over names takes a third of a rebuild's computing time (measured). */
export function addTime(sum: OpenTimeFigures, more: OpenTimeFigures): void {
  sum.operatingMs += more.operatingMs;
  sum.downMs += more.downMs;
  sum.closedMs += more.closedMs;
  sum.refurbishmentMs += more.refurbishmentMs;
  sum.observedMs += more.observedMs;
  sum.archiveMs += more.archiveMs;
  sum.unobservedMs += more.unobservedMs;
  sum.waitKnownMs += more.waitKnownMs;
  sum.waitMinutesMs += more.waitMinutesMs;
  sum.placeholderCount += more.placeholderCount;
  sum.snapshotCount += more.snapshotCount;
  sum.openMs += more.openMs;
  sum.openObservedMs += more.openObservedMs;
  sum.openOperatingMs += more.openOperatingMs;
  sum.openDownMs += more.openDownMs;
  sum.minWait = extreme(Math.min, sum.minWait, more.minWait);
  sum.maxWait = extreme(Math.max, sum.maxWait, more.maxWait);
}

export const coverageOf = ({ openMs, openObservedMs }: OpenTimeFigures): number | null =>
  openMs === 0 ? null : openObservedMs / openMs;

function extreme(pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : pick(a, b);
}
