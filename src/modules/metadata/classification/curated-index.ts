import { normaliseName, splitSeasonalOverlay } from '../../catalog/id-matching/name-normaliser.js';
import { INDOOR_OUTDOOR, type IndoorOutdoor } from '../metadata.js';

/**
 * Classified attractions of one park.
 *
 * INDOOR: the whole experience is inside a building. OUTDOOR: it is under the open sky or a mere canopy. HYBRID: a
 * substantial part is indoors and a substantial part outdoors. Doubtful attractions are not listed. The lists are written
 * from public knowledge of the parks and their rides, not from data of their operators, and not checked on site.
 */
export interface CuratedPark extends Readonly<Partial<Record<IndoorOutdoor, readonly string[]>>> {
  /** Names of its destination in the catalogue, because two resorts have a "Disneyland Park". */
  destinations: readonly string[];
  /** Current and former names of the park. */
  parks: readonly string[];
  /** Known ThemeParks.wiki UUIDs of attractions named above, so that a renamed ride keeps its class. */
  entityIds?: Readonly<Record<string, string>>;
}

/** The facts that identify a ride in the curated lists. */
export interface CuratedKey {
  /** Every UUID of the ride. */
  themeparksWikiIds: readonly string[];
  destinationName: string;
  parkName: string;
  rideName: string;
}

/** Key of normalised names. */
const key = (destination: string, park: string, ride: string): string => [destination, park, ride].join('|');
const normalised = (names: readonly string[]): Set<string> => new Set(names.map(normaliseName));

/** Finds a ride's class in the curated lists: by UUID, or by its name within its park of its destination. */
export class CuratedIndex {
  private readonly byId = new Map<string, IndoorOutdoor>();
  private readonly byName = new Map<string, IndoorOutdoor>();

  /** @throws Error if the lists contradict each other */
  constructor(parks: readonly CuratedPark[]) {
    for (const park of parks) this.add(park);
  }

  find({ themeparksWikiIds, destinationName, parkName, rideName }: CuratedKey): IndoorOutdoor | null {
    for (const id of themeparksWikiIds) {
      const known = this.byId.get(id);
      if (known !== undefined) return known;
    }
    const name = normaliseName(rideName);
    const [destination, park] = [normaliseName(destinationName), normaliseName(parkName)];
    const { base } = splitSeasonalOverlay(name);
    const named = (ride: string) => this.byName.get(key(destination, park, ride));
    return named(name) ?? named(base) ?? null;
  }

  private add(park: CuratedPark): void {
    const classes = new Map<string, IndoorOutdoor>();
    for (const word of INDOOR_OUTDOOR) {
      for (const name of park[word] ?? []) put(classes, normaliseName(name), word, name);
    }
    for (const destination of normalised(park.destinations)) {
      for (const name of normalised(park.parks)) {
        for (const [ride, word] of classes) put(this.byName, key(destination, name, ride), word, ride);
      }
    }
    for (const [name, id] of Object.entries(park.entityIds ?? {})) {
      const word = classes.get(normaliseName(name));
      if (word === undefined) throw new Error(`curated list of ${park.parks[0]}: "${name}" has an id but no class`);
      put(this.byId, id, word, name);
    }
  }
}

function put(map: Map<string, IndoorOutdoor>, at: string, word: IndoorOutdoor, name: string): void {
  if (map.has(at)) throw new Error(`curated lists: "${name}" stands there twice`);
  map.set(at, word);
}
