const WINDOW_MS = 60_000;

/** How many requests may be sent within any 60 seconds, and when none may. Pure: it is told the time. */
export class SlidingWindowLimiter {
  private sentAtMs: number[] = [];
  private blockedUntilMs = -Infinity;

  constructor(private readonly perMinute: number) {}

  /** Takes one request and returns 0, or the milliseconds after which to ask again. */
  take(nowMs: number): number {
    const waitMs = this.waitMs(nowMs);
    if (waitMs === 0) this.sentAtMs.push(nowMs);
    return waitMs;
  }

  /** What {@link take} would return, with nothing taken. */
  waitMs(nowMs: number): number {
    if (nowMs < this.blockedUntilMs) return Math.ceil(this.blockedUntilMs - nowMs);
    // A request sent exactly a window ago still counts: two edges of a server's window are not the same instant.
    this.sentAtMs = this.sentAtMs.filter((sentAtMs) => nowMs - sentAtMs <= WINDOW_MS);
    if (this.sentAtMs.length < this.perMinute) return 0;
    return Math.floor(this.sentAtMs[0]! + WINDOW_MS - nowMs) + 1;
  }

  /** The API refused a request: none is sent before then. An earlier block never shortens a later one. */
  blockUntil(untilMs: number): void {
    this.blockedUntilMs = Math.max(this.blockedUntilMs, untilMs);
  }
}
