import { isJsonObject } from '../../../common/reading/field-readers.js';
import type { EntityType } from '../../catalog/entity-types.js';
import { normaliseName } from '../../catalog/id-matching/name-normaliser.js';
import type { Attributes, Classification, IndoorOutdoor } from '../metadata.js';
import { attributeWord } from '../sync/read-attributes.js';
import type { CuratedIndex, CuratedKey } from './curated-index.js';

export interface RuledClass {
  indoorOutdoor: IndoorOutdoor;
  confidence: number;
}

interface NameRule extends RuledClass {
  /** Any of these words or phrases, normalised, at word boundaries. */
  words: readonly string[];
  /** Entity types to which the rule applies; default: all. */
  types?: readonly EntityType[];
}

/**
 * Classifications by name. The confidence is an estimate, not a measurement, of how strongly the word implies the class.
 * Words that occur both indoors and outdoors are not included ("coaster", "carousel", "train", "show", "safari").
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
 * The class that a name suggests; null: none or contradictory ones.
 * @param name the normalised name
 */
function classOfName(name: string, entityType: EntityType | null): RuledClass | null {
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

/** The curated lists are written from public knowledge and not verified on site: likely, not certain. */
const CURATED_CONFIDENCE = 0.9;
/** Rides on which guests may get wet are usually outdoors, but some indoor boat rides splash too. */
const MAY_GET_WET_CONFIDENCE = 0.6;

const NOT_CLASSIFIED: Classification = {
  indoorOutdoor: null,
  classificationSource: null,
  classificationConfidence: null,
};

export interface ClassifiedRide extends CuratedKey {
  entityType: EntityType | null;
  tags: readonly unknown[] | null;
  /** Take precedence over the tags, their older form. */
  attributes?: Attributes | null;
}

function mayGetWet({ tags, attributes }: ClassifiedRide): boolean {
  const attribute = Object.entries(attributes ?? {}).find(([name]) => attributeWord(name) === 'maygetwet');
  if (attribute !== undefined) return attribute[1] === true;
  return tags?.some((tag) => isJsonObject(tag) && tag.tag === 'MAY_GET_WET') ?? false;
}

/**
 * Classifies a ride as indoor, outdoor or hybrid by the strongest applicable source: the curated lists, then tags, then the
 * name. The result always names its source.
 */
export function classify(ride: ClassifiedRide, curated: CuratedIndex): Classification {
  const listed = curated.find(ride);
  if (listed !== null) {
    return {
      indoorOutdoor: listed,
      classificationSource: 'CURATED',
      classificationConfidence: CURATED_CONFIDENCE,
    };
  }
  if (mayGetWet(ride)) {
    return {
      indoorOutdoor: 'OUTDOOR',
      classificationSource: 'TAG',
      classificationConfidence: MAY_GET_WET_CONFIDENCE,
    };
  }
  const ruled = classOfName(normaliseName(ride.rideName), ride.entityType);
  if (ruled === null) return NOT_CLASSIFIED;
  return {
    indoorOutdoor: ruled.indoorOutdoor,
    classificationSource: 'NAME_RULE',
    classificationConfidence: ruled.confidence,
  };
}
