import { normaliseName } from '../id-matching/name-normaliser.js';
import type { KnownPark, KnownRide } from './catalog-comparison.js';

/** A park that vanished from the catalogue, and a listed park of the same destination and name. */
export interface DuplicateParks {
  removed: KnownPark;
  appeared: KnownPark;
  /** Rides left in the vanished park, each with the ride of the same name in the listed park. */
  links: { themeparksWikiId: string; rideId: number; name: string }[];
}

/**
 * Unlike rides, parks are not linked automatically, because everything stored by park would have to follow the link. Rides
 * that kept their UUIDs have already moved; a person decides about the others.
 */
export function findDuplicateParks(
  removed: readonly KnownPark[],
  listed: readonly KnownPark[],
  rides: readonly KnownRide[],
): DuplicateParks[] {
  return removed.flatMap((missing) =>
    listed
      .filter(({ parkId, name }) => parkId !== missing.parkId && normaliseName(name) === normaliseName(missing.name))
      .map((appeared) => ({ removed: missing, appeared, links: linksBetween(missing, appeared, rides) })),
  );
}

/** Only for names that are unique in both parks. */
function linksBetween(missing: KnownPark, appeared: KnownPark, rides: readonly KnownRide[]): DuplicateParks['links'] {
  const free = rides.filter(({ linkedToRideId }) => linkedToRideId === null);
  const left = ridesByName(free.filter(({ parkId }) => parkId === missing.parkId));
  const there = ridesByName(free.filter(({ parkId }) => parkId === appeared.parkId));
  return [...left].flatMap(([name, ride]) => {
    const duplicate = there.get(name);
    if (!ride || !duplicate || ride.themeparksWikiId === null) return [];
    return { themeparksWikiId: ride.themeparksWikiId, rideId: duplicate.rideId, name: duplicate.name };
  });
}

/** Null: several rides have this name. */
function ridesByName(rides: readonly KnownRide[]): Map<string, KnownRide | null> {
  const byName = new Map<string, KnownRide | null>();
  for (const ride of rides) {
    const name = normaliseName(ride.name);
    byName.set(name, byName.has(name) ? null : ride);
  }
  return byName;
}
