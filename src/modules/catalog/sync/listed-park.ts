import { groupBy } from '../../../common/collections.js';
import type { Position } from '../../../common/geo.js';
import { isSameZone } from '../../../common/time/zones/time-zones.js';
import { nextName } from '../id-matching/name-decorations.js';
import type { ListedDestination, ListedEntity, ParkFacts } from './catalog-responses.js';
import { findParkPositionProblem, type RefusedParkPosition } from './check-park-position.js';
import type { KnownPark } from './catalog-comparison.js';

/** A park as the catalogue lists it; null: not reported. */
export interface ListedPark {
  themeparksWikiId: string;
  name: string | null;
  slug: string | null;
  timezone: string | null;
  /** The reported value if it is not a valid time zone. */
  unknownTimezone: string | null;
  latitude: number | null;
  longitude: number | null;
  /** The problem with the reported position, if it was refused. */
  refusedPosition: RefusedParkPosition | null;
  /** Unvalidated positions of its rides. */
  ridePositions: readonly Position[];
}

/** Parks of both lists; values missing in one are taken from the other. */
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
    const { position, refused } = plausiblePosition([reported?.position, child?.position], rides);
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

/** The first plausible position; if there is none, the problem with the first one. */
function plausiblePosition(
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

/** The known park updated from the catalogue. An alias of its time zone changes nothing; an implausible stored position is removed. */
export function updatedPark(known: KnownPark, listed: ListedPark, destinationId: number): KnownPark {
  const { latitude, longitude } = listed.latitude === null ? plausibleKnownPosition(known, listed) : listed;
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

function plausibleKnownPosition({ latitude, longitude }: KnownPark, { ridePositions }: ListedPark) {
  const isKnown = latitude !== null && longitude !== null;
  const isPlausible = isKnown && findParkPositionProblem({ latitude, longitude }, ridePositions) === null;
  return isPlausible ? { latitude, longitude } : { latitude: null, longitude: null };
}

/** The nearest ancestor of an entity that is a park; null: none. */
export function parkAbove(
  entity: ListedEntity,
  byId: ReadonlyMap<string, ListedEntity>,
  parkIds: ReadonlySet<string>,
): string | null {
  const visited = new Set<string>();
  for (let id = entity.parentId; id !== null && !visited.has(id); id = byId.get(id)?.parentId ?? null) {
    if (parkIds.has(id)) return id;
    visited.add(id);
  }
  return null;
}
