import { isNativeError } from 'node:util/types';
import { QueryFailedError } from 'typeorm';

/** Codes by which the driver says that the server is away or full, not that the statement was wrong. */
const UNAVAILABLE_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT', // no socket file: the server on this machine is down
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
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
  // mysql2 marks the end of a connection with `fatal`; errors of files and of S3 with the same codes lack it
  return isFatal(error) && isOfDeadConnection(error);
}

function isOfDeadConnection(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  // Commands on a connection that has ended already, later ones of a transaction say, fail without any code.
  return typeof code === 'string' ? UNAVAILABLE_CODES.has(code) : isFatal(error);
}

function isFatal(error: Error): boolean {
  return 'fatal' in error && error.fatal === true;
}
