import { STATUS_UNKNOWN, WAIT_UNKNOWN } from '../../../snapshots/observations.js';

/** One stored observation. Codes as in SnapshotColumns: status 0 is unknown, a wait of -1 not posted. */
export interface ObservedRow {
  atMs: number;
  /** Last instant at which it was seen so: for a row of the archive `atMs` itself. */
  confirmedUntilMs: number;
  status: number;
  waitMinutes: number;
  isLive: boolean;
  /** Which UUID of the ride said so: 0 is the ride's own, the others are linked to it. */
  member: number;
}

const FIRST_CAPACITY = 256;

/** The observations of one ride, column by column: a month of a park is millions of them. */
export class ObservedRows {
  length = 0;
  atMs = new Float64Array(FIRST_CAPACITY);
  confirmedUntilMs = new Float64Array(FIRST_CAPACITY);
  status = new Uint8Array(FIRST_CAPACITY);
  waitMinutes = new Int16Array(FIRST_CAPACITY);
  isLive = new Uint8Array(FIRST_CAPACITY);
  member = new Uint8Array(FIRST_CAPACITY);

  static of(rows: readonly Partial<ObservedRow>[]): ObservedRows {
    const columns = new ObservedRows();
    for (const row of rows) {
      const { atMs = 0, status = STATUS_UNKNOWN, waitMinutes = WAIT_UNKNOWN, isLive = false, member = 0 } = row;
      columns.push(atMs, row.confirmedUntilMs ?? atMs, status, waitMinutes, isLive ? 1 : 0, member);
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
  ): void {
    if (this.length === this.atMs.length) this.grow();
    const row = this.length++;
    this.atMs[row] = atMs;
    this.confirmedUntilMs[row] = confirmedUntilMs;
    this.status[row] = status;
    this.waitMinutes[row] = waitMinutes;
    this.isLive[row] = isLive;
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
    );
  }

  private grow(): void {
    const capacity = this.atMs.length * 2;
    const { atMs, confirmedUntilMs, status, waitMinutes, isLive, member } = this;
    (this.atMs = new Float64Array(capacity)).set(atMs);
    (this.confirmedUntilMs = new Float64Array(capacity)).set(confirmedUntilMs);
    (this.status = new Uint8Array(capacity)).set(status);
    (this.waitMinutes = new Int16Array(capacity)).set(waitMinutes);
    (this.isLive = new Uint8Array(capacity)).set(isLive);
    (this.member = new Uint8Array(capacity)).set(member);
  }
}
