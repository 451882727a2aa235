import { HOUR_MS, MINUTE_MS } from '../calendar.js';

/** `-05:00`, `+05:45`, `+00:00` */
export function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / MINUTE_MS;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** Local clocks are between 12 hours behind UTC and 14 hours ahead of it, and change by less than a day. */
export const MAX_BEHIND_UTC_MS = 12 * HOUR_MS;
export const MAX_AHEAD_OF_UTC_MS = 14 * HOUR_MS;

/** An offset from UTC and the instant at which it ends; `Infinity` for the last one. */
export interface OffsetPeriod {
  untilMs: number;
  offsetMs: number;
}

/** The clock of a place: its offset from UTC at every instant. Fast, especially for instants close together. */
export class TimeZone {
  private readonly untilMs: Float64Array;
  private readonly offsets: Float64Array;
  /** The period of the last lookup. */
  private current = 0;

  /** @param periods in order of time, at least one, the last without an end */
  constructor(
    readonly name: string,
    periods: readonly OffsetPeriod[],
  ) {
    // Periods that differ only in the abbreviation of their time are merged.
    const transitions = periods.filter(({ offsetMs }, index) => periods[index + 1]?.offsetMs !== offsetMs);
    this.untilMs = Float64Array.from(transitions, ({ untilMs }) => untilMs);
    this.offsets = Float64Array.from(transitions, ({ offsetMs }) => offsetMs);
  }

  /** Local time minus UTC, east of Greenwich positive. */
  offsetMs(instantMs: number): number {
    return this.offsets[this.periodOf(instantMs)]!;
  }

  /** The next instant, after the given one, at which the offset changes; `Infinity` if it never changes again. */
  nextTransitionMs(instantMs: number): number {
    return this.untilMs[this.periodOf(instantMs)]!;
  }

  /** The offsets from one instant to another. The first period includes `fromMs`, the last one ends at `toMs`. */
  periods(fromMs: number, toMs: number): OffsetPeriod[] {
    const periods: OffsetPeriod[] = [];
    for (let index = this.periodOf(fromMs), startMs = fromMs; startMs < toMs; index++) {
      startMs = Math.min(this.untilMs[index]!, toMs);
      periods.push({ untilMs: startMs, offsetMs: this.offsets[index]! });
    }
    return periods;
  }

  /**
   * The first instant at which the clock shows a local time; if it never shows it, the clock change that skips it.
   * @param clockMs the local time, written as if it were UTC
   */
  instantOf(clockMs: number): number {
    const beforeMs = clockMs - this.offsetMs(clockMs - MAX_AHEAD_OF_UTC_MS - HOUR_MS);
    const transitionMs = this.nextTransitionMs(clockMs - MAX_AHEAD_OF_UTC_MS - HOUR_MS);
    // If the clock shows the time twice, the first instant, before the clock change, counts.
    if (beforeMs < transitionMs) return beforeMs;
    return Math.max(transitionMs, clockMs - this.offsetMs(transitionMs));
  }

  /** Whether both clocks show the same at all times. */
  hasRulesOf(other: TimeZone): boolean {
    return this === other || (isEqual(this.untilMs, other.untilMs) && isEqual(this.offsets, other.offsets));
  }

  private periodOf(instantMs: number): number {
    const { untilMs, current } = this;
    if (instantMs < untilMs[current]! && (current === 0 || instantMs >= untilMs[current - 1]!)) return current;
    let [low, high] = [0, untilMs.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (instantMs < untilMs[middle]!) high = middle;
      else low = middle + 1;
    }
    return (this.current = low);
  }
}

function isEqual(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** A zone whose clock never changes. */
export function fixedZone(name: string, offsetMinutes: number): TimeZone {
  return new TimeZone(name, [{ untilMs: Infinity, offsetMs: offsetMinutes * MINUTE_MS }]);
}

/** A time interval in which the local clock shows the same hour. */
export interface HourSlice {
  startMs: number;
  endMs: number;
  /** 0 to 23. An hour that the clock shows twice has two slices. */
  hour: number;
}

/**
 * Cuts a window at the instants at which the local clock changes to another hour, by running or by a clock change.
 */
export function localHours(zone: TimeZone, startMs: number, endMs: number): HourSlice[] {
  const slices: HourSlice[] = [];
  for (let fromMs = startMs; fromMs < endMs;) {
    const shownMs = fromMs + zone.offsetMs(fromMs);
    const untilMs = Math.min(fromMs + HOUR_MS - modulo(shownMs, HOUR_MS), zone.nextTransitionMs(fromMs), endMs);
    slices.push({ startMs: fromMs, endMs: untilMs, hour: Math.floor(modulo(shownMs, 24 * HOUR_MS) / HOUR_MS) });
    fromMs = untilMs;
  }
  return slices;
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
