import { HOUR_MS } from '../../common/time/calendar.js';
import type { TimeInterval } from '../../common/time/time-intervals.js';

/**
 * When at least `least` intervals hold at once, in order. `pairs` are starts and ends in turn, in any order of time; what
 * begins at the instant at which another one ends takes its place.
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

/** Adds an interval; one that begins where the last one ends prolongs it. */
export function pushJoined(pairs: number[], startMs: number, endMs: number): void {
  if (pairs.length > 0 && pairs[pairs.length - 1] === startMs) pairs[pairs.length - 1] = endMs;
  else pairs.push(startMs, endMs);
}

/** Starts and ends of intervals in turn, of so many attractions. */
export interface Votes {
  operating: readonly number[];
  posting: readonly number[];
  lively: readonly number[];
  /** Those of `operating` at whose end the ride was seen closed. */
  closing: readonly number[];
  attractions: number;
}

/** What the attractions of a park tell of its use on one day. Pairs are starts and ends of intervals, in turn. */
export class DayVotes {
  /** Observed on the day, but for those in refurbishment all day and those that stand still. */
  attractions = 0;
  /** Attractions that said one and the same all day: operating, without news. */
  standing = 0;
  readonly operating: number[] = [];
  /** Operating with a posted wait above 0. */
  readonly posting: number[] = [];
  /** The same, of waits that do not stand for more than two hours. */
  readonly lively: number[] = [];
  /** Operating, up to where the ride was seen closed. */
  readonly closing: number[] = [];
  /** Posting, outside the published intervals, and the value changed in the last two hours. */
  readonly moving: number[] = [];
  /** Some attraction operated in the published intervals of the day, or in those that run over from the day before. */
  hasOperated = false;
  hasOperatedOver = false;
  /** Where there is but one attraction, its word counts however long it says the same. */
  private readonly alone = {
    operating: [] as number[],
    posting: [] as number[],
    lively: [] as number[],
    closing: [] as number[],
  };

  get observed(): number {
    return this.attractions + this.standing;
  }

  add(ride: RideDayVotes): void {
    if (ride.isSteady) this.standing++;
    else this.attractions++;
    if (!ride.isSteady || this.standing === 1) {
      const votes = ride.isSteady ? this.alone : this;
      append(votes.operating, ride.operating);
      append(votes.posting, ride.posting);
      append(votes.lively, ride.lively);
      append(votes.closing, ride.closing);
    }
    append(this.moving, ride.moving);
    this.hasOperated ||= ride.hasOperated;
    this.hasOperatedOver ||= ride.hasOperatedOver;
  }

  /** What decides about observed use, and of how many attractions it is. */
  votes(): Votes {
    if (this.attractions === 0 && this.standing === 1) return { ...this.alone, attractions: 1 };
    const { operating, posting, lively, closing, attractions } = this;
    return { operating, posting, lively, closing, attractions };
  }
}

/** Longer than any park is open: a ride that says one and the same for so long on a day has no news. */
const STEADY_MS = 16 * HOUR_MS;
/** A wait that stands longer may be one that the feed only repeats. */
const LIVELY_MS = 2 * HOUR_MS;

/** The same of one ride. Used for day after day. */
export class RideDayVotes {
  readonly operating: number[] = [];
  readonly posting: number[] = [];
  readonly lively: number[] = [];
  readonly closing: number[] = [];
  readonly moving: number[] = [];
  isObserved = false;
  hasOperated = false;
  hasOperatedOver = false;
  private longestMs = 0;
  private steadyFromMs = NaN;
  private steadyToMs = NaN;
  private steadyWait = NaN;

  get isSteady(): boolean {
    return this.longestMs >= STEADY_MS;
  }

  clear(): void {
    this.operating.length = this.posting.length = this.lively.length = 0;
    this.closing.length = this.moving.length = 0;
    this.isObserved = this.hasOperated = this.hasOperatedOver = false;
    this.longestMs = 0;
    this.steadyToMs = this.steadyWait = NaN;
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
  }

  /** Seen closed at an instant. */
  addClosed(atMs: number): void {
    const { operating } = this;
    if (operating.length > 0 && operating.at(-1) === atMs) this.closing.push(operating.at(-2)!, atMs);
  }

  /** What stood until now has come to its end, or the day has. */
  endSteady(): void {
    if (this.steadyWait > 0 && this.steadyToMs - this.steadyFromMs <= LIVELY_MS) {
      pushJoined(this.lively, this.steadyFromMs, this.steadyToMs);
    }
    this.steadyWait = NaN;
  }
}

function append(pairs: number[], more: readonly number[]): void {
  for (const instant of more) pairs.push(instant);
}
