import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppConfig } from '../../common/config/app-config.js';
import {
  isDatabaseUnavailable,
  refusalText,
  serverErrnoOf,
  unusableServerText,
} from '../../common/database/database-errors.js';
import { NewerSchemaError, SchemaLockError } from '../../common/database/run-migrations.js';
import { findingText, UnsuitableServerError } from '../../common/database/server-check/server-check.js';
import { DomainError } from '../../common/domain-error.js';
import { failureOf } from '../failure.js';
import type { DoctorCheck } from './check.js';

/** Null if there is a database to check. The doctor command creates none; the first start of the program does. */
export function missingDatabase({
  DATABASE_URL,
  DATA_DIR,
}: Pick<AppConfig, 'DATABASE_URL' | 'DATA_DIR'>): DoctorCheck | null {
  const folder = join(DATA_DIR, 'mariadb');
  if (DATABASE_URL !== undefined || existsSync(join(folder, 'mysql'))) return null;
  return failed(
    'database',
    `there is none yet in ${folder}, and DATABASE_URL is not set. "npm start" or "npm run demo" creates one`,
  );
}

/** The failed check if the error comes from the database; otherwise null. */
export function failedCheck(error: unknown): DoctorCheck | null {
  if (error instanceof NewerSchemaError || error instanceof SchemaLockError) return failed('schema', error.message);
  if (error instanceof UnsuitableServerError) return failed('server', error.findings.map(findingText).join('; '));
  const { code, message } = failureOf(error);
  if (code === 'DATABASE_FULL') return failed('disk', message);
  if (unusableServerText(error) !== null) return failed('database', message);
  if (error instanceof DomainError) return code === 'DATABASE_UNAVAILABLE' ? failed('database', message) : null;
  if (isDatabaseUnavailable(error) || code === 'DATABASE_UNAVAILABLE') {
    return failed('database', `${message} Start it, or correct DATABASE_URL`);
  }
  const refusal = refusalText(error);
  if (refusal !== null) return failed('database', `refuses: ${refusal}`);
  return serverErrnoOf(error) === null ? null : failed('database', `reports an error: ${message}`);
}

/** A check that throws counts as failed, and the other checks still run. */
export async function checkOrFailure(name: string, check: () => Promise<DoctorCheck>): Promise<DoctorCheck> {
  try {
    return await check();
  } catch (error) {
    const known = failedCheck(error);
    return failed(name, known?.text ?? failureOf(error).message);
  }
}

const failed = (name: string, text: string): DoctorCheck => ({ name, isWell: false, hasFailed: true, text });
