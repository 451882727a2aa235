import type { ListedDestination, ListedEntity, ParkFacts } from './catalog-answers.js';
import type { KnownPark } from './known-catalog.js';

/** A park as the catalogue shows it; null: not said. */
export interface ListedPark extends ParkFacts {
  themeparksWikiId: string;
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
  return [...ids].map((themeparksWikiId) => {
    const child = below.find((park) => park.themeparksWikiId === themeparksWikiId);
    const said = facts.get(themeparksWikiId);
    const place = said?.latitude != null ? said : child;
    return {
      themeparksWikiId,
      name: said?.name ?? child?.name ?? named.get(themeparksWikiId) ?? null,
      slug: said?.slug ?? child?.slug ?? null,
      timezone: said?.timezone ?? null,
      latitude: place?.latitude ?? null,
      longitude: place?.longitude ?? null,
    };
  });
}

/** The known park with what the catalogue says of it. */
export function updatedPark(known: KnownPark, listed: ListedPark, destinationId: number): KnownPark {
  return {
    ...known,
    destinationId,
    name: listed.name ?? known.name,
    slug: listed.slug ?? known.slug,
    timezone: listed.timezone ?? known.timezone,
    latitude: listed.latitude ?? known.latitude,
    longitude: listed.longitude ?? known.longitude,
  };
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
