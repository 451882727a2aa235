import type { ListedDestination } from './catalog-responses.js';

/** What is known of the present place of a park or ride. */
export interface KnownPlace {
  /** UUID of the destination that has it. */
  destinationUuid: string;
  isActive: boolean;
}

/**
 * Which destination has what, by all that the catalogue reports at one time. A park or ride belongs to one destination:
 * what another one's list holds of it is not followed, so that it does not move to and fro. It moves when the catalogue
 * agrees on another destination.
 */
export class CatalogueClaims {
  private readonly namedBy = new Map<string, string[]>();
  private readonly destinations: ReadonlySet<string>;

  /**
   * @param destinations every destination of the catalogue
   * @param children UUIDs below each destination; one that could not be had, or was not asked for, is missing
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

  /** The list of destinations decides, where it names the park; a move takes the new destination's descendants to agree. */
  ownsPark(destination: string, park: string, known: KnownPlace | null): boolean {
    const named = this.namedBy.get(park) ?? [];
    if (named.length === 0) return this.ownsEntity(destination, park, known);
    if (!named.includes(destination)) return false;
    if (known === null) return named[0] === destination;
    if (known.destinationUuid === destination) return true;
    const isElsewhere = named.includes(known.destinationUuid);
    return !isElsewhere && named[0] === destination && this.lists(destination, park) === true;
  }

  /** What has no entry in the list of destinations stays where it is as long as that destination lists it. */
  ownsEntity(destination: string, entity: string, known: KnownPlace | null): boolean {
    if (known === null) return this.firstToList(entity) === destination;
    if (known.destinationUuid === destination) return true;
    const isListed = this.lists(known.destinationUuid, entity);
    return isListed === null ? !(known.isActive && this.destinations.has(known.destinationUuid)) : !isListed;
  }

  /** In the order of the catalogue, so that what is new and listed twice has one place. */
  private firstToList(entity: string): string | undefined {
    return [...this.destinations].find((destination) => this.lists(destination, entity) === true);
  }

  /** Whether any destination lists it: one that its own destination does not list any more is about to move. */
  isListed(entity: string): boolean {
    return [...this.children.values()].some((entities) => entities.has(entity));
  }

  /** Null: the descendants of the destination are not known. */
  private lists(destination: string, entity: string): boolean | null {
    return this.children.get(destination)?.has(entity) ?? null;
  }
}
