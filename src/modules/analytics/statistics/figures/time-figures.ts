/** Additive sums of held time, in milliseconds, with the extremes and counts that go with them. */
export interface TimeFigures {
  operatingMs: number;
  downMs: number;
  closedMs: number;
  refurbishmentMs: number;
  /** Somebody was looking, whatever was seen: also a status that is not known. */
  observedMs: number;
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
export interface OpenFigures extends TimeFigures {
  openMs: number;
  openObservedMs: number;
  openOperatingMs: number;
  openDownMs: number;
  statusChanges: number;
  longestDownMs: number;
}

export interface RideHour extends TimeFigures {
  rideId: number;
  localDate: string;
  localHour: number;
}

export interface RideDay extends OpenFigures {
  rideId: number;
  localDate: string;
  firstOperatingMs: number | null;
  lastOperatingMs: number | null;
  /** Observed share of the park's open time; null where it was not open. */
  coverage: number | null;
}

export interface ParkDayFigures extends OpenFigures {
  parkId: number;
  localDate: string;
  opensAtMs: number | null;
  closesAtMs: number | null;
  ridesTracked: number;
  ridesOperated: number;
  ridesWithDowntime: number;
  coverage: number | null;
}

export const NO_TIME: Readonly<TimeFigures> = {
  operatingMs: 0,
  downMs: 0,
  closedMs: 0,
  refurbishmentMs: 0,
  observedMs: 0,
  unobservedMs: 0,
  waitKnownMs: 0,
  waitMinutesMs: 0,
  minWait: null,
  maxWait: null,
  placeholderCount: 0,
  snapshotCount: 0,
};

export const NO_OPEN_TIME: Readonly<OpenFigures> = {
  ...NO_TIME,
  openMs: 0,
  openObservedMs: 0,
  openOperatingMs: 0,
  openDownMs: 0,
  statusChanges: 0,
  longestDownMs: 0,
};

const SUMS = [
  'operatingMs',
  'downMs',
  'closedMs',
  'refurbishmentMs',
  'observedMs',
  'unobservedMs',
  'waitKnownMs',
  'waitMinutesMs',
  'placeholderCount',
  'snapshotCount',
] as const;
const OPEN_SUMS = ['openMs', 'openObservedMs', 'openOperatingMs', 'openDownMs', 'statusChanges'] as const;

/** Adds `more` to `sum`; the unobserved time of a shorter period is no part of a longer one's, so the caller sets that. */
export function addTime(sum: TimeFigures, more: TimeFigures): void {
  for (const field of SUMS) sum[field] += more[field];
  sum.minWait = extreme(Math.min, sum.minWait, more.minWait);
  sum.maxWait = extreme(Math.max, sum.maxWait, more.maxWait);
}

export function addOpenTime(sum: OpenFigures, more: OpenFigures): void {
  addTime(sum, more);
  for (const field of OPEN_SUMS) sum[field] += more[field];
  sum.longestDownMs = Math.max(sum.longestDownMs, more.longestDownMs);
}

function extreme(pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : pick(a, b);
}
