import { isNativeError } from 'node:util/types';
import { QueryFailedError } from 'typeorm';
import { DomainError } from '../errors/domain-error.js';

/** ER_DISK_FULL, ER_RECORD_FILE_FULL, ER_TEMP_FILE_WRITE_FAILURE. */
const FULL_ERRNOS: ReadonlySet<number> = new Set([1021, 1114, 1878]);
/**
 * Errors of a statement that name a number of the operating system (28 is ENOSPC) or of the storage engine: MariaDB reports a
 * table that it cannot create on a full disk as "errno: 135".
 */
const NAMES_NO_ROOM = /No space left on device|No more room in record file|\b(?:errno|errcode|error):? (?:28|135)\b/i;

/** Whether a statement failed because the disk of the database has no room left. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof DatabaseFullError) return true;
  const failure = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  if (!isNativeError(failure)) return false;
  const { errno, sqlMessage } = failure as { errno?: unknown; sqlMessage?: unknown };
  if (typeof sqlMessage !== 'string') return false; // no answer of a server
  return (typeof errno === 'number' && FULL_ERRNOS.has(errno)) || NAMES_NO_ROOM.test(sqlMessage);
}

/** The disk of the database is full: nothing more can be stored until there is room. */
export class DatabaseFullError extends DomainError {
  constructor(cause?: unknown) {
    super('DATABASE_FULL', DATABASE_FULL_TEXT, {}, { cause });
  }
}

export const DATABASE_FULL_TEXT =
  'The disk of the database is full. Everything committed so far is kept; make room, then run it again';
