import { daysFromTo } from '../../common/time/calendar.js';
import type { LocalDays } from './local-days.js';

/**
 * Reason of an invalidation that follows from another park's. It causes no further invalidations, so it never replaces a reason
 * that may.
 */
export const LINKED_DAY = 'LINKED';

export interface ParkDay {
  parkId: number;
  localDate: string;
}

/**
 * The park-days whose statistics an observation can change: its own day and those that start within `reachMs`, the longest time
 * for which its value, or the value that it ends, may be carried forward. It never changes an earlier day.
 */
export function touchedParkDays(
  observations: { length: number; recordedAtMs: Float64Array },
  parkOfRow: (row: number) => { parkId: number; localDays: LocalDays },
  reachMs: number,
): ParkDay[] {
  const spansByPark = new Map<number, Map<string, string>>();
  for (let row = 0; row < observations.length; row++) {
    const { parkId, localDays } = parkOfRow(row);
    let spans = spansByPark.get(parkId);
    if (spans === undefined) spansByPark.set(parkId, (spans = new Map<string, string>()));
    const instantMs = observations.recordedAtMs[row]!;
    const first = localDays.datesPossible(instantMs).earliest;
    const last = localDays.datesPossible(instantMs + reachMs).latest;
    const known = spans.get(first);
    if (known === undefined || last > known) spans.set(first, last);
  }
  return [...spansByPark].flatMap(([parkId, spans]) => {
    const dates = new Set([...spans].flatMap(([first, last]) => daysFromTo(first, last)));
    return [...dates].sort().map((localDate) => ({ parkId, localDate }));
  });
}
