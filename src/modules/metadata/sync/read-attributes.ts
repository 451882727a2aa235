import { canonicalJson } from '../../../common/reading/canonical-json.js';
import { INVALID, isWithoutValue, type JsonObject, readUuid, readWord } from '../../../common/reading/field-readers.js';
import { ATTRACTION_TYPES, type Attributes, type AttractionType } from '../metadata.js';

/** Attributes that `/entity/{id}` reports in keys of its own; null: no value. */
export interface ReportedAttributes {
  attractionType: AttractionType | null;
  themeparksWikiParkId: string | null;
  attributes: Attributes | null;
}

/** Keys of the entity itself. Every other key is an attribute. */
const ENTITY_KEYS: ReadonlySet<string> = new Set([
  'id',
  'name',
  'slug',
  'location',
  'parentId',
  'timezone',
  'entityType',
  'destinationId',
  'externalId',
  'tags',
]);
/** Far more than any real entity has; what exceeds it is not stored. */
const MAX_LENGTH = 65_536;

/**
 * Reads the attributes of an entity. Unknown ones are kept as they are, and so is an attraction type or park id that cannot
 * be read: nothing that the source reports is lost.
 */
export function readAttributes(entity: JsonObject): ReportedAttributes {
  const attractionType = readWord(entity.attractionType, ATTRACTION_TYPES) ?? null;
  const parkId = isWithoutValue(entity.parkId) ? INVALID : readUuid(entity.parkId);
  const isRead = (key: string): boolean =>
    ENTITY_KEYS.has(key) ||
    (key === 'attractionType' && attractionType !== null) ||
    (key === 'parkId' && parkId !== INVALID);
  const others = storable(Object.entries(entity).filter(([key, value]) => !isRead(key) && !isWithoutValue(value)));
  const attributes = others.length === 0 ? null : Object.fromEntries(others);
  return { attractionType, themeparksWikiParkId: parkId ?? null, attributes };
}

/** Leaves out values that a JSON column refuses, and those that make the attributes too long. */
function storable(fields: readonly [string, unknown][]): [string, unknown][] {
  let length = 0;
  return fields.filter(([key, value]) => {
    const own = canonicalJson({ [key]: value })?.length ?? Infinity;
    if (length + own > MAX_LENGTH) return false;
    length += own;
    return true;
  });
}

/** The name of a tag or attribute for comparison: `MAY_GET_WET` and `mayGetWet` are the same. */
export const attributeWord = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toLowerCase();
