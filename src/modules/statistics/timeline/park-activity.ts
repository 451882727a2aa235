/**
 * When somebody was looking at a park: from each observation of any of its rides until `noDataMs` after it. Past that the
 * whole park is silent, and no value holds any longer.
 */
export class ParkActivity {
  private readonly firstMs: Float64Array;
  private readonly lastMs: Float64Array;
  private spans: { startMs: number; endMs: number }[] | null = null;
  private hint = 0;

  /**
   * Instants are kept in buckets as long as the silence: within one there can be no silence, so that its first and last
   * instant say everything. What lies before `fromMs` falls into the first bucket.
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

  /** Seen at `atMs`, and unchanged until `confirmedUntilMs`. */
  add(atMs: number, confirmedUntilMs: number): void {
    const bucket = atMs <= this.fromMs ? 0 : Math.floor((atMs - this.fromMs) / this.noDataMs);
    if (atMs < this.firstMs[bucket]!) this.firstMs[bucket] = atMs;
    if (confirmedUntilMs > this.lastMs[bucket]!) this.lastMs[bucket] = confirmedUntilMs;
    this.spans = null;
  }

  /** Until when a value seen at `instantMs` may hold: the end of the time in which somebody was looking. */
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
