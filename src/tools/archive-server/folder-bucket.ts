import { createHash, randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** S3 lists keys in the order of their UTF-8 bytes, which differs from JavaScript's order of strings. */
export function compareKeys(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Sorts after every key that begins with `prefix`. */
export function afterAllOf(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}

const UPLOAD_PREFIX = '.upload-';

export interface StoredObject {
  key: string;
  sizeBytes: number;
  modifiedAt: Date;
  /** MD5 in hex, as S3 does for objects uploaded in one part. */
  etag: string;
}

export interface KeyScope {
  prefix: string;
  /** Only keys after this one. */
  after: string;
}

/** A bucket whose objects are the current files of a folder. Symbolic links are not objects. */
export class FolderBucket {
  private readonly etags = new Map<string, { version: string; etag: string }>();

  constructor(private readonly folder: string) {}

  /** Keys in S3's order; folders outside the scope are not read. */
  async *keys(scope: KeyScope, parentKey = ''): AsyncGenerator<string> {
    const entries = await readdir(join(this.folder, parentKey), { withFileTypes: true });
    const keys = entries.filter(isServed).map((entry) => parentKey + entry.name + (entry.isDirectory() ? '/' : ''));
    for (const key of keys.sort(compareKeys)) {
      if (key.endsWith('/')) {
        if (mayCarryForward(key, scope)) yield* this.keys(scope, key);
      } else if (key.startsWith(scope.prefix) && compareKeys(key, scope.after) > 0) {
        yield key;
      }
    }
  }

  /** Null if there is no such object. */
  async describe(key: string): Promise<StoredObject | null> {
    const path = await this.pathOf(key);
    if (path === null) return null;
    const { size, mtimeNs, mtime } = await stat(path, { bigint: true });
    const version = `${size}-${mtimeNs}`;
    const known = this.etags.get(key);
    if (known?.version === version) return { key, sizeBytes: Number(size), modifiedAt: mtime, etag: known.etag };
    return (await this.read(key))?.object ?? null;
  }

  /** Null if there is no such object. */
  async read(key: string): Promise<{ object: StoredObject; bytes: Buffer } | null> {
    const path = await this.pathOf(key);
    if (path === null) return null;
    const handle = await open(path, 'r');
    try {
      const { size, mtimeNs, mtime } = await handle.stat({ bigint: true });
      const bytes = await handle.readFile();
      const version = `${size}-${mtimeNs}`;
      const known = this.etags.get(key);
      const etag = known?.version === version ? known.etag : createHash('md5').update(bytes).digest('hex');
      this.etags.set(key, { version, etag });
      return { object: { key, sizeBytes: bytes.length, modifiedAt: mtime, etag }, bytes };
    } finally {
      await handle.close();
    }
  }

  /** Atomic: readers get either the old or the new bytes. */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    if (!isPlainKey(key)) throw new RangeError(`not a valid key of a folder: ${key}`);
    const path = join(this.folder, key);
    await mkdir(dirname(path), { recursive: true });
    const upload = join(this.folder, `${UPLOAD_PREFIX}${randomUUID()}`);
    await writeFile(upload, bytes);
    await rename(upload, path);
    this.etags.delete(key);
  }

  async remove(key: string): Promise<void> {
    if (!isPlainKey(key)) throw new RangeError(`not a valid key of a folder: ${key}`);
    await rm(join(this.folder, key), { force: true });
    this.etags.delete(key);
  }

  private async pathOf(key: string): Promise<string | null> {
    if (!isPlainKey(key)) return null;
    const path = join(await realpath(this.folder), key);
    try {
      // The real path differs for a link, which is not served.
      return (await realpath(path)) === path && (await stat(path)).isFile() ? path : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
}

function isServed(entry: Dirent): boolean {
  return (entry.isFile() || entry.isDirectory()) && !entry.name.startsWith(UPLOAD_PREFIX);
}

function mayCarryForward(folderKey: string, { prefix, after }: KeyScope): boolean {
  return (
    (folderKey.startsWith(prefix) || prefix.startsWith(folderKey)) &&
    (compareKeys(folderKey, after) > 0 || after.startsWith(folderKey))
  );
}

function isPlainKey(key: string): boolean {
  return !key.includes('\0') && key.split('/').every(isPlainSegment);
}

function isPlainSegment(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && !segment.startsWith(UPLOAD_PREFIX);
}

function isMissing(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
}
