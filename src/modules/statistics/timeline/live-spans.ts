import type { ObservedRows } from './observed-rows.js';

/** An observation that has no row of its own: a run that was interrupted, seen again by a poll. */
export interface RepeatedObservation {
  row: number;
  atMs: number;
}

/** The instants at which a destination was polled, in order. */
export class Polls {
  constructor(
    private readonly instantsMs: readonly number[],
    /** Polls of a run are no further apart. */
    private readonly maxApartMs: number,
  ) {}

  /** The first poll after an instant that lies within a run; where it is not known, the latest that it can be. */
  after(instantMs: number): number {
    return Math.min(this.firstAfter(instantMs), instantMs + this.maxApartMs);
  }

  /** Whether there was a poll from the first instant on, before the second. */
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

  /** The last poll before an instant that lies within a run; where it is not known, the earliest that it can be. */
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
 * A row of the archive, or of a linked UUID, may lie inside a run of live polls. The run says that every poll until its end
 * saw the same: so the next poll after that row is an observation too, although it has no row.
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

  /** The row stops being the one that holds, at `atMs`; its run may go on beneath. */
  interrupt(row: number, atMs: number): void {
    this.open.push(row);
    for (let index = this.open.length - 1; index >= 0; index--) {
      if (this.rows.confirmedUntilMs[this.open[index]!]! < atMs) this.open.splice(index, 1);
    }
  }

  resume(row: number): void {
    this.open.splice(this.open.indexOf(row), 1);
  }

  /** A run of a member named earlier that the poll of this live row saw as well: at one instant it is the one that counts. */
  strongerThan(row: number): number | null {
    const { confirmedUntilMs, atMs, isLive, member } = this.rows;
    if (isLive[row] === 0) return null;
    const observed = this.open.filter(
      (other) => confirmedUntilMs[other]! >= atMs[row]! && member[other]! < member[row]!,
    );
    return observed.sort((a, b) => member[a]! - member[b]!)[0] ?? null;
  }

  /** When a poll next shows another row than the one that holds since `sinceMs`; null where none does. */
  nextRepeated(holder: number, sinceMs: number): RepeatedObservation | null {
    const first = this.repeatedAfter(holder, sinceMs);
    if (first === null || first.row !== holder) return first;
    return this.repeatedAfter(-1, this.rows.confirmedUntilMs[holder]!);
  }

  private repeatedAfter(holder: number, instantMs: number): RepeatedObservation | null {
    const { confirmedUntilMs, member } = this.rows;
    const isObserved = (row: number) => confirmedUntilMs[row]! > instantMs;
    const running = this.open.filter(isObserved);
    if (running.length === 0) return null;
    if (holder >= 0 && isObserved(holder)) running.push(holder);
    const lastMs = Math.max(...running.map((row) => confirmedUntilMs[row]!));
    const atMs = Math.min(this.polls.after(instantMs), lastMs);
    const observed = running.filter((row) => confirmedUntilMs[row]! >= atMs).sort((a, b) => member[a]! - member[b]!);
    return observed.length === 0 ? null : { row: observed[0]!, atMs };
  }
}
