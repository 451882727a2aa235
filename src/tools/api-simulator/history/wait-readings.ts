export interface WaitStats {
  min: number;
  p50: number;
  mean: number;
  p90: number;
  max: number;
}

/** Waits from this value on are counted as extreme, in minutes. */
const EXTREME_MINUTES = 480;
/** A wait above this is implausible, and is excluded from the statistics. */
export const IMPLAUSIBLE_ABOVE_MINUTES = 600;
/** A wait above this is an error of the feed. */
export const LONGEST_WAIT_MINUTES = 24 * 60;

/** The waits of one queue on one day: the value of each minute, and the posted values. */
export class WaitReadings {
  extreme = 0;
  implausible = 0;
  private readonly minutes: number[] = [];
  private readonly posted: number[] = [];
  /** When the readings were posted. */
  private readonly readings = new Set<number>();

  /** Adds the wait at the start of a counted minute. */
  addMinute(waitMinutes: number, postedMs: number): void {
    this.addPosted(waitMinutes, postedMs);
    if (waitMinutes <= IMPLAUSIBLE_ABOVE_MINUTES) this.minutes.push(waitMinutes);
  }

  /** Adds a value that was displayed in counted time, however briefly. It is one reading from when it was posted. */
  addPosted(waitMinutes: number, postedMs: number): void {
    if (this.readings.has(postedMs)) return;
    this.readings.add(postedMs);
    if (waitMinutes >= EXTREME_MINUTES) this.extreme++;
    if (waitMinutes > IMPLAUSIBLE_ABOVE_MINUTES) this.implausible++;
    else this.posted.push(waitMinutes);
  }

  /** Percentiles by nearest rank, weighted by minutes; undefined: no minute counted. */
  stats(): WaitStats | undefined {
    if (this.minutes.length === 0) return undefined;
    const sorted = this.minutes.toSorted((one, other) => one - other);
    const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!;
    const mean = Math.round(sorted.reduce((sum, wait) => sum + wait, 0) / sorted.length);
    return { min: Math.min(...this.posted), p50: rank(0.5), mean, p90: rank(0.9), max: Math.max(...this.posted) };
  }
}
