import { normaliseName } from '../id-matching/name-normaliser.js';
import type { KnownPark, KnownRide } from './known-catalog.js';

/** A park that vanished from the catalogue, and a listed one of the same destination and name. */
export interface ParkTwins {
  vanished: KnownPark;
  appeared: KnownPark;
  /** Rides that were left behind, and the ride of the same name that each goes on as. */
  links: { themeparksWikiId: string; rideId: number; name: string }[];
}

/**
 * Parks are not linked as rides are: a link from park to park would have to be followed by everything that is kept by
 * park. Rides that kept their UUIDs have moved by themselves; for the others a person decides.
 */
export function parkTwins(
  vanished: readonly KnownPark[],
  listed: readonly KnownPark[],
  rides: readonly KnownRide[],
): ParkTwins[] {
  return vanished.flatMap((gone) =>
    listed
      .filter(({ parkId, name }) => parkId !== gone.parkId && normaliseName(name) === normaliseName(gone.name))
      .map((appeared) => ({ vanished: gone, appeared, links: linksBetween(gone, appeared, rides) })),
  );
}

/** Only where a name means one ride on either side. */
function linksBetween(gone: KnownPark, appeared: KnownPark, rides: readonly KnownRide[]): ParkTwins['links'] {
  const free = rides.filter(({ linkedToRideId }) => linkedToRideId === null);
  const left = ridesByName(free.filter(({ parkId }) => parkId === gone.parkId));
  const there = ridesByName(free.filter(({ parkId }) => parkId === appeared.parkId));
  return [...left].flatMap(([name, ride]) => {
    const twin = there.get(name);
    if (!ride || !twin || ride.themeparksWikiId === null) return [];
    return { themeparksWikiId: ride.themeparksWikiId, rideId: twin.rideId, name: twin.name };
  });
}

/** Null: several rides are called so. */
function ridesByName(rides: readonly KnownRide[]): Map<string, KnownRide | null> {
  const byName = new Map<string, KnownRide | null>();
  for (const ride of rides) {
    const name = normaliseName(ride.name);
    byName.set(name, byName.has(name) ? null : ride);
  }
  return byName;
}
