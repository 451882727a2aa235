import { canonicalJson } from '../../../common/reading/canonical-json.js';
import {
  INVALID,
  isJsonObject,
  type JsonObject,
  readName,
  readUuid,
  readWord,
} from '../../../common/reading/field-readers.js';
import { ENTITY_TYPES, type EntityType } from '../../catalog/entity-types.js';
import { MalformedResponseError, requireList } from '../../themeparks-api/malformed-response.error.js';
import { readAttributes, type ReportedAttributes } from './read-attributes.js';

/** One entity of a response; null: no value. */
export interface EntityResponse {
  themeparksWikiId: string;
  entityType: EntityType | null;
  externalId: string | null;
  /** Unvalidated: a ride's position is checked against the position of its park. */
  location: unknown;
}

export interface EntityDocument extends EntityResponse, ReportedAttributes {
  /** Also null for an empty list: a response without tags does not remove known tags. */
  tags: unknown[] | null;
}

/** Far more than any real entity has; longer documents are not stored. */
const MAX_TAGS_LENGTH = 65_536;

const asItIs = (text: string): string => text;

/**
 * Reads `/entity/{id}/children` by UUID. Entries without a valid id are skipped; the synchronisation of the catalogue
 * reports them.
 * @throws MalformedResponseError
 */
export function readListing(response: unknown): Map<string, EntityResponse> {
  const children = requireList(response, 'children', 'response about children', 'NO_CHILDREN');
  const entities = children.flatMap((child) => readEntity(child) ?? []);
  return new Map(entities.map((entity) => [entity.themeparksWikiId, entity]));
}

/** Reads `/entity/{id}`. @throws MalformedResponseError if it is not about this entity */
export function readDocument(response: unknown, themeparksWikiId: string): EntityDocument {
  const entity = readEntity(response);
  if (entity?.themeparksWikiId !== themeparksWikiId) {
    throw new MalformedResponseError('response about an entity', 'OTHER_ENTITY', response);
  }
  const fields = response as JsonObject;
  return { ...entity, ...readAttributes(fields), tags: readTags(fields.tags) };
}

function readEntity(value: unknown): EntityResponse | null {
  if (!isJsonObject(value)) return null;
  const themeparksWikiId = readUuid(value.id);
  if (themeparksWikiId === INVALID) return null;
  return {
    themeparksWikiId,
    entityType: readWord(value.entityType, ENTITY_TYPES) ?? null,
    externalId: readName(value.externalId, asItIs),
    location: value.location ?? null,
  };
}

function readTags(tags: unknown): unknown[] | null {
  const isTag = (tag: unknown): boolean => isJsonObject(tag) && canonicalJson([tag]) !== null;
  const objects = Array.isArray(tags) ? (tags as unknown[]).filter(isTag) : [];
  const text = canonicalJson(objects);
  return objects.length === 0 || text === null || text.length > MAX_TAGS_LENGTH ? null : objects;
}
