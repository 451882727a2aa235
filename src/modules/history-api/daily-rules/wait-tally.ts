import { EXTREME_WAIT_MINUTES } from '../../park-use/implausible-waits.js';
import { MAX_WAIT_MINUTES } from '../../snapshots/observations.js';
import type { WaitStatistics } from './daily-row.js';

/** The waits of one queue in one day: which were shown, and for how many sampled minutes. */
export class WaitTally {
  private readonly sampledMinutes = new Map<number, number>();
  private samples = 0;
  private minimum = Infinity;
  private maximum = -Infinity;
  private lastReading = NaN;
  extremeReadings = 0;
  implausibleReadings = 0;

  constructor(private readonly ceilingMinutes: number) {}

  /**
   * A wait is shown. Readings are distinguished by the instant at which they were posted.
   * @param isSampled whether a minute starts now
   */
  show(waitMinutes: number | null, postedAtMs: number, isSampled: boolean): void {
    if (waitMinutes === null || waitMinutes > MAX_WAIT_MINUTES) return;
    const isNew = postedAtMs !== this.lastReading;
    this.lastReading = postedAtMs;
    if (isNew && waitMinutes >= EXTREME_WAIT_MINUTES) this.extremeReadings++;
    if (waitMinutes > this.ceilingMinutes) {
      if (isNew) this.implausibleReadings++;
      return;
    }
    this.minimum = Math.min(this.minimum, waitMinutes);
    this.maximum = Math.max(this.maximum, waitMinutes);
    if (!isSampled) return;
    this.samples++;
    this.sampledMinutes.set(waitMinutes, (this.sampledMinutes.get(waitMinutes) ?? 0) + 1);
  }

  /** Null if no minute started while a wait was shown. */
  statistics(): WaitStatistics | null {
    if (this.samples === 0) return null;
    const byWait = [...this.sampledMinutes].sort(([a], [b]) => a - b);
    const waitMinutes = byWait.reduce((sum, [wait, minutes]) => sum + wait * minutes, 0);
    return {
      min: this.minimum,
      p50: nearestRank(byWait, this.samples, 0.5),
      mean: Math.round(waitMinutes / this.samples),
      p90: nearestRank(byWait, this.samples, 0.9),
      max: this.maximum,
    };
  }
}

/** The smallest wait that is at least as long as the given share of all samples. */
function nearestRank(byWait: readonly (readonly [number, number])[], samples: number, share: number): number {
  let rank = Math.ceil(share * samples);
  for (const [wait, minutes] of byWait) {
    rank -= minutes;
    if (rank <= 0) return wait;
  }
  return NaN;
}
