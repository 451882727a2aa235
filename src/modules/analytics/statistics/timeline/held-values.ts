const FIRST_CAPACITY = 256;

/** What a ride was, from one instant to another, in order of time; between two of them it was not observed. */
export class StateIntervals {
  length = 0;
  startMs = new Float64Array(FIRST_CAPACITY);
  endMs = new Float64Array(FIRST_CAPACITY);
  status = new Uint8Array(FIRST_CAPACITY);
  waitMinutes = new Int16Array(FIRST_CAPACITY);
  /** 1 where a live row says so, 0 for one of the archive. */
  isLive = new Uint8Array(FIRST_CAPACITY);

  push(startMs: number, endMs: number, status: number, waitMinutes: number, isLive: number): void {
    if (this.length === this.startMs.length) this.grow();
    const index = this.length++;
    this.startMs[index] = startMs;
    this.endMs[index] = endMs;
    this.status[index] = status;
    this.waitMinutes[index] = waitMinutes;
    this.isLive[index] = isLive;
  }

  /** Whether the value was held until the one after it was observed. */
  isFollowedAtOnce(index: number): boolean {
    return index + 1 < this.length && this.endMs[index] === this.startMs[index + 1];
  }

  /** No more than it holds: a park's are all kept until its figures are done. */
  trimmed(): this {
    this.startMs = this.startMs.slice(0, this.length);
    this.endMs = this.endMs.slice(0, this.length);
    this.status = this.status.slice(0, this.length);
    this.waitMinutes = this.waitMinutes.slice(0, this.length);
    this.isLive = this.isLive.slice(0, this.length);
    return this;
  }

  private grow(): void {
    const capacity = this.startMs.length * 2;
    const { startMs, endMs, status, waitMinutes, isLive } = this;
    (this.startMs = new Float64Array(capacity)).set(startMs);
    (this.endMs = new Float64Array(capacity)).set(endMs);
    (this.status = new Uint8Array(capacity)).set(status);
    (this.waitMinutes = new Int16Array(capacity)).set(waitMinutes);
    (this.isLive = new Uint8Array(capacity)).set(isLive);
  }
}
