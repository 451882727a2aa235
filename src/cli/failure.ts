import { isNativeError } from 'node:util/types';
import { ConfigurationError } from '../common/config/app-config.js';
import {
  DATABASE_FULL_TEXT,
  isDatabaseUnavailable,
  isDiskFull,
  refusalText,
  unusableServerText,
} from '../common/database/database-errors.js';
import { NewerSchemaError, SchemaLockError } from '../common/database/run-migrations.js';
import { UnsuitableServerError } from '../common/database/server-check/server-check.js';
import { DomainError } from '../common/domain-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { UsageError } from './usage-error.js';

/** Message and exit code of a command that failed. */
export interface Failure {
  code: string;
  message: string;
  details: Readonly<Record<string, unknown>>;
  exitCode: ExitCode;
}

/** A failure that another message describes. Its code, details and exit code stay. */
export class RephrasedError extends Error {
  constructor(
    readonly failure: Failure,
    options: ErrorOptions,
  ) {
    super(failure.message, options);
    this.name = 'RephrasedError';
  }
}

export function failureOf(error: unknown): Failure {
  if (error instanceof RephrasedError) return error.failure;
  if (error instanceof UsageError) return failure('WRONG_USAGE', error.message, EXIT.WRONG_USAGE);
  if (error instanceof ConfigurationError || error instanceof UnsuitableServerError) {
    return failure('CONFIGURATION', error.message, EXIT.CONFIGURATION);
  }
  if (error instanceof DomainError) return { ...failure(error.code, error.message), details: error.details };
  const unusable = unusableServerText(error);
  if (unusable !== null) return failure('DATABASE_UNAVAILABLE', unusable);
  if (isDatabaseUnavailable(error) || isRefused(error)) {
    const reason = isNativeError(error) && 'code' in error ? ` (${String(error.code)})` : '';
    return failure(
      'DATABASE_UNAVAILABLE',
      `The database does not answer${reason}. Is DATABASE_URL right, and is the server up?`,
    );
  }
  if (isDiskFull(error)) return failure('DATABASE_FULL', DATABASE_FULL_TEXT);
  const refusal = refusalText(error);
  if (refusal !== null) return failure('DATABASE_REFUSED', refusal);
  if (error instanceof NewerSchemaError) return failure('SCHEMA_NEWER', error.message);
  if (error instanceof SchemaLockError) return failure('SCHEMA_LOCKED', error.message);
  return failure('INTERNAL_ERROR', error instanceof Error ? error.message || error.name : String(error));
}

function failure(code: string, message: string, exitCode: ExitCode = EXIT.FAILED): Failure {
  return { code, message, details: {}, exitCode };
}

/** Node reports refused connections to several addresses as one error with an empty message. */
function isRefused(error: unknown): boolean {
  return (
    isNativeError(error) && 'code' in error && ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT'].includes(String(error.code))
  );
}
