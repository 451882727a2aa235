import type { EntityType } from '../../catalog/entity-types.js';
import type { IndoorOutdoor } from '../metadata.js';

export interface RuledClass {
  indoorOutdoor: IndoorOutdoor;
  confidence: number;
}

interface NameRule extends RuledClass {
  /** Any of these words or phrases, normalised, at word boundaries. */
  words: readonly string[];
  /** Only for these; without it, for all. */
  types?: readonly EntityType[];
}

/**
 * What a name alone suggests. The confidence is an estimate, not a measurement: it says how far the word binds the
 * building. Words that stand on both sides of walls are left out ("coaster", "carousel", "train", "show", "safari").
 */
const NAME_RULES: readonly NameRule[] = [
  { words: ['parade', 'cavalcade', 'fireworks'], indoorOutdoor: 'OUTDOOR', confidence: 0.8, types: ['SHOW'] },
  { words: ['river rapids', 'rapids', 'log flume', 'flume'], indoorOutdoor: 'OUTDOOR', confidence: 0.7 },
  { words: ['ferris wheel', 'giant wheel', 'big wheel'], indoorOutdoor: 'OUTDOOR', confidence: 0.8 },
  {
    words: ['railroad', 'steam train', 'skyway', 'sky ride', 'skyride', 'chairlift'],
    indoorOutdoor: 'OUTDOOR',
    confidence: 0.6,
  },
  { words: ['playground', 'splash pad', 'splash zone', 'water playground'], indoorOutdoor: 'OUTDOOR', confidence: 0.6 },
  { words: ['lazy river', 'wave pool', 'body slides'], indoorOutdoor: 'OUTDOOR', confidence: 0.5 },
  { words: ['amphitheater', 'amphitheatre'], indoorOutdoor: 'OUTDOOR', confidence: 0.6 },
  { words: ['4d', '4 d', '4d cinema', 'cinema', 'imax'], indoorOutdoor: 'INDOOR', confidence: 0.8 },
  { words: ['theater', 'theatre', 'museum', 'aquarium', 'planetarium'], indoorOutdoor: 'INDOOR', confidence: 0.6 },
  { words: ['3d', 'flying theater', 'flying theatre', 'dark ride'], indoorOutdoor: 'INDOOR', confidence: 0.7 },
  { words: ['haunted house', 'mirror maze', 'laser maze'], indoorOutdoor: 'INDOOR', confidence: 0.7 },
];

/**
 * The class that a name suggests; null where it suggests none, or two.
 * @param name normalised
 */
export function classOfName(name: string, entityType: EntityType | null): RuledClass | null {
  const padded = ` ${name} `;
  const fitting = NAME_RULES.filter(
    ({ words, types }) =>
      (types === undefined || (entityType !== null && types.includes(entityType))) &&
      words.some((word) => padded.includes(` ${word} `)),
  );
  const [best] = fitting.sort((one, other) => other.confidence - one.confidence);
  if (best === undefined || fitting.some(({ indoorOutdoor }) => indoorOutdoor !== best.indoorOutdoor)) return null;
  return { indoorOutdoor: best.indoorOutdoor, confidence: best.confidence };
}
