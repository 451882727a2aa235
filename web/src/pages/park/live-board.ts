import type { LiveRide } from '../../api/ages.js';

export type { LiveRide };
export const GROUPS = ['rides', 'shows', 'other'] as const;
export type Group = (typeof GROUPS)[number];

/** Shows and restaurants post no waits that compare with those of rides. */
export function groupOf({ entityType }: LiveRide): Group {
  if (entityType === 'ATTRACTION' || entityType === null) return 'rides';
  return entityType === 'SHOW' ? 'shows' : 'other';
}

/** The wait that counts now: null where it is unknown, and where the ride does not operate. */
export function waitNow({ current }: LiveRide): number | null {
  return current?.isCurrent && current.status === 'OPERATING' ? current.waitMinutes : null;
}

const ORDER = { DOWN: 0, OPERATING: 1, CLOSED: 2, REFURBISHMENT: 3 } as const;

/** Rides that are down first, then the longest waits, then closed rides. */
export function sortBoard(rides: readonly LiveRide[]): LiveRide[] {
  const rank = ({ current }: LiveRide) => (current?.isCurrent && current.status !== null ? ORDER[current.status] : 4);
  return [...rides].sort(
    (a, b) => rank(a) - rank(b) || (waitNow(b) ?? -1) - (waitNow(a) ?? -1) || a.name.localeCompare(b.name),
  );
}

export interface BoardTotals {
  rides: number;
  operating: number;
  down: number;
  averageMinutes: number | null;
  longest: LiveRide | null;
}

export function boardTotals(rides: readonly LiveRide[]): BoardTotals {
  const known = rides.filter(({ current }) => current?.isCurrent);
  const waits = known.flatMap((ride) => waitNow(ride) ?? []);
  const ranked = known.filter((ride) => waitNow(ride) !== null).sort((a, b) => waitNow(b)! - waitNow(a)!);
  return {
    rides: rides.length,
    operating: known.filter(({ current }) => current!.status === 'OPERATING').length,
    down: known.filter(({ current }) => current!.status === 'DOWN').length,
    averageMinutes: waits.length === 0 ? null : waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    longest: ranked[0] ?? null,
  };
}
