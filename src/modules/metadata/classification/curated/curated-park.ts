import type { IndoorOutdoor } from '../../metadata.js';

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
