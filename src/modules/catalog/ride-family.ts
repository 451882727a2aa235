import { groupBy } from '../../common/collections/group-by.js';
import type { CurrentRecord, LinkedRide } from './ride.repository.js';

/** A ride and the rides linked to it: together they are one ride. */
export interface CanonicalGroup {
  requestedRideId: number;
  canonicalRideId: number;
  /** The canonical one first. */
  rideIds: number[];
}

/** The states of each ride, newest first: its own and those of the rides linked to it; each names the ride that it is stored under. */
export function statesByRide(
  current: readonly CurrentRecord[],
  linked: readonly LinkedRide[],
): Map<number, CurrentRecord[]> {
  const canonicalOf = new Map(linked.map(({ linkedRideId, rideId }) => [linkedRideId, rideId]));
  const newestFirst = [...current].sort((a, b) => lastSeenMs(b) - lastSeenMs(a));
  return groupBy(newestFirst, ({ rideId }) => canonicalOf.get(rideId) ?? rideId);
}

/** A state that was confirmed later is the newer one, whenever it began. */
const lastSeenMs = ({ lastConfirmedAt, recordedAt }: CurrentRecord): number =>
  (lastConfirmedAt ?? recordedAt).getTime();
