import { isJsonObject } from '../../../common/reading/field-readers.js';
import { normaliseName } from '../../catalog/id-matching/name-normaliser.js';
import type { EntityType } from '../../catalog/entity-types.js';
import type { Classification } from '../metadata.js';
import type { CuratedIndex, CuratedKey } from './curated-index.js';
import { classOfName } from './name-rules.js';

/** The curated lists are public knowledge, carefully written and unmeasured: likely, not certain. */
const CURATED_CONFIDENCE = 0.9;
/** Who may get wet is under the sky more often than not; some boat rides in halls splash too. */
const MAY_GET_WET_CONFIDENCE = 0.6;

const NOT_CLASSIFIED: Classification = {
  indoorOutdoor: null,
  classificationSource: null,
  classificationConfidence: null,
};

export interface ClassifiedRide extends CuratedKey {
  entityType: EntityType | null;
  tags: readonly unknown[] | null;
}

/**
 * Indoors, outdoors or both, by the strongest source that says anything: the curated lists, then tags, then the name.
 * No source says what it is unless its name stands beside the answer.
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
  if (ride.tags?.some((tag) => isJsonObject(tag) && tag.tag === 'MAY_GET_WET')) {
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
