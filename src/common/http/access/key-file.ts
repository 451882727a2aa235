import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isNativeError } from 'node:util/types';
import { makeFolder } from '../../files.js';

const OWNER_ONLY = 0o600;
const MIN_KEY_LENGTH = 16;

/**
 * Reads the key from the file, which is created with a random key if it does not exist. Safe for several processes that start
 * at once: all get the same key. Removes permissions of other users.
 * @throws if the file contains no usable key
 */
export async function readOrCreateKeyFile(path: string): Promise<{ key: string; isNew: boolean }> {
  const isNew = (await exists(path)) ? false : await makeKeyFile(path);
  if (((await stat(path)).mode & 0o777) !== OWNER_ONLY) await chmod(path, OWNER_ONLY);
  const key = (await readFile(path, 'utf8')).trim();
  if (key.length < MIN_KEY_LENGTH) {
    throw new Error(`${path} contains no key of at least ${MIN_KEY_LENGTH} characters: correct or delete it`);
  }
  return { key, isNew };
}

/** False if another process was faster. A hard link appears with its content or not at all, unlike a new file. */
async function makeKeyFile(path: string): Promise<boolean> {
  makeFolder(dirname(path));
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: OWNER_ONLY, flag: 'wx' });
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return isNativeError(error) && 'code' in error && error.code === code;
}
