import type { ObservedState } from './seen.js';

/** Two observations of one ride within one second. */
export interface Duplicate {
  reason: 'SAME_SECOND_DUPLICATE' | 'SAME_SECOND_CONFLICT';
  rideId: number;
  atMs: number;
  values: { status: string | null; waitMinutes: number | null }[];
}

const SECOND_MS = 1000;

/**
 * Natural keys refuse what is equal to the millisecond; what is nearly so repeats or contradicts itself. Two sources may
 * well see a change within one second, and so may two UUIDs that were linked to one ride.
 */
export function findDuplicates(observed: readonly ObservedState[]): Duplicate[] {
  const last = new Map<number, ObservedState>();
  return observed.flatMap((next) => {
    const storedUnder = next.storedUnder ?? next.rideId;
    const previous = last.get(storedUnder);
    last.set(storedUnder, next);
    if (previous === undefined || next.fromMs - previous.fromMs >= SECOND_MS || next.source !== previous.source) {
      return [];
    }
    const isSame = next.status === previous.status && next.waitMinutes === previous.waitMinutes;
    const values = [previous, next].map(({ status, waitMinutes }) => ({ status, waitMinutes }));
    const reason = isSame ? ('SAME_SECOND_DUPLICATE' as const) : ('SAME_SECOND_CONFLICT' as const);
    return [{ reason, rideId: next.rideId, atMs: previous.fromMs, values }];
  });
}
