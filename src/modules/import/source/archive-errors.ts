import { retryAfterMs } from '../../../common/async/retry-after.js';
import { DomainError } from '../../../common/domain-error.js';

/** The requested object or listing; every error names it. */
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

/** A temporary failure: the only kind that is retried. */
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

/** The object does not exist (any more). Not retried. */
export class ArchiveObjectMissingError extends DomainError {
  constructor(
    readonly target: ArchiveTarget,
    options?: ErrorOptions,
  ) {
    super('NOT_FOUND', `${locationOf(target)} does not exist in the archive`, { ...target }, options);
  }
}

/** The archive denies access, or the settings are wrong. Not retried. */
export class ArchiveAccessError extends DomainError {
  constructor(
    readonly target: ArchiveTarget,
    description: string,
    options?: ErrorOptions,
  ) {
    super('ARCHIVE_UNAVAILABLE', `${locationOf(target)}: ${description}`, { ...target, reason: 'ACCESS' }, options);
  }
}

/** The archive is empty, which usually means that a volume is not mounted. */
export class EmptyArchiveError extends DomainError {
  constructor(archive: string) {
    super(
      'ARCHIVE_UNAVAILABLE',
      `${archive} has no destinations. Check that the location is right and the volume is mounted`,
      {
        archive,
        reason: 'EMPTY',
      },
    );
  }
}

/** All attempts failed. A later run may succeed. */
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

export class DeadlineExceededError extends Error {
  constructor(readonly timeoutMs: number) {
    super(`no complete response within ${timeoutMs} ms`);
    this.name = new.target.name;
  }
}

/**
 * Runs with a signal that aborts when the caller's signal aborts or the deadline passes. Rejects only once `run` has
 * ended, so that no work continues after a timeout. Throws the caller's reason or DeadlineExceededError.
 * (On some versions of Node 20, AbortSignal.any would add a listener to a long-lived signal at every call.)
 */
export async function withDeadline<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const forward = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', forward, { once: true });
  const timer = setTimeout(() => controller.abort(new DeadlineExceededError(timeoutMs)), timeoutMs);
  try {
    return await run(controller.signal);
  } catch (error) {
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
  }
}

const THROTTLING_NAMES = new Set(['SlowDown', 'Throttling', 'ThrottlingException', 'TooManyRequests']);
/** S3 sends it with status 400 when an upload or request stalls. */
const TIMEOUT_NAMES = new Set(['RequestTimeout', 'RequestTimeoutException']);

const TRANSIENT_CODES: ReadonlyMap<string, TransientReason> = new Map([
  ['ETIMEDOUT', 'TIMEOUT'],
  ['ESOCKETTIMEDOUT', 'TIMEOUT'],
  ['ECONNRESET', 'CONNECTION'],
  ['ECONNREFUSED', 'CONNECTION'],
  ['ECONNABORTED', 'CONNECTION'],
  ['EPIPE', 'CONNECTION'],
  ['ENOTFOUND', 'CONNECTION'],
  ['EAI_AGAIN', 'CONNECTION'],
  ['EHOSTUNREACH', 'CONNECTION'],
  ['EHOSTDOWN', 'CONNECTION'],
  ['ENETUNREACH', 'CONNECTION'],
  ['ENETDOWN', 'CONNECTION'],
  ['EADDRNOTAVAIL', 'CONNECTION'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'CONNECTION'],
  ['EAGAIN', 'FILE_SYSTEM_BUSY'],
  ['EBUSY', 'FILE_SYSTEM_BUSY'],
  ['EIO', 'FILE_SYSTEM_BUSY'],
  ['EMFILE', 'FILE_SYSTEM_BUSY'],
  ['ENFILE', 'FILE_SYSTEM_BUSY'],
  ['ESTALE', 'FILE_SYSTEM_BUSY'],
]);
const ACCESS_CODES = new Set(['EACCES', 'EPERM', 'ELOOP', 'EISDIR', 'ENAMETOOLONG']);
const MISSING_CODES = new Set(['ENOENT', 'ENOTDIR']);

