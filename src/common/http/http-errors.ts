import { DomainError } from '../errors/domain-error.js';

/** Bad input: what is wrong with each field, by its path (`range.startDate`, `ids.0`). */
export class ValidationFailedError extends DomainError {
  declare readonly details: Readonly<Record<string, string[]>>;

  constructor(fields: Readonly<Record<string, string[]>>) {
    super('VALIDATION_FAILED', 'The request is not valid', fields);
  }

  /** As class-validator words it. */
  static ofUnknown(paths: readonly (readonly string[])[]): ValidationFailedError {
    const problemOf = (path: readonly string[]) => `property ${path.at(-1)} should not exist`;
    return new ValidationFailedError(Object.fromEntries(paths.map((path) => [path.join('.'), [problemOf(path)]])));
  }
}

export class UnauthorizedError extends DomainError {
  constructor() {
    super('UNAUTHORIZED', 'A valid admin key is needed: Authorization: Bearer <key>');
  }
}

export class RateLimitedError extends DomainError {
  constructor(limitPerMinute: number, retryAfterSeconds: number) {
    super('RATE_LIMITED', `Too many requests: try again in ${retryAfterSeconds} seconds`, {
      limitPerMinute,
      retryAfterSeconds,
    });
  }
}
