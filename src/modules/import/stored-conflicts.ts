import { RIDE_STATUSES } from '../snapshots/observations.js';
import { MAX_ISSUE_SAMPLES, type ParseIssue } from './parser/parsed-file.js';
import type { PreparedFile } from './pipeline/prepare-file.js';

/** Events that say something else than the archive's stored row of the same ride and instant, which stays. */
export function conflictWithStoredIssue(prepared: PreparedFile, rows: readonly number[]): ParseIssue[] {
  if (rows.length === 0) return [];
  const { snapshots } = prepared.set;
  const samples = rows.slice(0, MAX_ISSUE_SAMPLES).map((row) => ({
    index: prepared.eventIndex[row]!,
    value: JSON.stringify({
      rideId: snapshots.rideId[row]!,
      eventTime: new Date(snapshots.recordedAtMs[row]!).toISOString(),
      refusedStatus: RIDE_STATUSES[snapshots.status[row]! - 1] ?? null,
      refusedWaitMinutes: snapshots.waitMinutes[row]! < 0 ? null : snapshots.waitMinutes[row]!,
    }),
  }));
  return [{ reason: 'STORED_VALUE_CONFLICT', field: 'eventTime', rejected: false, count: rows.length, samples }];
}
