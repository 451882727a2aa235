import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { isNativeError } from 'node:util/types';
import { replaceFile } from '../../common/replace-file.js';
import { compactInstant, DAY_MS } from '../../common/time/calendar.js';
import { type BackupManifest, type BackupPart, manifestText, partsOf, readManifest } from './manifest.js';

const MANIFESTS = 'backups';
const DATA = 'data';
/** Favours speed: level 6 takes three times as long for a tenth less. */
const GZIP_LEVEL = 2;
/** A file that belongs to no backup may be of one in progress. */
const ORPHAN_AGE_MS = DAY_MS;

export interface WrittenFile {
  file: string;
  bytes: number;
  sha256: string;
  rows: number;
}

/** There is no backup in a folder, or none of that id. */
export class NoBackupError extends Error {
  constructor(folder: string, id: string | null) {
    super(id === null ? `There is no backup in ${folder}` : `There is no backup ${id} in ${folder}`);
    this.name = 'NoBackupError';
  }
}

/**
 * A folder of backups: `backups/<id>.json` describes each, `data/<table>/<part>-<hash>.tsv.gz` are the files, which several backups
 * may share. A file gets its name when it is complete, and a backup its description when all its files are: whatever is cut off
 * leaves complete backups only.
 */
export class BackupFolder {
  constructor(readonly path: string) {}

  /** Ids of the complete backups, oldest first. */
  async ids(): Promise<string[]> {
    const names = await readdir(join(this.path, MANIFESTS)).catch(absent<string[]>([]));
    return names.flatMap((name) => /^(\d{8}T\d{6}Z)\.json$/.exec(name)?.[1] ?? []).sort();
  }

  /** @param id null: the newest one. @throws NoBackupError, ManifestError */
  async manifest(id: string | null): Promise<BackupManifest> {
    const wanted = id ?? (await this.ids()).at(-1);
    if (wanted === undefined) throw new NoBackupError(this.path, null);
    const file = this.manifestPath(wanted);
    const text = await readFile(file, 'utf8').catch(absent(null));
    if (text === null) throw new NoBackupError(this.path, id);
    return readManifest(file, text);
  }

  /** Creates the folder, and fails if nothing can be written there. */
  async prepare(): Promise<void> {
    await mkdir(join(this.path, MANIFESTS), { recursive: true });
    const probe = join(this.path, MANIFESTS, `.probe-${process.pid}`);
    await (await open(probe, 'w')).close();
    await rm(probe);
  }

