import { DomainError } from '../../common/domain-error.js';

/** Ends of sentences that describe a malformed response. */
const EXPECTATIONS = {
  NOT_AN_OBJECT: 'is not a JSON object',
  NO_LIVE_DATA: 'has no array "liveData"',
  NO_ID: 'has no id of its entity',
  NO_CONTENT: 'has none of the lists that belong to it',
} as const;
export type ResponseDefect = keyof typeof EXPECTATIONS;

/** A whole response of the API has the wrong shape, and none of it can be used. */
export class MalformedResponseError extends DomainError {
  declare readonly details: Readonly<{ defect: ResponseDefect; found: string }>;

  /** @param found the response, or its wrong part, as truncated JSON */
  constructor(response: 'live response' | 'response of the History API', defect: ResponseDefect, found: string) {
    super('MALFORMED_RESPONSE', `The ${response} ${EXPECTATIONS[defect]}`, { defect, found });
  }
}