/** Classifies errors of the SDK, the network and the file system; unknown errors are returned unchanged. */
export function classifyArchiveError(error: unknown, target: ArchiveTarget): unknown {
  if (error instanceof DeadlineExceededError) {
    return new TransientArchiveError('TIMEOUT', target, error.message, { cause: error });
  }
  const { status, code, name, headers } = factsOf(error);
  if (status !== undefined) return fromResponse(status, name, headers, target, error);
  if (code !== undefined) return fromCode(code, target, error);
  return error;
}

function fromResponse(
  status: number,
  name: string,
  headers: Record<string, unknown>,
  target: ArchiveTarget,
  cause: unknown,
): unknown {
  const response = `the server responded with ${status}${/^[A-Z]\w*$/.test(name) && name !== 'Error' && name !== 'Unknown' ? ` ${name}` : ''}`;
  const transient = (reason: TransientReason, description = response) =>
    new TransientArchiveError(reason, target, description, { retryAfterMs: requestedWaitMs(headers), cause });
  if (status === 429 || THROTTLING_NAMES.has(name)) return transient('THROTTLED');
  if (status === 408 || TIMEOUT_NAMES.has(name)) return transient('TIMEOUT');
  if (status >= 500) return transient('SERVER_ERROR');
  // A successful response that the SDK could not read: truncated, or not from S3.
  if (status < 300) return transient('MALFORMED_RESPONSE', 'the response is not a response of S3');
  if (name === 'NoSuchBucket') return new ArchiveAccessError(target, 'the bucket does not exist', { cause });
  if (status === 404) return new ArchiveObjectMissingError(target, { cause });
  if (status === 403 || status === 401)
    return new ArchiveAccessError(target, `access is denied (${response})`, { cause });
  return new ArchiveAccessError(target, response, { cause });
}

function requestedWaitMs(headers: Record<string, unknown>): number | undefined {
  const text = (name: string): string | null => (typeof headers[name] === 'string' ? headers[name] : null);
  return retryAfterMs({ retryAfter: text('retry-after'), date: text('date') }, null) ?? undefined;
}

function fromCode(code: string, target: ArchiveTarget, cause: unknown): unknown {
  const reason = TRANSIENT_CODES.get(code);
  if (reason) return new TransientArchiveError(reason, target, describeCode(reason, code), { cause });
  // Error of Node's HTTP parser: the response is not HTTP.
  if (code.startsWith('HPE_')) {
    return new TransientArchiveError('MALFORMED_RESPONSE', target, `the response is not HTTP (${code})`, { cause });
  }
  if (MISSING_CODES.has(code)) return new ArchiveObjectMissingError(target, { cause });
  if (ACCESS_CODES.has(code)) return new ArchiveAccessError(target, `access is denied (${code})`, { cause });
  if (isCertificateCode(code)) {
    return new ArchiveAccessError(target, `the server's certificate is not accepted (${code})`, { cause });
  }
  return cause;
}

function describeCode(reason: TransientReason, code: string): string {
  if (reason === 'TIMEOUT') return `the connection timed out (${code})`;
  return reason === 'CONNECTION' ? `the connection failed (${code})` : `the file system is busy (${code})`;
}

function isCertificateCode(code: string): boolean {
  return /CERT|^ERR_TLS_|SELF_SIGNED|^UNABLE_TO_/.test(code);
}

interface ErrorFacts {
  status: number | undefined;
  code: string | undefined;
  name: string;
  headers: Record<string, unknown>;
}

/** An SDK error has the status in `$metadata` and the response in `$response`; a system error has a `code`. */
function factsOf(error: unknown): ErrorFacts {
  const fields = asRecord(error);
  const response = asRecord(fields['$response']);
  const status = asRecord(fields['$metadata'])['httpStatusCode'] ?? response['statusCode'];
  const code = fields['code'];
  return {
    status: typeof status === 'number' && status > 0 ? status : undefined,
    code: typeof code === 'string' ? code : undefined,
    name: typeof fields['name'] === 'string' ? fields['name'] : '',
    headers: asRecord(response['headers']),
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
