/** For how long each posted wait held, by day: percentiles of a day are told from it. */
export class WaitHistogram {
  private readonly durationMs: Float64Array;
  /** Longest wait of each day; -1: none. */
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
   * Time-weighted nearest rank: the shortest wait that, with all shorter ones, was posted for at least this share of the
   * time. Null where no wait was posted.
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
