import { type BigIntStats, constants, type Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import {
  ArchiveAccessError,
  ArchiveObjectMissingError,
  classifyArchiveError,
  TransientArchiveError,
} from './archive-errors.js';
import {
  foldersOf,
  type ListedKey,
  mayBeInRange,
  parseArchiveKey,
  selectObjects,
  toDestinations,
} from './archive-key.js';
import {
  type ArchiveDestination,
  type ArchiveObject,
  ArchiveSource,
  type ArchiveSourceEvents,
  type DayRange,
  type FetchedObject,
  toTransferable,
} from './archive-source.js';
import { type ArchiveRetryPolicy, retryTransient } from './retry.js';

const YEAR = /^\d{4}$/;
const MONTH = /^\d{2}$/;

/** A copy of the bucket in a folder. Symbolic links are followed only within the folder. */
export class FolderArchiveSource extends ArchiveSource {
  private readonly folder: string;

  constructor(
    private readonly options: { folder: string; retry: ArchiveRetryPolicy },
    private readonly events: ArchiveSourceEvents = {},
  ) {
    super();
    this.folder = resolve(options.folder);
  }

  describe(): string {
    return `folder ${this.folder}`;
  }

  listDestinations(signal?: AbortSignal): Promise<ArchiveDestination[]> {
    return this.attempt('', signal, async () => toDestinations(await this.listFolders()));
  }

  listObjects(destinationId: string, range: DayRange, signal?: AbortSignal): Promise<ArchiveObject[]> {
    return this.attempt(destinationId, signal, async () => {
      const listed: ListedKey[] = [];
      const ignored: string[] = [];
      for (const folder of foldersOf(destinationId, await this.listFolders())) {
        for (const month of await this.listMonths(folder, range, ignored)) {
          signal?.throwIfAborted();
          listed.push(...(await this.listFiles(month, ignored)));
        }
      }
      const selected = selectObjects(listed, range);
      ignored.push(...selected.ignored);
      if (ignored.length > 0) this.events.onIgnored?.(ignored);
      return selected.objects;
    });
  }

  fetch(object: ArchiveObject, signal?: AbortSignal): Promise<FetchedObject> {
    return this.attempt(object.key, signal, async () => {
      if (!parseArchiveKey(object.key)) throw this.refused(object.key, 'is not a key of the archive');
      const path = await this.pathInside(object.key);
      if (path === null) throw this.refused(object.key, 'is outside the archive');
      if (!(await stat(path)).isFile()) throw this.refused(object.key, 'is not a file');
      return this.read(path, object.key, signal);
    });
  }

  private async read(path: string, key: string, signal?: AbortSignal): Promise<FetchedObject> {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const etag = etagOf(await handle.stat({ bigint: true }));
      const bytes = toTransferable(await handle.readFile({ signal }));
      if (etagOf(await handle.stat({ bigint: true })) !== etag) {
        const target = { archive: this.folder, key };
        throw new TransientArchiveError('CHANGED_WHILE_READ', target, 'the file changed while it was read');
      }
      return { bytes, etag };
    } finally {
      await handle.close();
    }
  }

  private async listFolders(): Promise<string[]> {
    try {
      const entries = await readdir(this.folder, { withFileTypes: true });
      return (await this.foldersAmong('', entries)).sort();
    } catch (error) {
      if (classifyArchiveError(error, { archive: this.folder, key: '' }) instanceof ArchiveObjectMissingError) {
        throw new ArchiveAccessError({ archive: this.folder, key: '' }, 'the folder does not exist', { cause: error });
      }
      throw error;
    }
  }

  /** Folders `<uuid>/<YYYY>/<MM>` that can contain days of the range. */
  private async listMonths(folder: string, range: DayRange, ignored: string[]): Promise<string[]> {
    const months: string[] = [];
    for (const year of await this.subfolders(folder, YEAR, ignored)) {
      if (!mayBeInRange(year, range)) continue;
      for (const month of await this.subfolders(`${folder}/${year}`, MONTH, ignored)) {
        if (mayBeInRange(`${year}-${month}`, range)) months.push(`${folder}/${year}/${month}`);
      }
    }
    return months;
  }

  private async subfolders(key: string, shape: RegExp, ignored: string[]): Promise<string[]> {
    const entries = await readdir(join(this.folder, key), { withFileTypes: true });
    const folders = new Set(await this.foldersAmong(key, entries));
    const wanted = entries.filter(({ name }) => shape.test(name) && folders.has(name)).map(({ name }) => name);
    ignored.push(...entries.filter(({ name }) => !wanted.includes(name)).map(({ name }) => `${key}/${name}`));
    return wanted.sort();
  }

  private async foldersAmong(key: string, entries: readonly Dirent[]): Promise<string[]> {
    const kept: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await this.statEntry(key, entry))?.isDirectory())) {
        kept.push(entry.name);
      }
    }
    return kept;
  }

  private async listFiles(monthKey: string, ignored: string[]): Promise<ListedKey[]> {
    const entries = await readdir(join(this.folder, monthKey), { withFileTypes: true });
    const stats = await Promise.all(entries.map((entry) => this.statEntry(monthKey, entry)));
    const listed: ListedKey[] = [];
    for (const [index, { name }] of entries.entries()) {
      const key = `${monthKey}/${name}`;
      const found = stats[index];
      if (found?.isFile()) listed.push({ key, sizeBytes: Number(found.size), etag: etagOf(found) });
      else ignored.push(key);
    }
    return listed;
  }

  /** Null for an entry removed since the listing, and for a link that is broken or leads out of the archive. */
  private async statEntry(parentKey: string, entry: Dirent): Promise<BigIntStats | null> {
    const key = join(parentKey, entry.name);
    try {
      const path = entry.isSymbolicLink() ? await this.pathInside(key) : join(this.folder, key);
      return path === null ? null : await stat(path, { bigint: true });
    } catch (error) {
      if (classifyArchiveError(error, { archive: this.folder, key }) instanceof TransientArchiveError) throw error;
      return null;
    }
  }

  private async pathInside(key: string): Promise<string | null> {
    const root = await realpath(this.folder);
    const path = await realpath(join(this.folder, key));
    return path.startsWith(root.endsWith(sep) ? root : root + sep) ? path : null;
  }

  private attempt<T>(key: string, signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
    const attemptOnce = async () => {
      try {
        return await run();
      } catch (error) {
        signal?.throwIfAborted();
        throw classifyArchiveError(error, { archive: this.folder, key });
      }
    };
    return retryTransient(attemptOnce, this.options.retry, { signal, onRetry: this.events.onRetry });
  }

  private refused(key: string, description: string): ArchiveAccessError {
    return new ArchiveAccessError({ archive: this.folder, key }, description);
  }
}

/** Size and modification time, because a listing of years of files must not read them all. */
function etagOf({ size, mtimeNs }: BigIntStats): string {
  return `${size}-${mtimeNs}`;
}
