import { DomainError } from '../../../common/errors/domain-error.js';

/** What was asked for: every error names it. */
export interface ArchiveTarget {
  /** `s3://bucket`, or the folder's path. */
  archive: string;
  /** The object's key, or the prefix of a listing (empty for the top). */
  key: string;
}

function locationOf({ archive, key }: ArchiveTarget): string {
  return `${archive}/${key}`;
}

export type TransientReason =
  | 'SERVER_ERROR'
  | 'THROTTLED'
  | 'TIMEOUT'
  | 'CONNECTION'
  | 'TRUNCATED_BODY'
  | 'MALFORMED_RESPONSE'
  | 'CHANGED_WHILE_READ'
  | 'FILE_SYSTEM_BUSY';

/** May go away by itself: the only kind that is tried again. */
export class TransientArchiveError extends DomainError {
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly reason: TransientReason,
    readonly target: ArchiveTarget,
    description: string,
    options: { retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super('ARCHIVE_UNAVAILABLE', `${locationOf(target)}: ${description}`, { ...target, reason }, options);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The object does not exist (any more). Final. */
export class ArchiveObjectMissingError extends DomainError {
  constructor(
    readonly target: ArchiveTarget,
    options?: ErrorOptions,
  ) {
    super('NOT_FOUND', `${locationOf(target)} does not exist in the archive`, { ...target }, options);
  }
}

/** The archive refuses, or is not what the settings say: trying again changes nothing. Final. */
export class ArchiveAccessError extends DomainError {
  constructor(
    readonly target: ArchiveTarget,
    description: string,
    options?: ErrorOptions,
  ) {
    super('ARCHIVE_UNAVAILABLE', `${locationOf(target)}: ${description}`, { ...target, reason: 'ACCESS' }, options);
  }
}

/** There is an archive, but nothing in it: more likely a volume that is not mounted than what somebody wants. */
export class EmptyArchiveError extends DomainError {
  constructor(archive: string) {
    super('ARCHIVE_UNAVAILABLE', `${archive} has no destinations: is it the right place, and is it mounted?`, {
      archive,
      reason: 'EMPTY',
    });
  }
}

/** All attempts failed. Final for this run; a later one may succeed. */
export class ArchiveUnavailableError extends DomainError {
  constructor(
    readonly target: ArchiveTarget,
    readonly attempts: number,
    readonly lastError: TransientArchiveError,
  ) {
    super(
      'ARCHIVE_UNAVAILABLE',
      `The archive could not be read after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${lastError.message}`,
      { ...target, attempts, reason: lastError.reason },
      { cause: lastError },
    );
  }
}
