import type { ObservedRows } from './observed-rows.js';

/** A poll that confirmed an interrupted span again, without a row of its own. */
export interface RepeatedObservation {
  row: number;
  atMs: number;
}

/** The instants at which a destination was polled, in order. */
export class Polls {
  constructor(
    private readonly instantsMs: readonly number[],
    /** Longest time between two polls of one span. */
    private readonly maxApartMs: number,
  ) {}

  /** The first poll after an instant within a span; if it is not recorded, its latest possible time. */
  after(instantMs: number): number {
    return Math.min(this.firstAfter(instantMs), instantMs + this.maxApartMs);
  }

  /** Whether there was a poll in the half-open range. */
  isAnyIn(fromMs: number, toMs: number): boolean {
    return this.firstAfter(fromMs - 1) < toMs;
  }

  private firstAfter(instantMs: number): number {
    let [low, high] = [0, this.instantsMs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.instantsMs[middle]! > instantMs) high = middle;
      else low = middle + 1;
    }
    return this.instantsMs[low] ?? Infinity;
  }

  /** The last poll before an instant within a span; if it is not recorded, its earliest possible time. */
  before(instantMs: number): number {
    let [low, high] = [0, this.instantsMs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.instantsMs[middle]! >= instantMs) high = middle;
      else low = middle + 1;
    }
    return Math.max(this.instantsMs[low - 1] ?? -Infinity, instantMs - this.maxApartMs);
  }
}

/**
 * Tracks spans of live polls that contain rows of the archive or of a linked UUID. Every poll of a span observed its value, so
 * the next poll after such a row is an observation too, although it has no row.
 */
export class LiveSpans {
  private readonly open: number[] = [];

  constructor(
    private readonly rows: ObservedRows,
    private readonly polls: Polls,
  ) {}

  get none(): boolean {
    return this.open.length === 0;
  }

  /** Another row replaces this one at `atMs`, but its span may continue. */
  interrupt(row: number, atMs: number): void {
    this.open.push(row);
    for (let index = this.open.length - 1; index >= 0; index--) {
      if (this.rows.confirmedUntilMs[this.open[index]!]! < atMs) this.open.splice(index, 1);
    }
  }

  resume(row: number): void {
    this.open.splice(this.open.indexOf(row), 1);
  }

  /** An open span of a member with higher precedence that the poll of this live row also confirmed: it wins at that instant. */
  strongerThan(row: number): number | null {
    const { confirmedUntilMs, atMs, isLive, member } = this.rows;
    if (isLive[row] === 0) return null;
    const observed = this.open.filter(
      (other) => confirmedUntilMs[other]! >= atMs[row]! && member[other]! < member[row]!,
    );
    return observed.sort((a, b) => member[a]! - member[b]!)[0] ?? null;
  }

  /** The next poll that confirms another row than the current one, which started at `sinceMs`; null if there is none. */
  nextRepeated(current: number, sinceMs: number): RepeatedObservation | null {
    const first = this.repeatedAfter(current, sinceMs);
    if (first === null || first.row !== current) return first;
    return this.repeatedAfter(-1, this.rows.confirmedUntilMs[current]!);
  }

  private repeatedAfter(current: number, instantMs: number): RepeatedObservation | null {
    const { confirmedUntilMs, member } = this.rows;
    const isObserved = (row: number) => confirmedUntilMs[row]! > instantMs;
    const running = this.open.filter(isObserved);
    if (running.length === 0) return null;
    if (current >= 0 && isObserved(current)) running.push(current);
    const lastMs = Math.max(...running.map((row) => confirmedUntilMs[row]!));
    const atMs = Math.min(this.polls.after(instantMs), lastMs);
    const observed = running.filter((row) => confirmedUntilMs[row]! >= atMs).sort((a, b) => member[a]! - member[b]!);
    return observed.length === 0 ? null : { row: observed[0]!, atMs };
  }
}
