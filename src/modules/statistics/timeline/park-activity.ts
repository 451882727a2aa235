import type { NoDataInterval } from '../../snapshots/carry-forward.js';

/**
 * The time for which a park has data: from each observation of any of its rides until `noDataMs` after it. No value is carried
 * forward past that time.
 */
export class ParkActivity {
  private readonly firstMs: Float64Array;
  private readonly lastMs: Float64Array;
  private spans: { startMs: number; endMs: number }[] | null = null;
  private hint = 0;

  /**
   * Groups instants into buckets of length `noDataMs`. No gap fits within one bucket, so its first and last instant suffice.
   * Instants before `fromMs` fall into the first bucket.
   */
  constructor(
    private readonly fromMs: number,
    toMs: number,
    private readonly noDataMs: number,
  ) {
    const buckets = Math.max(1, Math.ceil((toMs - fromMs) / noDataMs)) + 1;
    this.firstMs = new Float64Array(buckets).fill(Infinity);
    this.lastMs = new Float64Array(buckets).fill(-Infinity);
  }

  /** Adds an observation at `atMs` that polls confirmed until `confirmedUntilMs`. */
  add(atMs: number, confirmedUntilMs: number): void {
    const bucket = atMs <= this.fromMs ? 0 : Math.floor((atMs - this.fromMs) / this.noDataMs);
    if (atMs < this.firstMs[bucket]!) this.firstMs[bucket] = atMs;
    if (confirmedUntilMs > this.lastMs[bucket]!) this.lastMs[bucket] = confirmedUntilMs;
    this.spans = null;
  }

  /** The latest instant to which a value observed at `instantMs` may be carried forward: the end of the time with data. */
  endOf(instantMs: number): number {
    this.spans ??= this.join();
    const hinted = this.spans[this.hint];
    if (hinted !== undefined && hinted.startMs <= instantMs && instantMs <= hinted.endMs) return hinted.endMs;
    let [low, high] = [0, this.spans.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.spans[middle]!.startMs <= instantMs) low = middle;
      else high = middle - 1;
    }
    this.hint = low;
    return this.spans[low]!.endMs;
  }

  /**
   * The parts of a range for which the park has no data, as far as a value of the last observation could be carried forward.
   * @param longestMs for which any value is carried forward
   */
  withoutData(fromMs: number, untilMs: number, longestMs: number): NoDataInterval[] {
    const spans = (this.spans ??= this.join());
    return spans.flatMap(({ endMs }, index) => {
      const nextMs = spans[index + 1]?.startMs ?? Infinity;
      const startMs = Math.max(fromMs, endMs);
      const stopMs = Math.min(untilMs, nextMs, endMs - this.noDataMs + longestMs);
      return startMs < stopMs ? [{ fromMs: startMs, untilMs: stopMs }] : [];
    });
  }

  private join(): { startMs: number; endMs: number }[] {
    const spans: { startMs: number; endMs: number }[] = [];
    for (const [bucket, startMs] of this.firstMs.entries()) {
      if (startMs === Infinity) continue;
      const endMs = this.lastMs[bucket]! + this.noDataMs;
      const last = spans.at(-1);
      if (last === undefined || startMs > last.endMs) spans.push({ startMs, endMs });
      else if (endMs > last.endMs) last.endMs = endMs;
    }
    return spans;
  }
}
