import {
  INVALID,
  isJsonObject,
  isWithoutValue,
  type JsonObject,
  readName,
  readUuid,
  readWord,
} from '../../../common/reading/field-readers.js';
import { type EntryIssues, LIVE_ENTITY_TYPES, type LiveEntity, type LiveEntityType } from './live-response.js';

export interface IdentifiedEntry {
  themeparksWikiId: string;
  fields: JsonObject;
}

/** The entry with its id, or null and an issue if it has no valid id. */
export function identifyEntry(entry: unknown, issues: EntryIssues): IdentifiedEntry | null {
  if (!isJsonObject(entry)) {
    issues.reject('NOT_AN_OBJECT', 'entity', entry);
    return null;
  }
  const themeparksWikiId = readUuid(entry.id);
  if (themeparksWikiId === INVALID) {
    issues.reject(isWithoutValue(entry.id) ? 'MISSING_ENTITY_ID' : 'INVALID_ENTITY_ID', 'id', entry.id);
    return null;
  }
  issues.themeparksWikiId = themeparksWikiId;
  return { themeparksWikiId, fields: entry };
}

/** The entity of the entry. An unreadable field is noted and null. */
export function readEntity({ themeparksWikiId, fields }: IdentifiedEntry, issues: EntryIssues): LiveEntity {
  const name = readName(fields.name, (text) => text);
  if (name === null) issues.note('MISSING_NAME', 'name', fields.name);
  return {
    themeparksWikiId,
    name,
    entityType: readEntityType(fields.entityType, issues),
    parkId: readParkId(fields.parkId, issues),
    externalId: readExternalId(fields.externalId, issues),
  };
}

function readEntityType(raw: unknown, issues: EntryIssues): LiveEntityType | null {
  const entityType = readWord(raw, LIVE_ENTITY_TYPES);
  if (entityType !== INVALID) return entityType;
  issues.note('UNKNOWN_ENTITY_TYPE', 'entityType', raw);
  return null;
}

function readParkId(raw: unknown, issues: EntryIssues): string | null {
  if (isWithoutValue(raw)) return null;
  const parkId = readUuid(raw);
  if (parkId !== INVALID) return parkId;
  issues.note('INVALID_PARK_ID', 'parkId', raw);
  return null;
}

/** Some sources use numbers as ids. */
function readExternalId(raw: unknown, issues: EntryIssues): string | null {
  if (isWithoutValue(raw)) return null;
  const externalId = readName(typeof raw === 'number' ? String(raw) : raw, (text) => text);
  if (externalId === null) issues.note('INVALID_EXTERNAL_ID', 'externalId', raw);
  return externalId;
}
