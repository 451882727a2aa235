import type { ObservedState } from './seen.js';

/** A ride that begins or stops to operate from one observation to the next. */
export interface StatusTurn {
  rideId: number;
  atMs: number;
  from: ObservedState['status'];
  to: ObservedState['status'];
  /** Of the observation in the ride's list. */
  index: number;
}

/**
 * The turns of attractions between OPERATING and another state. Live, both observations must follow each other within
 * `apartMs`: after a longer silence nobody knows when the ride turned. An archive is a log of changes and has no such limit.
 * @param byRide oldest first
 */
export function turnsOf(
  byRide: ReadonlyMap<number, readonly ObservedState[]>,
  attractions: ReadonlySet<number>,
  apartMs: number,
): StatusTurn[] {
  const turns: StatusTurn[] = [];
  for (const [rideId, observed] of byRide) {
    if (!attractions.has(rideId)) continue;
    for (let index = 1; index < observed.length; index++) {
      const [before, next] = [observed[index - 1]!, observed[index]!];
      if ((before.status === 'OPERATING') === (next.status === 'OPERATING')) continue;
      if (before.source === 'LIVE' && next.fromMs - before.untilMs > apartMs) continue;
      turns.push({ rideId, atMs: next.fromMs, from: before.status, to: next.status, index });
    }
  }
  return turns;
}
