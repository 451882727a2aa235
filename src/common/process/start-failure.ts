import type { AppConfig } from '../config/app-config.js';
import { isDatabaseUnavailable } from '../database/database-unavailable.js';
import { DATABASE_FULL_TEXT, isDiskFull } from '../database/disk-full.js';
import { NewerSchemaError, SchemaLockError } from '../database/run-migrations.js';
import { DomainError } from '../errors/domain-error.js';

interface SystemError {
  code?: string;
  syscall?: string;
}

/** What to do about an ordinary failure to start, in words; null where only a stack helps. */
export function startFailure(error: unknown, { HOST, PORT }: Pick<AppConfig, 'HOST' | 'PORT'>): string | null {
  if (error instanceof DomainError) return error.message;
  if (error instanceof NewerSchemaError || error instanceof SchemaLockError) return error.message;
  if (isDiskFull(error)) return DATABASE_FULL_TEXT;
  const { code = '', syscall } = error as SystemError;
  if (syscall === 'listen' || (syscall === 'getaddrinfo' && !('fatal' in (error as object)))) {
    if (code === 'EADDRINUSE') return `Port ${PORT} is taken: choose another with PORT (0 takes a free one)`;
    if (code === 'EACCES') return `Port ${PORT} may not be opened by this user: choose another with PORT`;
    return `The address ${HOST} cannot be listened on (${code}): correct HOST`;
  }
  if (isDatabaseUnavailable(error) || code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT') {
    return `The database does not answer (${code}). Is DATABASE_URL right, and is the server up?`;
  }
  return null;
}
