import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isNativeError } from 'node:util/types';
import { makeFolder } from '../files/make-folder.js';

const OWNER_ONLY = 0o600;
const MIN_KEY_LENGTH = 16;

/**
 * The key in the file, which is made with a random one where it does not exist. Safe against several processes that
 * start at once: all get the same key. Permissions wider than the owner's are taken back.
 * Throws where the file holds no usable key.
 */
export async function readOrMakeKeyFile(path: string): Promise<{ key: string; isNew: boolean }> {
  const isNew = (await exists(path)) ? false : await makeKeyFile(path);
  if (((await stat(path)).mode & 0o777) !== OWNER_ONLY) await chmod(path, OWNER_ONLY);
  const key = (await readFile(path, 'utf8')).trim();
  if (key.length < MIN_KEY_LENGTH) {
    throw new Error(`${path} holds no key of at least ${MIN_KEY_LENGTH} characters: correct it, or delete it`);
  }
  return { key, isNew };
}

/** Gives false where another process was faster. A link appears with its content or not at all, unlike a new file. */
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
