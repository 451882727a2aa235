import { DomainError } from '../../../common/domain-error.js';
import type { Position } from '../../../common/geo.js';
import { canonicalJson, NESTED_TOO_DEEP } from '../../../common/reading/canonical-json.js';
import {
  INVALID,
  isJsonObject,
  isWithoutValue,
  type JsonObject,
  readName,
  readUuid,
  readWord,
  trimAscii,
} from '../../../common/reading/field-readers.js';
import { isTimezoneName } from '../../../common/time/zones/time-zones.js';
import { cutText } from '../../../common/text.js';
import { MalformedResponseError, requireList, requireObject } from '../../themeparks-api/malformed-response.error.js';
import { ENTITY_TYPES, type EntityType } from '../entity-types.js';

/** The requested destination is not in the catalogue, or its entry there is unreadable. */
export class DestinationNotListedError extends DomainError {
  constructor(themeparksWikiId: string) {
    super('DESTINATION_NOT_FOUND', `The live API lists no destination ${themeparksWikiId}`, { themeparksWikiId });
  }
}

export interface ListedDestination {
  themeparksWikiId: string;
  name: string | null;
  slug: string | null;
  parks: { themeparksWikiId: string; name: string | null }[];
}

export interface ListedEntity {
  themeparksWikiId: string;
  name: string | null;
  entityType: EntityType | null;
  slug: string | null;
  /** UUID of its parent entity. */
  parentId: string | null;
  externalId: string | null;
  /** Unvalidated. */
  position: Position | null;
}

/** Facts that only the response about the park itself contains; null: not reported. */
export interface ParkFacts {
  name: string | null;
  slug: string | null;
  timezone: string | null;
  /** The reported value if it is not a valid time zone; null: it is valid or missing. */
  unknownTimezone: string | null;
  /** Unvalidated. */
  position: Position | null;
}

/** The readable entries, and samples of the unreadable ones. */
export interface Readable<T> {
  data: T[];
  rejected: string[];
}

const ABOUT_ENTITY = 'response about an entity';
const MAX_SAMPLE_LENGTH = 200;
const asItIs = (text: string): string => text;

/** @throws MalformedResponseError */
export function readDestinations(response: unknown): Readable<ListedDestination> {
  return readList(
    requireList(response, 'destinations', 'response about destinations', 'NO_DESTINATIONS'),
    ({ themeparksWikiId, fields }) => ({
      themeparksWikiId,
      name: readName(fields.name, asItIs),
      slug: readName(fields.slug, asItIs),
      parks: (Array.isArray(fields.parks) ? fields.parks : []).flatMap((park) => {
        const identified = identify(park);
        if (identified === null) return [];
        const name = readName(identified.fields.name, asItIs);
        return [{ themeparksWikiId: identified.themeparksWikiId, name }];
      }),
    }),
  );
}

/** @throws MalformedResponseError */
export function readChildren(response: unknown): Readable<ListedEntity> {
  return readList(
    requireList(response, 'children', 'response about children', 'NO_CHILDREN'),
    ({ themeparksWikiId, fields }) => ({
      themeparksWikiId,
      name: readName(fields.name, asItIs),
      entityType: readWord(fields.entityType, ENTITY_TYPES) ?? null,
      slug: readName(fields.slug, asItIs),
      parentId: readUuid(fields.parentId) ?? null,
      externalId: readName(fields.externalId, asItIs),
      position: readLocation(fields.location),
    }),
  );
}

/** @throws MalformedResponseError */
export function readParkFacts(response: unknown): ParkFacts {
  const { id, name, slug, timezone, location } = requireObject(response, ABOUT_ENTITY);
  if (readUuid(id) === INVALID) throw new MalformedResponseError(ABOUT_ENTITY, 'NO_ID', id);
  return {
    name: readName(name, asItIs),
    slug: readName(slug, asItIs),
    ...readTimezone(timezone),
    position: readLocation(location),
  };
}

function readTimezone(value: unknown): Pick<ParkFacts, 'timezone' | 'unknownTimezone'> {
  const name = typeof value === 'string' ? trimAscii(value) : value;
  if (isWithoutValue(name)) return { timezone: null, unknownTimezone: null };
  if (typeof name === 'string' && isTimezoneName(name)) return { timezone: name, unknownTimezone: null };
  const text = typeof name === 'string' ? name : (canonicalJson(name) ?? NESTED_TOO_DEEP);
  return { timezone: null, unknownTimezone: cutText(text, MAX_SAMPLE_LENGTH) };
}

/** Requires both coordinates. Does not check whether the position is plausible. */
function readLocation(location: unknown): Position | null {
  const { latitude, longitude } = isJsonObject(location) ? location : {};
  return isNumber(latitude) && isNumber(longitude) ? { latitude, longitude } : null;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

interface Identified {
  themeparksWikiId: string;
  fields: JsonObject;
}

function identify(entry: unknown): Identified | null {
  if (!isJsonObject(entry)) return null;
  const themeparksWikiId = readUuid(entry.id);
  return themeparksWikiId === INVALID ? null : { themeparksWikiId, fields: entry };
}

/** An entity that is listed twice is returned once. */
function readList<T>(list: readonly unknown[], read: (entry: Identified) => T): Readable<T> {
  const data = new Map<string, T>();
  const rejected: string[] = [];
  for (const entry of list) {
    const identified = identify(entry);
    if (identified === null) rejected.push(cutText(canonicalJson(entry) ?? NESTED_TOO_DEEP, MAX_SAMPLE_LENGTH));
    else data.set(identified.themeparksWikiId, read(identified));
  }
  return { data: [...data.values()], rejected };
}
