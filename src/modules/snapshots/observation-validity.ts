import { carriedForwardUntilMs, type CarryForwardLimits } from './carry-forward.js';
import type { HistoryRecord } from './observation-query.sql.js';

/** An observation, and until when it was valid. */
export interface ValidObservation extends HistoryRecord {
  /** Exclusive; null: it is valid still. */
  validUntil: Date | null;
}

/** Until when an observation is valid if no other one follows. */
export function lastValidMs(
  { lastConfirmedAt, recordedAt, dataSource }: HistoryRecord,
  limits: CarryForwardLimits,
): number {
  const atMs = recordedAt.getTime();
  return carriedForwardUntilMs(dataSource, atMs, lastConfirmedAt?.getTime() ?? atMs, limits);
}

/**
 * Each observation is valid until the next one of its ride, but no longer than its source is carried forward.
 * @param rows those of one ride and the rides linked to it, in time order
 * @param nextMs the instant of the one that follows them; Infinity: none does
 */
export function withValidity(
  rows: readonly HistoryRecord[],
  nextMs: number,
  limits: CarryForwardLimits,
  nowMs: number,
): ValidObservation[] {
  return rows.map((row, index) => {
    const followedMs = rows[index + 1]?.recordedAt.getTime() ?? nextMs;
    const untilMs = Math.min(followedMs, lastValidMs(row, limits));
    return { ...row, validUntil: untilMs > nowMs ? null : new Date(untilMs) };
  });
}
