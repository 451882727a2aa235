import { normaliseName, splitSeasonalOverlay } from '../../catalog/id-matching/name-normaliser.js';
import { INDOOR_OUTDOOR, type IndoorOutdoor } from '../metadata.js';

/**
 * What is known of the attractions of one park.
 *
 * INDOOR: guests ride, or sit, under a roof and between walls all the time. OUTDOOR: under the sky, or a mere canopy.
 * HYBRID: a good part of the experience is in, and a good part out. What is in doubt is left out.
 */
export interface CuratedPark extends Readonly<Partial<Record<IndoorOutdoor, readonly string[]>>> {
  /** Names of its destination in the catalogue: two resorts have a "Disneyland Park". */
  destinations: readonly string[];
  /** Names of the park, present and past. */
  parks: readonly string[];
  /** UUIDs at ThemeParks.wiki of attractions named above, where they are known: a renamed ride keeps its class. */
  entityIds?: Readonly<Record<string, string>>;
}

/** What identifies a ride to the curated list. */
export interface CuratedKey {
  /** Every UUID that the ride has. */
  themeparksWikiIds: readonly string[];
  destinationName: string;
  parkName: string;
  rideName: string;
}

/** Of normalised names. */
const key = (destination: string, park: string, ride: string): string => [destination, park, ride].join('|');
const normalised = (names: readonly string[]): Set<string> => new Set(names.map(normaliseName));

/** Finds a ride's class in the curated lists: by UUID, or by its name within its park of its destination. */
export class CuratedIndex {
  private readonly byId = new Map<string, IndoorOutdoor>();
  private readonly byName = new Map<string, IndoorOutdoor>();

  /** @throws Error where the lists contradict themselves */
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
