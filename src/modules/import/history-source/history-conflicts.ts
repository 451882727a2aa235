import { RIDE_STATUSES } from '../../snapshots/observations.js';
import type { ObservationSet } from '../../snapshots/writing/observation-set.js';
import { MAX_ISSUE_SAMPLES, type ParseIssue } from '../parser/parsed-file.js';
import type { PolledConflict } from './polled-time.js';

/** A snapshot that differs from the stored one of the same instant, which came from another import. */
export interface StoredConflict {
  rideId: number;
  atMs: number;
  refused: PolledConflict['refused'];
}

export const conflictsWithStored = ({ snapshots }: ObservationSet, rows: readonly number[]): StoredConflict[] =>
  rows.map((row) => ({
    rideId: snapshots.rideId[row]!,
    atMs: snapshots.recordedAtMs[row]!,
    refused: {
      status: RIDE_STATUSES[snapshots.status[row]! - 1] ?? null,
      waitMinutes: snapshots.waitMinutes[row]! < 0 ? null : snapshots.waitMinutes[row]!,
    },
  }));

/** One issue for all snapshots of a park-day that contradict what is stored, with examples; the stored values stay. */
export function conflictIssue(polled: readonly PolledConflict[], stored: readonly StoredConflict[]): ParseIssue[] {
  const all: (StoredConflict & Partial<PolledConflict>)[] = [...polled, ...stored];
  if (all.length === 0) return [];
  const samples = all.slice(0, MAX_ISSUE_SAMPLES).map(({ rideId, atMs, refused, polled: kept }, index) => ({
    index,
    value: JSON.stringify({
      ...{ rideId, time: new Date(atMs).toISOString(), refused: stateText(refused) },
      kept: kept === undefined ? 'imported' : `polled ${stateText(kept)}`,
    }),
  }));
  return [{ reason: 'STORED_VALUE_CONFLICT', field: 'status, waitTime', rejected: false, count: all.length, samples }];
}

const stateText = ({ status, waitMinutes }: PolledConflict['refused']): string =>
  waitMinutes === null ? String(status) : `${status} ${waitMinutes} min`;
