/** Counts what happened in the last so many milliseconds. */
export class SlidingWindow {
  private instants: number[] = [];

  constructor(private readonly lengthMs: number) {}

  add(nowMs: number): void {
    this.instants.push(nowMs);
  }

  count(nowMs: number): number {
    const firstInside = this.instants.findIndex((instantMs) => instantMs > nowMs - this.lengthMs);
    this.instants.splice(0, firstInside === -1 ? this.instants.length : firstInside);
    return this.instants.length;
  }

  /** How long until the oldest drops out; 0 when there is none. */
  untilNextMs(nowMs: number): number {
    const [oldest] = this.instants;
    return oldest === undefined ? 0 : Math.max(0, oldest + this.lengthMs - nowMs);
  }
}
