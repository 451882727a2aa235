import { DomainError } from '../../errors/domain-error.js';

/** The private server did not come up; `logTail` is what it said last. */
export class DatabaseStartError extends DomainError {
  constructor(
    what: string,
    readonly logTail: string,
    options?: ErrorOptions,
  ) {
    super('DATABASE_UNAVAILABLE', logTail === '' ? what : `${what}. It said:\n${logTail}`, {}, options);
  }
}

export function lastLines(text: string, count = 15): string {
  return text.trim().split('\n').slice(-count).join('\n');
}
