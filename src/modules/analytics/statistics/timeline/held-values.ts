const FIRST_CAPACITY = 256;

/** What a ride was, from one instant to another, in order of time; between two of them it was not observed. */
export class HeldValues {
  length = 0;
  startMs = new Float64Array(FIRST_CAPACITY);
  endMs = new Float64Array(FIRST_CAPACITY);
  status = new Uint8Array(FIRST_CAPACITY);
  waitMinutes = new Int16Array(FIRST_CAPACITY);

  push(startMs: number, endMs: number, status: number, waitMinutes: number): void {
    if (this.length === this.startMs.length) this.grow();
    const index = this.length++;
    this.startMs[index] = startMs;
    this.endMs[index] = endMs;
    this.status[index] = status;
    this.waitMinutes[index] = waitMinutes;
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
    return this;
  }

  private grow(): void {
    const capacity = this.startMs.length * 2;
    const [startMs, endMs] = [new Float64Array(capacity), new Float64Array(capacity)];
    const [status, waitMinutes] = [new Uint8Array(capacity), new Int16Array(capacity)];
    startMs.set(this.startMs);
    endMs.set(this.endMs);
    status.set(this.status);
    waitMinutes.set(this.waitMinutes);
    Object.assign(this, { startMs, endMs, status, waitMinutes });
  }
}
