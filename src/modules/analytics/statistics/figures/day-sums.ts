import { DOWN, OPERATING } from '../../../snapshots/status-codes.js';
import type { CalendarSlices } from './calendar-slices.js';
import type { DailyTotals } from './time-figures.js';
import { WaitHistogram } from './wait-histogram.js';

/** What is summed of a ride by day and not by hour: waits out of hours, events, and how waits were spread. */
export class DayTotals {
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

  statistics(day: number, isObserved: boolean): DailyTotals {
    return {
      outsideWaitKnownMs: this.outsideKnownMs[day]!,
      outsideWaitMinutesMs: this.outsideMinutesMs[day]!,
      outsideMinWait: this.outsideMin[day]! < 0 ? null : this.outsideMin[day]!,
      outsideMaxWait: this.outsideMax[day]! < 0 ? null : this.outsideMax[day]!,
      eventMs: isObserved ? this.slices.eventMs[day]! : 0,
      eventOperatingMs: this.eventOperatingMs[day]!,
      eventDownMs: this.eventDownMs[day]!,
      eventWaitKnownMs: this.eventKnownMs[day]!,
      eventWaitMinutesMs: this.eventMinutesMs[day]!,
      extremeCount: this.extremeCount[day]!,
    };
  }
}
