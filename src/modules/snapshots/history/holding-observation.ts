import { DAY_MS, MINUTE_MS } from '../../../common/time/durations.js';
import type { DataSource } from '../observations.js';
import type { HistoryRecord } from './history.repository.js';

/** A run that began earlier is not looked for: the look back has to name the months that it reads. */
export const CARRY_FORWARD_LOOK_BACK_DAYS = 400;

/** The instants [fromMs, toMs) in which what holds at an instant may have begun; null before 1970, when nothing did. */
export function lookBackFrom(instantMs: number): { fromMs: number; toMs: number } | null {
  const fromMs = Math.max(0, instantMs - CARRY_FORWARD_LOOK_BACK_DAYS * DAY_MS);
  return fromMs < instantMs ? { fromMs, toMs: instantMs } : null;
}

/**
 * Of the newest rows of some rides before an instant, the one that was seen last before it and still holds then: no longer
 * after it was last seen than its source's limit. Null: none does.
 */
export function stateAt(
  instantMs: number,
  newest: readonly HistoryRecord[],
  maxCarryForwardMinutes: Readonly<Record<DataSource, number>>,
): HistoryRecord | null {
  const seenMs = ({ lastConfirmedAt, recordedAt }: HistoryRecord): number =>
    Math.min(instantMs, (lastConfirmedAt ?? recordedAt).getTime());
  const holding = newest.filter((row) => seenMs(row) + maxCarryForwardMinutes[row.dataSource] * MINUTE_MS >= instantMs);
  holding.sort((a, b) => seenMs(b) - seenMs(a) || b.recordedAt.getTime() - a.recordedAt.getTime());
  return holding[0] ?? null;
}
