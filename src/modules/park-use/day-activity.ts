import { HOUR_MS } from '../../common/time/calendar.js';
import type { TimeInterval } from '../../common/time/time-intervals.js';

/**
 * The times at which at least `least` intervals overlap, in order. `pairs` contains starts and ends alternately, in any time
 * order. An interval that starts when another one ends replaces it without a gap.
 */
export function timesWithAtLeast(pairs: readonly number[], least: number): TimeInterval[] {
  const count = pairs.length / 2;
  const [starts, ends] = [new Float64Array(count), new Float64Array(count)];
  for (let pair = 0; pair < count; pair++) {
    starts[pair] = pairs[2 * pair]!;
    ends[pair] = pairs[2 * pair + 1]!;
  }
  starts.sort();
  ends.sort();
  const times: TimeInterval[] = [];
  let [open, close, fromMs] = [0, 0, NaN];
  while (close < count) {
    const atMs = open < count ? Math.min(starts[open]!, ends[close]!) : ends[close]!;
    while (open < count && starts[open] === atMs) open++;
    while (close < count && ends[close] === atMs) close++;
    const isEnough = open - close >= least;
    if (isEnough && Number.isNaN(fromMs)) fromMs = atMs;
    else if (!isEnough && !Number.isNaN(fromMs)) {
      times.push({ startMs: fromMs, endMs: atMs });
      fromMs = NaN;
    }
  }
  return times;
}

/** Adds an interval, or extends the last one if they are adjacent. */
export function pushJoined(pairs: number[], startMs: number, endMs: number): void {
  if (pairs.length > 0 && pairs[pairs.length - 1] === startMs) pairs[pairs.length - 1] = endMs;
  else pairs.push(startMs, endMs);
}

/** Starts and ends of intervals alternately, and the number of attractions that they belong to. */
export interface ActivityIntervals {
  operating: readonly number[];
  posting: readonly number[];
  changingWaits: readonly number[];
  /** The intervals of `operating` that end with an observed CLOSED. */
  closing: readonly number[];
  /** The intervals of `operating` that count if no ride posts a wait. */
  unposted: readonly number[];
  attractions: number;
}

/**
 * The activity of a park's attractions on one day, from which its use is derived. Pairs are starts and ends of intervals,
 * alternately.
 */
export class ParkDayActivity {
  /** Attractions observed on the day, without those in refurbishment all day and those that never change. */
  attractions = 0;
  /** Attractions that reported the same operating state all day, with an unchanged wait. */
  unchanged = 0;
  /** Attractions without an observation on the day that are known to have remained closed or down. */
  shut = 0;
  readonly operating: number[] = [];
  /** Operating with a posted wait above 0. */
  readonly posting: number[] = [];
  /** The same, restricted to waits that last for at most two hours. */
  readonly changingWaits: number[] = [];
  /** Operating, until the ride was observed CLOSED. */
  readonly closing: number[] = [];
  /** Operating, without rides that posted nothing but 0 on the day. */
  readonly changing: number[] = [];
  /** Posting outside the published intervals, with a value that changed within the last two hours. */
  readonly changedOutsideHours: number[] = [];
  /** Whether any attraction operated in the published intervals of the day or in those that continue from the day before. */
  hasOperated = false;
  hasOperatedInHoursFromPreviousDay = false;
  /** A single attraction counts however long its state stays the same. */
  private readonly alone = {
    operating: [] as number[],
    posting: [] as number[],
    changingWaits: [] as number[],
    closing: [] as number[],
    changing: [] as number[],
  };

  get observed(): number {
    return this.attractions + this.unchanged;
  }

  add(ride: RideDayActivity): void {
    if (ride.isSteady) this.unchanged++;
    else this.attractions++;
    if (!ride.isSteady || this.unchanged === 1) {
      const target = ride.isSteady ? this.alone : this;
      append(target.operating, ride.operating);
      append(target.posting, ride.posting);
      append(target.changingWaits, ride.changingWaits);
      append(target.closing, ride.closing);
      if (!ride.isZeroOnly) append(target.changing, ride.operating);
    }
    append(this.changedOutsideHours, ride.changedOutsideHours);
    this.hasOperated ||= ride.hasOperated;
    this.hasOperatedInHoursFromPreviousDay ||= ride.hasOperatedInHoursFromPreviousDay;
  }