  /** Writes lines into a new file. Returns null for no lines. */
  async write(table: string, part: string, lines: AsyncIterable<readonly string[]>): Promise<WrittenFile | null> {
    const folder = join(DATA, table);
    await mkdir(join(this.path, folder), { recursive: true });
    const draft = join(this.path, folder, `${part}.${process.pid}.part`);
    const [hash, seen] = [createHash('sha256'), { bytes: 0, rows: 0 }];
    try {
      await pipeline(
        Readable.from(textOf(lines, seen), { objectMode: true, highWaterMark: 2 }),
        createGzip({ level: GZIP_LEVEL, chunkSize: 256 * 1024 }),
        observed((chunk) => {
          hash.update(chunk);
          seen.bytes += chunk.length;
        }),
        createWriteStream(draft, { flush: true }),
      );
      if (seen.rows === 0) return null;
      const sha256 = hash.digest('hex');
      const file = `${folder}/${part}-${sha256.slice(0, 16)}.tsv.gz`;
      await rename(draft, join(this.path, file));
      return { file, sha256, ...seen };
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** The last step of a backup. */
  async complete(backup: BackupManifest): Promise<void> {
    await replaceFile(this.manifestPath(backup.id), manifestText(backup));
  }

  /** Lines of a file, some at a time. Fails at its end if it is not the file that was written. @throws DamagedFileError */
  async *lines({ file, bytes, sha256, rows }: BackupPart): AsyncGenerator<string[]> {
    if (file === null) return;
    const [hash, seen] = [createHash('sha256'), { bytes: 0, rows: 0 }];
    const source = createReadStream(join(this.path, file));
    const observer = observed((chunk) => {
      hash.update(chunk);
      seen.bytes += chunk.length;
    });
    const gunzip = createGunzip({ chunkSize: 256 * 1024 });
    const text = new PassThrough();
    const piped = pipeline(source, observer, gunzip, text);
    // its failure surfaces below, when the text ends
    piped.catch(() => undefined);
    try {
      for await (const lines of linesOf(text)) {
        seen.rows += lines.length;
        yield lines;
      }
      await piped;
    } catch (error) {
      throw new DamagedFileError(file, damageOf(error));
    }
    if (seen.bytes !== bytes) throw new DamagedFileError(file, `it has ${seen.bytes} bytes instead of ${bytes}`);
    if (hash.digest('hex') !== sha256)
      throw new DamagedFileError(file, 'its checksum is not that of the file that was written');
    if (seen.rows !== rows) throw new DamagedFileError(file, `it has ${seen.rows} rows instead of ${rows}`);
  }

  /** Whether the file of a part is there with its length. */
  async has({ file, bytes }: Pick<BackupPart, 'file' | 'bytes'>): Promise<boolean> {
    if (file === null) return true;
    const found = await stat(join(this.path, file)).catch(absent(null));
    return found?.size === bytes;
  }

  /** Removes all backups but the newest ones, and files that no backup has. Returns the ids of the removed backups. */
  async keep(newest: number, nowMs: number): Promise<string[]> {
    const ids = await this.ids();
    const removed = ids.slice(0, Math.max(0, ids.length - newest));
    for (const id of removed) await rm(this.manifestPath(id));
    if (removed.length > 0) await this.removeOrphans(nowMs);
    return removed;
  }

  private async removeOrphans(nowMs: number): Promise<void> {
    const used = new Set<string>();
    for (const id of await this.ids()) {
      for (const { file } of partsOf(await this.manifest(id))) if (file !== null) used.add(file);
    }
    for (const table of await readdir(join(this.path, DATA)).catch(absent<string[]>([]))) {
      for (const name of await readdir(join(this.path, DATA, table))) {
        const file = `${DATA}/${table}/${name}`;
        const isOurs = /\.(tsv\.gz|part)$/.test(name);
        if (!isOurs || used.has(file)) continue;
        const { mtimeMs } = await stat(join(this.path, file));
        if (nowMs - mtimeMs > ORPHAN_AGE_MS) await rm(join(this.path, file));
      }
    }
  }

  /** An id of the present second that no backup has yet. */
  async newId(nowMs: number): Promise<string> {
    const taken = new Set(await this.ids());
    for (let atMs = nowMs; ; atMs += 1_000) if (!taken.has(compactInstant(atMs))) return compactInstant(atMs);
  }

  private manifestPath(id: string): string {
    return join(this.path, MANIFESTS, `${id}.json`);
  }
}

/** A file of a backup is missing or has changed. */
export class DamagedFileError extends Error {
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(`The file ${file} of the backup is damaged: ${reason}`);
    this.name = 'DamagedFileError';
  }
}

function damageOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'it is missing';
  return error.message;
}

async function* textOf(batches: AsyncIterable<readonly string[]>, seen: { rows: number }): AsyncGenerator<string> {
  for await (const batch of batches) {
    seen.rows += batch.length;
    if (batch.length > 0) yield `${batch.join('\n')}\n`;
  }
}

async function* linesOf(text: Readable): AsyncGenerator<string[]> {
  let rest = '';
  text.setEncoding('utf8');
  for await (const chunk of text) {
    const lines = (rest + (chunk as string)).split('\n');
    rest = lines.pop()!;
    if (lines.length > 0) yield lines;
  }
  if (rest !== '') throw new Error('it ends within a row');
}

function observed(observe: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      observe(chunk);
      done(null, chunk);
    },
  });
}

/** For `catch`: `value` if the file or folder does not exist. */
function absent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isNativeError(error) && 'code' in error && error.code === 'ENOENT') return value;
    throw error;
  };
}
