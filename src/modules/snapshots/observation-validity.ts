import { MINUTE_MS } from '../../common/time/calendar.js';
import type { HistoryRecord } from './observation-query.sql.js';
import type { DataSource } from './observations.js';

/** How long a state is carried forward without another observation of its ride, in minutes, by source. */
export type CarryForwardMinutes = Readonly<Record<DataSource, number>>;

/** An observation, and until when it was valid. */
export interface ValidObservation extends HistoryRecord {
  /** Exclusive; null: it is valid still. */
  validUntil: Date | null;
}

/** Until when an observation is valid if no other one follows. */
export function carriedForwardUntilMs(
  { lastConfirmedAt, recordedAt, dataSource }: HistoryRecord,
  limits: CarryForwardMinutes,
): number {
  return (lastConfirmedAt ?? recordedAt).getTime() + limits[dataSource] * MINUTE_MS;
}

/**
 * Each observation is valid until the next one of its ride, but no longer than its source is carried forward.
 * @param rows those of one ride and the rides linked to it, in time order
 * @param nextMs the instant of the one that follows them; Infinity: none does
 */
export function withValidity(
  rows: readonly HistoryRecord[],
  nextMs: number,
  limits: CarryForwardMinutes,
  nowMs: number,
): ValidObservation[] {
  return rows.map((row, index) => {
    const followedMs = rows[index + 1]?.recordedAt.getTime() ?? nextMs;
    const untilMs = Math.min(followedMs, carriedForwardUntilMs(row, limits));
    return { ...row, validUntil: untilMs > nowMs ? null : new Date(untilMs) };
  });
}
