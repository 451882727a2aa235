import { isNativeError } from 'node:util/types';
import { QueryFailedError } from 'typeorm';
import { DomainError } from '../domain-error.js';
import {
  isCutOff,
  isOutOfService,
  LOCAL_DATA_REFUSED,
  NAMES_NO_ROOM,
  optionOutOfService,
} from './dialect/error-codes.js';

/** Driver codes of a server that accepts no more connections for now. */
const AT_LIMIT_CODES: ReadonlySet<string> = new Set([
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
]);
/** The code of this program for a node that works without its cluster: it counts as unavailable, because another one may return. */
export const NODE_ALONE = 'NODE_ALONE';
/** Driver codes for an unreachable or overloaded server, as opposed to an invalid statement. */
const UNAVAILABLE_CODES: ReadonlySet<string> = new Set([
  ...AT_LIMIT_CODES,
  NODE_ALONE,
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT', // no socket file: the server on this machine is down
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_CLIENT_INTERACTION_TIMEOUT', // MySQL has closed an idle connection
]);
const TYPEORM_NOT_CONNECTED: ReadonlySet<string> = new Set([
  'CannotExecuteNotConnectedError',
  'ConnectionIsNotSetError',
  'CannotGetEntityManagerNotConnectedError',
]);

/** Whether a failure of TypeORM or mysql2 means that the database cannot be reached. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  if (TYPEORM_NOT_CONNECTED.has(error.name)) return true;
  if (error instanceof QueryFailedError) return isOfDeadConnection(error.driverError as Error);
  // File and S3 errors have some of the same codes.
  return (isFatal(error) || isOfServer(error)) && isOfDeadConnection(error);
}

function isOfDeadConnection(error: Error): boolean {
  if (isOutOfService(error)) return true;
  const code = 'code' in error ? error.code : undefined;
  // Commands on an ended connection, such as the later ones of a transaction, fail without a code.
  return typeof code === 'string' ? UNAVAILABLE_CODES.has(code) : isFatal(error);
}

/** Whether a server that works has no connection left. */
export function isAtConnectionLimit(error: unknown): boolean {
  return isNativeError(error) && 'code' in error && AT_LIMIT_CODES.has(String(error.code));
}

/** Whether a server has reported it. mysql2 does not mark refused connections (findings/mysql2-refused-connection-is-not-fatal.sh). */
function isOfServer(error: Error): boolean {
  return 'sqlMessage' in error && typeof error.sqlMessage === 'string';
}

/** Whether mysql2 has marked it as the end of a connection. */
function isFatal(error: Error): boolean {
  return 'fatal' in error && error.fatal === true;
}

/** ER_DISK_FULL, ER_RECORD_FILE_FULL, ER_TEMP_FILE_WRITE_FAILURE. */
const FULL_ERRNOS: ReadonlySet<number> = new Set([1021, 1114, 1878]);
/** Whether a statement failed because the disk of the database has no room left. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof DatabaseFullError) return true;
  const failure = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  if (!isNativeError(failure)) return false;
  const { errno, sqlMessage } = failure as { errno?: unknown; sqlMessage?: unknown };
  if (typeof sqlMessage !== 'string') return false; // not a response of a server
  return (typeof errno === 'number' && FULL_ERRNOS.has(errno)) || NAMES_NO_ROOM.test(sqlMessage);
}

/** The disk of the database is full: no more data can be stored until space is freed. */
export class DatabaseFullError extends DomainError {
  constructor(cause?: unknown) {
    super('DATABASE_FULL', DATABASE_FULL_TEXT, {}, { cause });
  }
}

export const DATABASE_FULL_TEXT =
  'The disk of the database is full. Everything committed so far is kept; free some space, then run it again';

/**
 * Conflicts of two writers: a deadlock, a lock wait, a row that another writer has just inserted, or a table that was rebuilt
 * (partitions) during the transaction. The server has rolled back at least the statement; a retry of the whole transaction
 * sees the other writer's changes.
 */
const COLLISION_CODES: ReadonlySet<string> = new Set([
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_DUP_ENTRY',
  'ER_TABLE_DEF_CHANGED',
  'ER_TRANSACTION_ROLLBACK_DURING_COMMIT', // Group Replication: another member has changed the same row
]);

/** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, ER_TRANSACTION_ROLLBACK_DURING_COMMIT. */
const LOST_LOCK_ERRNOS: ReadonlySet<number> = new Set([1205, 1213, 3101]);

/** Whether the driver reports that a statement was undone because another writer holds a lock. */
export function isLostLock(error: unknown): error is Error {
  const errno = serverErrnoOf(error);
  return errno !== null && LOST_LOCK_ERRNOS.has(errno);
}

/** A conflict with another writer, an unreachable server, or a full disk. */
export type RetryReason = 'collision' | 'unavailable' | 'full';

/** Another process still holds a named lock after the wait for it: the caller can only try again. */
export class LockHeldError extends Error {}

