import type { Position } from '../../../common/geo.js';
import type { EntityType } from '../entity-types.js';
import { nextName } from '../id-matching/name-decorations.js';

/** A stored ride. */
export interface KnownRide {
  rideId: number;
  themeparksWikiId: string | null;
  parkId: number;
  name: string;
  entityType: EntityType | null;
  isActive: boolean;
  /** The ride that it counts as; null: it is not linked. */
  linkedToRideId: number | null;
  /** It was kept separate from a ride of the same name only because that ride has another UUID. */
  isHeldApart: boolean;
  /** A previous list of the catalogue contained it. */
  wasListed: boolean;
  /** UUID of the destination of its park. */
  destinationUuid: string;
  firstSeenAt: Date | null;
  lastSeenAt: Date | null;
}

export interface KnownPark {
  parkId: number;
  destinationId: number;
  destinationUuid: string;
  /** The park into which a decision merged it, and which has its rides; null: not merged. */
  countsAsParkId: number | null;
  themeparksWikiId: string | null;
  name: string;
  slug: string | null;
  timezone: string | null;
  latitude: number | null;
  longitude: number | null;
  isActive: boolean;
}

/** A listed entity that can be a ride, with the internal id of its park. */
export interface ListedRide {
  themeparksWikiId: string;
  name: string | null;
  entityType: EntityType | null;
  /** Null: it is in no park. */
  parkId: number | null;
  position: Position | null;
  externalId: string | null;
  /** Index in the list. */
  listOrder: number;
}

export interface RideChanges {
  renamed: { ride: KnownRide; name: string }[];
  retyped: { ride: KnownRide; entityType: EntityType }[];
  moved: { ride: KnownRide; parkId: number }[];
}

/** Differences between the known rides and the catalogue. Missing values of the catalogue change nothing. */
export function rideChanges(known: readonly KnownRide[], listed: readonly ListedRide[]): RideChanges {
  const byUuid = new Map(known.map((ride) => [ride.themeparksWikiId, ride]));
  const changes: RideChanges = { renamed: [], retyped: [], moved: [] };
  for (const { themeparksWikiId, name, entityType, parkId } of listed) {
    const ride = byUuid.get(themeparksWikiId);
    if (ride === undefined) continue;
    const newName = name === null ? ride.name : nextName(ride.name, name);
    if (newName !== ride.name) changes.renamed.push({ ride, name: newName });
    if (entityType !== null && entityType !== ride.entityType) changes.retyped.push({ ride, entityType });
    if (parkId !== null && parkId !== ride.parkId) changes.moved.push({ ride, parkId });
  }
  return changes;
}

/** Parks and rides that a listing of the catalogue activates or deactivates. */
export interface Presence {
  /** Active rides of which neither the own UUID nor a linked one is listed. */
  removedRides: KnownRide[];
  /** Inactive rides that are listed again. */
  returnedRides: KnownRide[];
  removedParks: KnownPark[];
  returnedParks: KnownPark[];
  /** So much of the destination vanished at once that the response is not trusted. */
  isTooMuch: boolean;
}

const MAX_VANISHED_SHARE = 0.5;

/**
 * Rides without a UUID and placeholder parks are never in the catalogue and stay unchanged. A `continued` ride has not
 * vanished: it continues under a newly listed UUID. A `replaced` ride has vanished, but does not count against the trust in
 * the list.
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
    isTooMuch: unexplained.length + removedParks.length > active * MAX_VANISHED_SHARE,
  };
}

/** Rides that are listed under their own UUID or a linked one. */
export function presentRideIds(rides: readonly KnownRide[], listed: ReadonlySet<string>): Set<number> {
  const own = rides.filter(({ themeparksWikiId }) => themeparksWikiId !== null && listed.has(themeparksWikiId));
  return new Set(own.flatMap(({ rideId, linkedToRideId }) => [rideId, linkedToRideId ?? rideId]));
}
