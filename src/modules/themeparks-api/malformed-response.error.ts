import { DomainError } from '../../common/domain-error.js';
import { isJsonObject, type JsonObject } from '../../common/reading/field-readers.js';
import { cutText, jsonText } from '../../common/text.js';

/** Ends of sentences that describe a malformed response. */
const EXPECTATIONS = {
  NOT_AN_OBJECT: 'is not a JSON object',
  NO_LIVE_DATA: 'has no array "liveData"',
  NO_DESTINATIONS: 'has no array "destinations"',
  NO_CHILDREN: 'has no array "children"',
  NO_SCHEDULE: 'has no array "schedule"',
  NO_ID: 'has no id of its entity',
  NO_CONTENT: 'has none of the lists that belong to it',
  OTHER_ENTITY: 'is about another entity than requested',
} as const;
export type ResponseDefect = keyof typeof EXPECTATIONS;

/** What a response is about, as the beginning of a sentence. */
export type ResponseKind =
  | 'live response'
  | 'response of the History API'
  | 'response about destinations'
  | 'response about children'
  | 'response about an entity'
  | 'response about a schedule';

const MAX_FOUND_LENGTH = 200;

/** A whole response of the API has the wrong shape, and none of it can be used. */
export class MalformedResponseError extends DomainError {
  declare readonly details: Readonly<{ defect: ResponseDefect; found: string }>;

  /** @param found the response, or its wrong part; the details have the beginning of its JSON */
  constructor(response: ResponseKind, defect: ResponseDefect, found: unknown) {
    super('MALFORMED_RESPONSE', `The ${response} ${EXPECTATIONS[defect]}`, {
      defect,
      found: cutText(jsonText(found), MAX_FOUND_LENGTH),
    });
  }
}

/** The list that a response consists of. @throws MalformedResponseError */
export function requireList(response: unknown, key: string, kind: ResponseKind, defect: ResponseDefect): unknown[] {
  const list = requireObject(response, kind)[key];
  if (!Array.isArray(list)) throw new MalformedResponseError(kind, defect, list);
  return list as unknown[];
}

/** @throws MalformedResponseError */
export function requireObject(response: unknown, kind: ResponseKind): JsonObject {
  if (!isJsonObject(response)) throw new MalformedResponseError(kind, 'NOT_AN_OBJECT', response);
  return response;
}