/** Why a retry of the same transaction may succeed; null if it would fail again. */
export function retryReason(error: unknown): RetryReason | null {
  if (isDatabaseUnavailable(error)) return 'unavailable';
  if (isDiskFull(error)) return 'full';
  if (error instanceof LockHeldError) return 'collision';
  const code = codeOf(error);
  return code !== null && COLLISION_CODES.has(code) ? 'collision' : null;
}

/** A row with this key exists. The server has undone the statement; the transaction continues. */
export function isDuplicateKey(error: unknown): boolean {
  return codeOf(error) === 'ER_DUP_ENTRY';
}

/** The server does not allow LOAD DATA LOCAL, as one that was restarted or replaced since it was asked for its variables. */
export function isLocalDataRefused(error: unknown): boolean {
  const errno = serverErrnoOf(error);
  return errno !== null && LOCAL_DATA_REFUSED.has(errno);
}

/** Also of an error of the driver itself, from a connection that TypeORM does not use. */
export function isTableMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : codeOf(error);
  return code === 'ER_NO_SUCH_TABLE';
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const { code } = error.driverError as { code?: unknown };
  return typeof code === 'string' ? code : null;
}

/** Access denied: to the server, to the database, to a command, to a table, to a column, to a privileged operation. */
const RIGHTS_ERRNOS: ReadonlySet<number> = new Set([1044, 1045, 1142, 1143, 1227, 1370, 1698]);
const UNKNOWN_DATABASE_ERRNO = 1049;
const LOGIN_ERRNOS: ReadonlySet<number> = new Set([
  1044,
  1045,
  UNKNOWN_DATABASE_ERRNO,
  1129, // host blocked
  1130, // host not allowed
  1698,
  1862, // password expired
  3118, // account locked, on MySQL
  4151, // account locked, on MariaDB
]);

/**
 * Whether the server refuses the login, for instance after a change of the password: an unknown database, a blocked or
 * unknown host, an expired password, a locked account. A retry does not help, but neither is the caller at fault.
 */
export function isLoginRefused(error: unknown): boolean {
  const errno = serverErrnoOf(error);
  return errno !== null && LOGIN_ERRNOS.has(errno);
}

const WRONG_LOGIN_ERRNO = 1045;

/** What to correct if the server refuses the user or has no such database; null for another failure. */
export function refusalText(error: unknown): string | null {
  const errno = serverErrnoOf(error);
  if (errno === null) return null;
  const { message } = error as Error;
  if (errno === UNKNOWN_DATABASE_ERRNO) return `${message}. Create it, or correct DATABASE_URL`;
  if (!RIGHTS_ERRNOS.has(errno) && !LOGIN_ERRNOS.has(errno)) return null;
  if (errno === WRONG_LOGIN_ERRNO) {
    return `${message}. If this user may only use TLS, add ?ssl-mode=REQUIRED; otherwise correct DATABASE_URL`;
  }
  return `${message}. Grant the rights of docs/operations.md, or correct DATABASE_URL`;
}

/** The error number of the server's own error, also inside an error of TypeORM; null for another error. */
export function serverErrnoOf(error: unknown): number | null {
  if (!isNativeError(error)) return null;
  const { errno, sqlState } = error as { errno?: unknown; sqlState?: unknown };
  return typeof errno === 'number' && typeof sqlState === 'string' ? errno : null;
}

/** Codes of mysql2: the server has no TLS, or the certificate is not accepted. */
const TLS_CODES: ReadonlySet<string> = new Set(['HANDSHAKE_NO_SSL_SUPPORT', 'HANDSHAKE_SSL_ERROR']);

const SECURE_TRANSPORT_REQUIRED_ERRNO = 3159;

/**
 * Why a server that runs cannot be used, and what to correct: no TLS connection is possible, or the server demands one, or takes no
 * writes. Null for another failure.
 */
export function unusableServerText(error: unknown): string | null {
  if (!isNativeError(error)) return null;
  if ('code' in error && error.code === NODE_ALONE) return error.message;
  if ('code' in error && TLS_CODES.has(String(error.code))) {
    return `No TLS connection to the database: ${error.message}. Correct ssl, ssl-mode or ssl-ca in DATABASE_URL`;
  }
  if (serverErrnoOf(error) === SECURE_TRANSPORT_REQUIRED_ERRNO) {
    return `The database demands TLS: ${error.message.replace(/\.$/, '')}. Add ?ssl-mode=REQUIRED to DATABASE_URL`;
  }
  if (isCutOff(error)) {
    return `This node of the database has no contact with the majority of its cluster: ${error.message}. Name another one`;
  }
  if (!isOutOfService(error)) return null;
  return (
    `The database takes no writes: ${error.message}. If it is a replica, name the primary in DATABASE_URL; ` +
    `otherwise, on the server: SET GLOBAL ${optionOutOfService(error)} = OFF`
  );
}
