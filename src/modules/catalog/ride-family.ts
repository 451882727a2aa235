import type { CurrentRecord, LinkedRide } from './ride.repository.js';

/** A ride and the rides linked to it: together they are one ride. */
export interface RideFamily {
  requestedRideId: number;
  canonicalRideId: number;
  /** The canonical one first. */
  rideIds: number[];
}

/** The newest state of each ride, among its own and those of the rides linked to it; it names the ride that it is stored under. */
export function newestStates(
  current: readonly CurrentRecord[],
  linked: readonly LinkedRide[],
): Map<number, CurrentRecord> {
  const canonicalOf = new Map(linked.map(({ linkedRideId, rideId }) => [linkedRideId, rideId]));
  const newest = new Map<number, CurrentRecord>();
  for (const state of current) {
    const canonical = canonicalOf.get(state.rideId) ?? state.rideId;
    const known = newest.get(canonical);
    if (known === undefined || lastSeenMs(state) > lastSeenMs(known)) newest.set(canonical, state);
  }
  return newest;
}

/** A state that was confirmed later is the newer one, whenever it began. */
const lastSeenMs = ({ observedUntil, recordedAt }: CurrentRecord): number => (observedUntil ?? recordedAt).getTime();
