import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppConfig } from '../config/app-config.js';
import {
  DATABASE_FULL_TEXT,
  isDatabaseUnavailable,
  isDiskFull,
  refusalText,
  unusableServerText,
} from '../database/database-errors.js';
import { NewerSchemaError, SchemaLockError } from '../database/run-migrations.js';
import { UnsuitableServerError } from '../database/server-check/server-check.js';
import { DomainError } from '../domain-error.js';
import { PROGRAM_ROOT } from './program-root.js';

const SERVER_HELP = `Usage: npm start

Starts the server: the HTTP API and, with ROLE=worker or all, imports and scheduled jobs. It takes no options. Settings in
the environment or in .env configure it (docs/configuration.md):

  PORT=4500 npm start

All other commands: npm run warehouse -- --help`;

/** What the server prints instead of starting, and its exit code; null: it starts. An ignored option would mislead. */
export function serverArguments(args: readonly string[]): { exitCode: number; text: string } | null {
  const given = args.filter((arg) => arg !== '--');
  const [first] = given;
  if (first === undefined) return null;
  if (first === '--help' || first === '-h') return { exitCode: 0, text: SERVER_HELP };
  if (first === '--version' || first === '-V') return { exitCode: 0, text: packageInfo().version };
  return { exitCode: 2, text: `The server takes no arguments, but got "${given.join(' ')}".\n\n${SERVER_HELP}` };
}

export interface PackageInfo {
  version: string;
  description: string;
}

let known: PackageInfo | undefined;

/** Version and description of this program, from its package.json. */
export function packageInfo(): PackageInfo {
  return (known ??= JSON.parse(readFileSync(join(PROGRAM_ROOT, 'package.json'), 'utf8')) as PackageInfo);
}

interface SystemError {
  code?: string;
  syscall?: string;
}

/** A message for an expected failure to start; null for an unexpected one, which needs its stack. */
export function startFailure(error: unknown, { HOST, PORT }: Pick<AppConfig, 'HOST' | 'PORT'>): string | null {
  if (error instanceof DomainError) return error.message;
  if (error instanceof NewerSchemaError || error instanceof SchemaLockError) return error.message;
  if (error instanceof UnsuitableServerError) return error.message;
  if (isDiskFull(error)) return DATABASE_FULL_TEXT;
  const unusable = unusableServerText(error);
  if (unusable !== null) return unusable;
  const refusal = refusalText(error);
  if (refusal !== null) return refusal;
  const { code = '', syscall } = error as SystemError;
  if (syscall === 'listen' || (syscall === 'getaddrinfo' && !('fatal' in (error as object)))) {
    if (code === 'EADDRINUSE') return `Port ${PORT} is in use: choose another with PORT (0 picks a free one)`;
    if (code === 'EACCES') return `This user may not open port ${PORT}: choose another with PORT`;
    return `Cannot listen on the address ${HOST} (${code}): correct HOST`;
  }
  if (isDatabaseUnavailable(error) || code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT') {
    return `The database does not answer (${code}). Is DATABASE_URL right, and is the server up?`;
  }
  return null;
}
