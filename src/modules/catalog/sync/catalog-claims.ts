import type { ListedDestination } from './catalog-responses.js';

/** The current destination of a park or ride. */
export interface KnownPlace {
  /** UUID of its destination. */
  destinationUuid: string;
  isActive: boolean;
}

/**
 * Decides to which destination a park or ride belongs, from all lists of one synchronisation. Other destinations may list
 * it too: these claims are ignored, so that it does not move back and forth. It moves when the catalogue agrees on another
 * destination.
 */
export class CatalogClaims {
  private readonly namedBy = new Map<string, string[]>();
  private readonly destinations: ReadonlySet<string>;

  /**
   * @param destinations every destination of the catalogue
   * @param children UUIDs below each destination; a destination that was unavailable or not requested is missing
   */
  constructor(
    destinations: readonly ListedDestination[],
    private readonly children: ReadonlyMap<string, ReadonlySet<string>>,
  ) {
    this.destinations = new Set(destinations.map(({ themeparksWikiId }) => themeparksWikiId));
    for (const { themeparksWikiId, parks } of destinations) {
      for (const park of parks) {
        const named = this.namedBy.get(park.themeparksWikiId) ?? [];
        this.namedBy.set(park.themeparksWikiId, [...named, themeparksWikiId]);
      }
    }
  }

  /** If the list of destinations names the park, it decides. For a move, the new destination must also list the park. */
  ownsPark(destination: string, park: string, known: KnownPlace | null): boolean {
    const named = this.namedBy.get(park) ?? [];
    if (named.length === 0) return this.ownsEntity(destination, park, known);
    if (!named.includes(destination)) return false;
    if (known === null) return named[0] === destination;
    if (known.destinationUuid === destination) return true;
    const isElsewhere = named.includes(known.destinationUuid);
    return !isElsewhere && named[0] === destination && this.lists(destination, park) === true;
  }

  /** An entity that the list of destinations does not name stays where it is as long as its destination lists it. */
  ownsEntity(destination: string, entity: string, known: KnownPlace | null): boolean {
    if (known === null) return this.firstToList(entity) === destination;
    if (known.destinationUuid === destination) return true;
    const isListed = this.lists(known.destinationUuid, entity);
    return isListed === null ? !(known.isActive && this.destinations.has(known.destinationUuid)) : !isListed;
  }

  /** The first in the order of the catalogue, so that a new entity that is listed twice has one destination. */
  private firstToList(entity: string): string | undefined {
    return [...this.destinations].find((destination) => this.lists(destination, entity) === true);
  }

  /** Whether any destination lists it: if its own destination no longer does, it is about to move. */
  isListed(entity: string): boolean {
    return [...this.children.values()].some((entities) => entities.has(entity));
  }

  /** Null: the descendants of the destination are unknown. */
  private lists(destination: string, entity: string): boolean | null {
    return this.children.get(destination)?.has(entity) ?? null;
  }
}
