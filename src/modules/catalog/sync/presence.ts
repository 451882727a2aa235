import type { KnownPark, KnownRide } from './known-catalog.js';

/** What the catalogue's listing says of the activity of what is known. */
export interface Presence {
  /** Active rides of which neither their own UUID nor one linked to them is listed. */
  removedRides: KnownRide[];
  /** Inactive ones that are listed again. */
  returnedRides: KnownRide[];
  removedParks: KnownPark[];
  returnedParks: KnownPark[];
  /** So much of the destination vanished at once that the answer is not believed. */
  isTooMuch: boolean;
}

const MOST_TO_VANISH = 0.5;

/**
 * Rides without a UUID, and the place for rides of no known park, are in no catalogue and stay as they are. A ride that
 * a newly listed one continues (`continued`) has not vanished: it goes on under another UUID. One that seems `replaced`
 * has vanished, but is no reason to disbelieve the list.
 */
export function presenceOf(
  known: { rides: readonly KnownRide[]; parks: readonly KnownPark[] },
  listed: ReadonlySet<string>,
  continued: ReadonlySet<number>,
  replaced: ReadonlySet<number> = new Set(),
): Presence {
  const present = presentRideIds(known.rides, listed);
  const rides = known.rides.filter(({ themeparksWikiId }) => themeparksWikiId !== null);
  const parks = known.parks.filter(({ themeparksWikiId }) => themeparksWikiId !== null);
  const isPresent = (ride: KnownRide) => present.has(ride.rideId) || continued.has(ride.rideId);
  const isListed = (park: KnownPark) => listed.has(park.themeparksWikiId!);
  const removedRides = rides.filter((ride) => ride.isActive && !isPresent(ride));
  const removedParks = parks.filter((park) => park.isActive && !isListed(park));
  const unexplained = removedRides.filter(({ rideId }) => !replaced.has(rideId));
  const active = [...rides, ...parks].filter(({ isActive }) => isActive).length;
  return {
    removedRides,
    returnedRides: rides.filter((ride) => !ride.isActive && isPresent(ride)),
    removedParks,
    returnedParks: parks.filter((park) => !park.isActive && isListed(park)),
    isTooMuch: unexplained.length + removedParks.length > active * MOST_TO_VANISH,
  };
}

/** Rides that are listed, themselves or through a ride linked to them. */
export function presentRideIds(rides: readonly KnownRide[], listed: ReadonlySet<string>): Set<number> {
  const own = rides.filter(({ themeparksWikiId }) => themeparksWikiId !== null && listed.has(themeparksWikiId));
  return new Set(own.flatMap(({ rideId, linkedToRideId }) => [rideId, linkedToRideId ?? rideId]));
}
