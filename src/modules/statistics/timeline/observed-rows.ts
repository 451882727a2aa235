import { STATUS_UNKNOWN, WAIT_UNKNOWN } from '../../snapshots/observations.js';

/** One stored observation, with the codes of SnapshotColumns: status 0 is unknown, wait -1 is not posted. */
export interface ObservedRow {
  atMs: number;
  /** Last poll that confirmed it; `atMs` for an archive row. */
  confirmedUntilMs: number;
  status: number;
  waitMinutes: number;
  isLive: boolean;
  /** Whether it is of the History API: `confirmedUntilMs` then is the end of its state by the API's log, not of polls. */
  isHistory: boolean;
  /** The UUID that reported it: 0 is the ride's own, the others are linked to it. */
  member: number;
}

const FIRST_CAPACITY = 256;

/** Observations of one ride, stored by column because a month of a park has millions of them. */
export class ObservedRows {
  length = 0;
  atMs = new Float64Array(FIRST_CAPACITY);
  confirmedUntilMs = new Float64Array(FIRST_CAPACITY);
  status = new Uint8Array(FIRST_CAPACITY);
  waitMinutes = new Int16Array(FIRST_CAPACITY);
  isLive = new Uint8Array(FIRST_CAPACITY);
  isHistory = new Uint8Array(FIRST_CAPACITY);
  member = new Uint8Array(FIRST_CAPACITY);

  static of(rows: readonly Partial<ObservedRow>[]): ObservedRows {
    const columns = new ObservedRows();
    for (const row of rows) {
      const { atMs = 0, status = STATUS_UNKNOWN, waitMinutes = WAIT_UNKNOWN, isLive = false, member = 0 } = row;
      const isHistory = row.isHistory === true ? 1 : 0;
      columns.push(atMs, row.confirmedUntilMs ?? atMs, status, waitMinutes, isLive ? 1 : 0, member, isHistory);
    }
    return columns;
  }

  push(
    atMs: number,
    confirmedUntilMs: number,
    status: number,
    waitMinutes: number,
    isLive: number,
    member: number,
    isHistory = 0,
  ): void {
    if (this.length === this.atMs.length) this.grow();
    const row = this.length++;
    this.atMs[row] = atMs;
    this.confirmedUntilMs[row] = confirmedUntilMs;
    this.status[row] = status;
    this.waitMinutes[row] = waitMinutes;
    this.isLive[row] = isLive;
    this.isHistory[row] = isHistory;
    this.member[row] = member;
  }

  pushRow(from: ObservedRows, row: number, member: number): void {
    this.push(
      from.atMs[row]!,
      from.confirmedUntilMs[row]!,
      from.status[row]!,
      from.waitMinutes[row]!,
      from.isLive[row]!,
      member,
      from.isHistory[row],
    );
  }

  private grow(): void {
    const capacity = this.atMs.length * 2;
    const { atMs, confirmedUntilMs, status, waitMinutes, isLive, isHistory, member } = this;
    (this.atMs = new Float64Array(capacity)).set(atMs);
    (this.confirmedUntilMs = new Float64Array(capacity)).set(confirmedUntilMs);
    (this.status = new Uint8Array(capacity)).set(status);
    (this.waitMinutes = new Int16Array(capacity)).set(waitMinutes);
    (this.isLive = new Uint8Array(capacity)).set(isLive);
    (this.isHistory = new Uint8Array(capacity)).set(isHistory);
    (this.member = new Uint8Array(capacity)).set(member);
  }
}

/**
 * Merges the observations of a ride and its linked rides in time order. Of two observations at one instant, the one of the
 * earlier member stays; the ride itself comes first.
 */
export function mergeCanonicalGroup(members: readonly ObservedRows[]): ObservedRows {
  const present = members.filter(({ length }) => length > 0);
  if (present.length === 1 && present[0] === members[0]) return members[0]!;
  const merged = new ObservedRows();
  const heads = members.map(() => 0);
  for (;;) {
    let first = -1;
    for (const [member, rows] of members.entries()) {
      if (heads[member]! >= rows.length) continue;
      if (first < 0 || rows.atMs[heads[member]!]! < members[first]!.atMs[heads[first]!]!) first = member;
    }
    if (first < 0) return merged;
    const row = heads[first]!++;
    const atMs = members[first]!.atMs[row]!;
    if (merged.length === 0 || merged.atMs[merged.length - 1] !== atMs) merged.pushRow(members[first]!, row, first);
  }
}
