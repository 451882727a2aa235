import { groupBy } from '../../../common/collections.js';
import type { Position } from '../../../common/geo.js';
import { isSameZone } from '../../../common/time/zones/time-zones.js';
import { nextName } from '../id-matching/name-decorations.js';
import type { ListedDestination, ListedEntity, ParkFacts } from './catalog-responses.js';
import { findParkPositionProblem, type RefusedParkPosition } from './check-park-position.js';
import type { KnownPark } from './catalog-comparison.js';

/** A park as the catalogue shows it; null: not said. */
export interface ListedPark {
  themeparksWikiId: string;
  name: string | null;
  slug: string | null;
  timezone: string | null;
  /** What the catalogue gives for a time zone, and is none. */
  unknownTimezone: string | null;
  latitude: number | null;
  longitude: number | null;
  /** Why the position that the catalogue gives is not taken. */
  refusedPosition: RefusedParkPosition | null;
  /** Of its rides, as the catalogue gives them. */
  ridePositions: readonly Position[];
}

/** Parks of both lists; what the one does not say may stand in the other. */
export function listedParks(
  destination: ListedDestination,
  children: readonly ListedEntity[],
  facts: ReadonlyMap<string, ParkFacts>,
): ListedPark[] {
  const below = children.filter(({ entityType }) => entityType === 'PARK');
  const named = new Map(destination.parks.map((park) => [park.themeparksWikiId, park.name]));
  const ids = new Set([...named.keys(), ...below.map(({ themeparksWikiId }) => themeparksWikiId)]);
  const ridePositions = ridePositionsByPark(children, ids);
  return [...ids].map((themeparksWikiId) => {
    const child = below.find((park) => park.themeparksWikiId === themeparksWikiId);
    const reported = facts.get(themeparksWikiId);
    const rides = ridePositions.get(themeparksWikiId) ?? [];
    const { position, refused } = believablePosition([reported?.position, child?.position], rides);
    return {
      themeparksWikiId,
      name: reported?.name ?? child?.name ?? named.get(themeparksWikiId) ?? null,
      slug: reported?.slug ?? child?.slug ?? null,
      timezone: reported?.timezone ?? null,
      unknownTimezone: reported?.unknownTimezone ?? null,
      latitude: position?.latitude ?? null,
      longitude: position?.longitude ?? null,
      refusedPosition: refused,
      ridePositions: rides,
    };
  });
}

/** The first position at which the park can be; where there is none, why the first one was refused. */
function believablePosition(
  positions: readonly (Position | null | undefined)[],
  rides: readonly Position[],
): { position: Position | null; refused: RefusedParkPosition | null } {
  const reported = positions.filter((position) => position != null);
  const problems = reported.map((position) => findParkPositionProblem(position, rides));
  const position = reported.find((_, index) => problems[index] === null) ?? null;
  return { position, refused: position === null ? (problems[0] ?? null) : null };
}

function ridePositionsByPark(
  children: readonly ListedEntity[],
  parkIds: ReadonlySet<string>,
): Map<string, readonly Position[]> {
  const byId = new Map(children.map((child) => [child.themeparksWikiId, child]));
  const placed = children.flatMap((child) => {
    const parkId = child.entityType === 'PARK' ? null : parkAbove(child, byId, parkIds);
    return parkId === null || child.position === null ? [] : [{ parkId, position: child.position }];
  });
  const byPark = groupBy(placed, ({ parkId }) => parkId);
  return new Map([...byPark].map(([parkId, members]) => [parkId, members.map(({ position }) => position)]));
}

/** The known park with what the catalogue says of it. An alias of its time zone changes nothing. A stored position at which it cannot be does not stay. */
export function updatedPark(known: KnownPark, listed: ListedPark, destinationId: number): KnownPark {
  const { latitude, longitude } = listed.latitude === null ? believedPosition(known, listed) : listed;
  return {
    ...known,
    destinationId,
    name: listed.name === null ? known.name : nextName(known.name, listed.name),
    slug: listed.slug ?? known.slug,
    timezone: isSameZone(known.timezone, listed.timezone) ? known.timezone : (listed.timezone ?? known.timezone),
    latitude,
    longitude,
  };
}

function believedPosition({ latitude, longitude }: KnownPark, { ridePositions }: ListedPark) {
  const isKnown = latitude !== null && longitude !== null;
  const isBelieved = isKnown && findParkPositionProblem({ latitude, longitude }, ridePositions) === null;
  return isBelieved ? { latitude, longitude } : { latitude: null, longitude: null };
}

/** The park above an entity, however far; null: it lies in none. */
export function parkAbove(
  entity: ListedEntity,
  byId: ReadonlyMap<string, ListedEntity>,
  parkIds: ReadonlySet<string>,
): string | null {
  const passed = new Set<string>();
  for (let id = entity.parentId; id !== null && !passed.has(id); id = byId.get(id)?.parentId ?? null) {
    if (parkIds.has(id)) return id;
    passed.add(id);
  }
  return null;
}
