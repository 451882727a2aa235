import type { ParsedFile } from './parsed-file.js';

type Snapshots = ParsedFile['snapshots'];

/** Snapshot columns that grow as rows are added. */
export class SnapshotBuilder {
  private length = 0;
  private recordedAtMs: Float64Array;
  private status: Uint8Array;
  private waitMinutes: Int16Array;
  private entityIndex: Uint32Array;
  private eventIndex: Uint32Array;

  constructor(expectedRows: number) {
    const capacity = Math.max(16, expectedRows);
    this.recordedAtMs = new Float64Array(capacity);
    this.status = new Uint8Array(capacity);
    this.waitMinutes = new Int16Array(capacity);
    this.entityIndex = new Uint32Array(capacity);
    this.eventIndex = new Uint32Array(capacity);
  }

  /** @returns the index of the new row */
  add(recordedAtMs: number, status: number, waitMinutes: number, entityIndex: number, eventIndex: number): number {
    const row = this.length++;
    if (row === this.status.length) this.grow(row * 2);
    this.recordedAtMs[row] = recordedAtMs;
    this.status[row] = status;
    this.waitMinutes[row] = waitMinutes;
    this.entityIndex[row] = entityIndex;
    this.eventIndex[row] = eventIndex;
    return row;
  }

  /** Copies of the added rows, each column in a separate buffer that can be transferred to another thread. */
  build(): Snapshots {
    const length = this.length;
    return {
      length,
      recordedAtMs: this.recordedAtMs.slice(0, length),
      status: this.status.slice(0, length),
      waitMinutes: this.waitMinutes.slice(0, length),
      entityIndex: this.entityIndex.slice(0, length),
      eventIndex: this.eventIndex.slice(0, length),
    };
  }

  private grow(capacity: number): void {
    this.recordedAtMs = copyInto(new Float64Array(capacity), this.recordedAtMs);
    this.status = copyInto(new Uint8Array(capacity), this.status);
    this.waitMinutes = copyInto(new Int16Array(capacity), this.waitMinutes);
    this.entityIndex = copyInto(new Uint32Array(capacity), this.entityIndex);
    this.eventIndex = copyInto(new Uint32Array(capacity), this.eventIndex);
  }
}

function copyInto<Column extends { set(from: ArrayLike<number>): void }>(to: Column, from: ArrayLike<number>): Column {
  to.set(from);
  return to;
}
