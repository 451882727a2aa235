import { DomainError } from '../../../common/errors/domain-error.js';

/** What an answer must be, as the end of a sentence about it. */
const EXPECTATIONS = {
  NOT_AN_OBJECT: 'is no JSON object',
  NO_LIVE_DATA: 'has no array "liveData"',
} as const;
export type ResponseDefect = keyof typeof EXPECTATIONS;

/** The answer as a whole is not what it was asked for; nothing of it can be used. */
export class MalformedResponseError extends DomainError {
  declare readonly details: Readonly<{ defect: ResponseDefect; found: string }>;

  /** @param found the answer, or the part of it that is wrong, as JSON cut short */
  constructor(defect: ResponseDefect, found: string) {
    super('MALFORMED_RESPONSE', `The live answer ${EXPECTATIONS[defect]}`, { defect, found });
  }
}