  /** The intervals from which the observed use is derived, and the number of attractions. */
  relevant(): ActivityIntervals {
    const attractions = this.attractions + this.shut;
    if (attractions === 0 && this.unchanged === 1)
      return { ...this.alone, unposted: this.alone.changing, attractions: 1 };
    const { operating, posting, changingWaits, closing } = this;
    const unposted = this.observed < ZEROS_ENOUGH ? this.changing : operating;
    return { operating, posting, changingWaits, closing, unposted, attractions };
  }
}

/** Longer than any park is open. A ride in one state for this long on a day is not informative. */
const STEADY_MS = 16 * HOUR_MS;
/** The feed may only repeat a wait that lasts longer. */
const LONGEST_CHANGING_WAIT_MS = 2 * HOUR_MS;
/** One or two rides that post nothing but 0 may merely repeat it. If more do, the feed posts 0 instead of waits. */
const ZEROS_ENOUGH = 3;

/** Collects the same for one ride. Reused for all days. */
export class RideDayActivity {
  readonly operating: number[] = [];
  readonly posting: number[] = [];
  readonly changingWaits: number[] = [];
  readonly closing: number[] = [];
  readonly changedOutsideHours: number[] = [];
  isObserved = false;
  hasOperated = false;
  hasOperatedInHoursFromPreviousDay = false;
  private longestMs = 0;
  private steadyFromMs = NaN;
  private steadyToMs = NaN;
  private steadyWait = NaN;
  /** The time from the first to the last operating state, and its wait if there is only one; NaN if there is none. */
  private firstMs = NaN;
  private onlyWait = NaN;
  private isVaried = false;

  /** Whether the ride reported nothing on the day but OPERATING with a wait of 0. */
  get isZeroOnly(): boolean {
    return !this.isVaried && this.onlyWait === 0;
  }

  get isSteady(): boolean {
    return this.longestMs >= STEADY_MS;
  }

  clear(): void {
    this.operating.length = this.posting.length = this.changingWaits.length = 0;
    this.closing.length = this.changedOutsideHours.length = 0;
    this.isObserved = this.hasOperated = this.hasOperatedInHoursFromPreviousDay = false;
    this.longestMs = 0;
    this.steadyToMs = this.steadyWait = this.firstMs = this.onlyWait = NaN;
    this.isVaried = false;
  }

  addOperating(startMs: number, endMs: number, waitMinutes: number): void {
    pushJoined(this.operating, startMs, endMs);
    if (waitMinutes > 0) pushJoined(this.posting, startMs, endMs);
    if (startMs !== this.steadyToMs || waitMinutes !== this.steadyWait) {
      this.endSteady();
      this.steadyFromMs = startMs;
    }
    this.steadyToMs = endMs;
    this.steadyWait = waitMinutes;
    this.longestMs = Math.max(this.longestMs, endMs - this.steadyFromMs);
    if (Number.isNaN(this.onlyWait)) [this.onlyWait, this.firstMs] = [waitMinutes, startMs];
    else if (waitMinutes !== this.onlyWait) this.isVaried = true;
  }

  addOther(): void {
    this.isVaried = true;
  }

  /** The ride was observed CLOSED at an instant. */
  addClosed(atMs: number): void {
    const { operating } = this;
    if (operating.length > 0 && operating.at(-1) === atMs) this.closing.push(operating.at(-2)!, atMs);
  }

  /** Ends the day. A wait that is repeated for more than two hours does not count as changing because time was not observed. */
  finish(): void {
    this.endSteady();
    if (!this.isVaried && this.steadyToMs - this.firstMs > LONGEST_CHANGING_WAIT_MS) this.changingWaits.length = 0;
  }

  /** Ends the current state, because another one starts or the day ends. */
  private endSteady(): void {
    if (this.steadyWait > 0 && this.steadyToMs - this.steadyFromMs <= LONGEST_CHANGING_WAIT_MS) {
      pushJoined(this.changingWaits, this.steadyFromMs, this.steadyToMs);
    }
    this.steadyWait = NaN;
  }
}

function append(pairs: number[], more: readonly number[]): void {
  for (const instant of more) pairs.push(instant);
}
