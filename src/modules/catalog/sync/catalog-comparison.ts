import type { Position } from '../../../common/geo.js';
import type { EntityType } from '../entity-types.js';
import { nextName } from '../id-matching/name-decorations.js';

/** A ride as the warehouse has it. */
export interface KnownRide {
  rideId: number;
  themeparksWikiId: string | null;
  parkId: number;
  name: string;
  entityType: EntityType | null;
  isActive: boolean;
  /** The ride that it counts as; null: it is one of its own. */
  linkedToRideId: number | null;
  /** It was kept apart from a ride of the same name for no other reason than that one's UUID. */
  isHeldApart: boolean;
  /** The catalogue's list has had it before. */
  wasListed: boolean;
  /** The destination of its park. */
  destinationUuid: string;
  firstSeenAt: Date | null;
  lastSeenAt: Date | null;
}

export interface KnownPark {
  parkId: number;
  destinationId: number;
  destinationUuid: string;
  /** The park that it is by a decision: its rides are there. Null: it is itself. */
  countsAsParkId: number | null;
  themeparksWikiId: string | null;
  name: string;
  slug: string | null;
  timezone: string | null;
  latitude: number | null;
  longitude: number | null;
  isActive: boolean;
}

/** A listed entity that can be a ride, with the park it lies in as the warehouse knows that. */
export interface ListedRide {
  themeparksWikiId: string;
  name: string | null;
  entityType: EntityType | null;
  /** Null: it lies in no park. */
  parkId: number | null;
  position: Position | null;
  externalId: string | null;
  /** Its place in the list. */
  listOrder: number;
}

export interface RideChanges {
  renamed: { ride: KnownRide; name: string }[];
  retyped: { ride: KnownRide; entityType: EntityType }[];
  moved: { ride: KnownRide; parkId: number }[];
}

/** What of the known rides is not as the catalogue says. What it does not say stays as it is. */
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
