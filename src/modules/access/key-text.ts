import { createHash, randomBytes } from 'node:crypto';
import { KEY_PREFIX } from '../../common/http/access/admin-access.js';

/** `wh_<12 characters that identify it>_<43 characters of secret>`: 256 random bits, which need no slow hash. */
const KEY = new RegExp(`^${KEY_PREFIX}([0-9a-f]{12})_[\\w-]{43}$`);

export interface NewKey {
  key: string;
  keyPrefix: string;
  keyHash: string;
}

export function newKey(): NewKey {
  const keyPrefix = randomBytes(6).toString('hex');
  const key = `${KEY_PREFIX}${keyPrefix}_${randomToken()}`;
  return { key, keyPrefix, keyHash: sha256(key) };
}

/** The part of a key that identifies it; null: the text has not the form of a key. */
export function prefixOf(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}

export const randomToken = (): string => randomBytes(32).toString('base64url');

/** In hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
