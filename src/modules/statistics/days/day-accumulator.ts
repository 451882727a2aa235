import { DOWN, OPERATING } from '../../snapshots/observations.js';
import { COUNTED, EVENING_COUNTED } from './counted-days.js';
import type { CalendarSlices } from './park-calendar.js';
import type { DayOnlyTotals } from './rollup-rows.js';

/** Duration of each posted wait by day, for the percentiles of a day. */
export class WaitHistogram {
  private readonly durationMs: Float64Array;
  /** Longest wait of each day; -1 if there is none. */
  private readonly longest: Int16Array;
  private readonly width: number;

  constructor(days: number, ceilingMinutes: number) {
    this.width = ceilingMinutes + 1;
    this.durationMs = new Float64Array(days * this.width);
    this.longest = new Int16Array(days).fill(-1);
  }

  clear(): void {
    for (let day = 0; day < this.longest.length; day++) {
      this.durationMs.fill(0, day * this.width, day * this.width + this.longest[day]! + 1);
    }
    this.longest.fill(-1);
  }

  add(day: number, waitMinutes: number, durationMs: number): void {
    this.durationMs[day * this.width + waitMinutes]! += durationMs;
    if (waitMinutes > this.longest[day]!) this.longest[day] = waitMinutes;
  }

  addDay(day: number, from: WaitHistogram): void {
    const [first, longest] = [day * this.width, from.longest[day]!];
    for (let wait = 0; wait <= longest; wait++) this.durationMs[first + wait]! += from.durationMs[first + wait]!;
    if (longest > this.longest[day]!) this.longest[day] = longest;
  }

  /**
   * Time-weighted nearest rank: the shortest wait such that it and all shorter waits cover at least this share of the time.
   * Null if no wait was posted.
   */
  percentile(day: number, share: number): number | null {
    const [first, longest] = [day * this.width, this.longest[day]!];
    if (longest < 0) return null;
    let totalMs = 0;
    for (let wait = 0; wait <= longest; wait++) totalMs += this.durationMs[first + wait]!;
    let durationMs = 0;
    for (let wait = 0; wait < longest; wait++) {
      durationMs += this.durationMs[first + wait]!;
      if (durationMs >= share * totalMs) return wait;
    }
    return longest;
  }
}

/** Totals of a ride that exist only by day: waits out of hours, events, and the distribution of waits. */
export class DayAccumulator {
  readonly waits: WaitHistogram;
  private readonly outsideKnownMs: Float64Array;
  private readonly outsideMinutesMs: Float64Array;
  private readonly outsideMin: Int16Array;
  private readonly outsideMax: Int16Array;
  private readonly eventOperatingMs: Float64Array;
  private readonly eventDownMs: Float64Array;
  private readonly eventKnownMs: Float64Array;
  private readonly eventMinutesMs: Float64Array;
  private readonly extremeCount: Float64Array;

  constructor(
    days: number,
    private readonly slices: CalendarSlices,
    ceilingMinutes: number,
  ) {
    const totals = () => new Float64Array(days);
    this.waits = new WaitHistogram(days, ceilingMinutes);
    [this.outsideKnownMs, this.outsideMinutesMs, this.extremeCount] = [totals(), totals(), totals()];
    [this.eventOperatingMs, this.eventDownMs, this.eventKnownMs, this.eventMinutesMs] = [
      totals(),
      totals(),
      totals(),
      totals(),
    ];
    [this.outsideMin, this.outsideMax] = [new Int16Array(days), new Int16Array(days)];
  }

  clear(): void {
    this.waits.clear();
    const { outsideKnownMs, outsideMinutesMs, extremeCount, eventOperatingMs, eventDownMs, eventKnownMs } = this;
    for (const column of [
      outsideKnownMs,
      outsideMinutesMs,
      extremeCount,
      eventOperatingMs,
      eventDownMs,
      eventKnownMs,
    ]) {
      column.fill(0);
    }
    this.eventMinutesMs.fill(0);
    this.outsideMin.fill(-1);
    this.outsideMax.fill(-1);
  }

  addExtreme(day: number): void {
    this.extremeCount[day]! += 1;
  }

  addEventTime(day: number, status: number, durationMs: number): void {
    if (status === OPERATING) this.eventOperatingMs[day]! += durationMs;
    else if (status === DOWN) this.eventDownMs[day]! += durationMs;
  }

  addEventWait(day: number, wait: number, durationMs: number): void {
    this.eventKnownMs[day]! += durationMs;
    this.eventMinutesMs[day]! += wait * durationMs;
  }

  addOutsideWait(day: number, wait: number, durationMs: number): void {
    this.outsideKnownMs[day]! += durationMs;
    this.outsideMinutesMs[day]! += wait * durationMs;
    if (this.outsideMin[day]! < 0 || wait < this.outsideMin[day]!) this.outsideMin[day] = wait;
    if (wait > this.outsideMax[day]!) this.outsideMax[day] = wait;
  }

  private eventMsOf(day: number, counted: number): number {
    if (counted === COUNTED) return this.slices.eventMs[day]!;
    return counted === EVENING_COUNTED ? this.slices.eveningEventMs[day]! : 0;
  }

  totals(day: number, counted: number): DayOnlyTotals {
    return {
      outsideWaitKnownMs: this.outsideKnownMs[day]!,
      outsideWaitMinutesMs: this.outsideMinutesMs[day]!,
      outsideMinWait: this.outsideMin[day]! < 0 ? null : this.outsideMin[day]!,
      outsideMaxWait: this.outsideMax[day]! < 0 ? null : this.outsideMax[day]!,
      eventMs: this.eventMsOf(day, counted),
      eventOperatingMs: this.eventOperatingMs[day]!,
      eventDownMs: this.eventDownMs[day]!,
      eventWaitKnownMs: this.eventKnownMs[day]!,
      eventWaitMinutesMs: this.eventMinutesMs[day]!,
      extremeCount: this.extremeCount[day]!,
    };
  }
}
