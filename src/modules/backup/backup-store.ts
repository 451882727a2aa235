import { createHash, randomBytes } from 'node:crypto';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { isNativeError } from 'node:util/types';
import { s3PlaceOf } from '../../common/config/compound-settings.js';
import type { AppConfig } from '../../common/config/app-config.js';
import { DisplayableError } from '../../common/domain-error.js';
import { compactInstant, DAY_MS } from '../../common/time/calendar.js';
import type { BackupFiles } from './backup-files.js';
import { FolderFiles } from './folder-files.js';
import {
  type BackupManifest,
  type BackupPart,
  ManifestError,
  manifestText,
  partsOf,
  readManifest,
} from './manifest.js';
import { S3Files } from './s3-files.js';

const MANIFESTS = 'backups';
const DATA = 'data';
/** Favours speed: level 6 takes three times as long for a tenth less. */
const GZIP_LEVEL = 2;
/** Of a batch of rows that are read. */
const BATCH_CHARACTERS = 4_000_000;
/** A file that belongs to no backup may be of one in progress. */
const ORPHAN_AGE_MS = DAY_MS;

export interface WrittenFile {
  file: string;
  bytes: number;
  sha256: string;
  rows: number;
}

/** @param location the path of a folder, or `s3://bucket/prefix` */
export function backupStoreAt(location: string, config: () => AppConfig): BackupStore {
  const place = s3PlaceOf(location);
  return new BackupStore(place === null ? new FolderFiles(location) : new S3Files(location, place, config()));
}

/** There is no backup at a location, or none of that id. */
export class NoBackupError extends DisplayableError {
  constructor(location: string, id: string | null) {
    super(id === null ? `There is no backup in ${location}` : `There is no backup ${id} in ${location}`);
    this.name = 'NoBackupError';
  }
}

/**
 * Backups in a folder or bucket: `backups/<id>.json` describes each, `data/<table>/<part>-<random>.tsv.gz` are the files, which
 * several backups may share. A file appears when it is complete, and the description of a backup when all its files are there:
 * whatever is cut off leaves complete backups only.
 */
export class BackupStore {
  constructor(private readonly files: BackupFiles) {}

  /** Ids of the complete backups, oldest first. */
  async ids(): Promise<string[]> {
    const listed = await this.files.list(MANIFESTS);
    return listed.flatMap(({ file }) => /^backups\/(\d{8}T\d{6}Z)\.json$/.exec(file)?.[1] ?? []).sort();
  }

  /** @param id null: the newest one. @throws NoBackupError, ManifestError */
  async manifest(id: string | null): Promise<BackupManifest> {
    const wanted = id ?? (await this.ids()).at(-1);
    if (wanted === undefined) throw new NoBackupError(this.files.location, null);
    const file = manifestFile(wanted);
    const text = await this.files.readText(file);
    if (text === null) throw new NoBackupError(this.files.location, id);
    return readManifest(`${this.files.location}/${file}`, text);
  }

  /** The description of a backup, or why it is none. @throws NoBackupError */
  async readable(id: string): Promise<BackupManifest | ManifestError> {
    try {
      return await this.manifest(id);
    } catch (error) {
      if (error instanceof ManifestError) return error;
      throw error;
    }
  }

  /** The newest backup whose description can be read, and why the newer ones are none. */
  async newestReadable(): Promise<{ backup: BackupManifest | null; unreadable: ManifestError[] }> {
    const unreadable: ManifestError[] = [];
    for (const id of (await this.ids()).reverse()) {
      const backup = await this.readable(id);
      if (!(backup instanceof ManifestError)) return { backup, unreadable };
      unreadable.push(backup);
    }
    return { backup: null, unreadable };
  }

  /** Fails if nothing can be written there. */
  prepare(): Promise<void> {
    return this.files.prepare();
  }

  /** Writes lines into a new file. Returns null for no lines. */
  async write(
    table: string,
    part: string,
    lines: AsyncIterable<readonly string[]>,
    signal: AbortSignal,
  ): Promise<WrittenFile | null> {
    const file = `${DATA}/${table}/${part}-${randomBytes(8).toString('hex')}.tsv.gz`;
    const [hash, seen] = [createHash('sha256'), { bytes: 0, rows: 0 }];
    const written = observed((chunk) => {
      hash.update(chunk);
      seen.bytes += chunk.length;
    });
    const source = Readable.from(textOf(lines, seen), { objectMode: true, highWaterMark: 2 });
    const gzip = createGzip({ level: GZIP_LEVEL, chunkSize: 256 * 1024 });
    const ended = new AbortController();
    const failures: unknown[] = [];
    // the first failure of the two ends the other
    const fail = (error: unknown): void => {
      failures.push(error);
      ended.abort(error);
    };
    const made = pipeline(source, gzip, written, { signal: AbortSignal.any([signal, ended.signal]) });
    await Promise.all([made.catch(fail), this.files.write(file, written).catch(fail)]);
    signal.throwIfAborted();
    if (failures.length > 0) throw failures[0];
    if (seen.rows > 0) return { file, sha256: hash.digest('hex'), ...seen };
    await this.files.remove(file);
    return null;
  }

  /** The last step of a backup. */
  async complete(backup: BackupManifest): Promise<void> {
    const file = manifestFile(backup.id);
    const text = manifestText(backup);
    // A backup that cannot be read must fail now, not when it is needed.
    readManifest(`${this.files.location}/${file}`, text);
    await this.files.writeText(file, text);
  }

  /** Lines of a file, some at a time. Fails at its end if it is not the file that was written. @throws DamagedFileError */
  async *lines({ file, bytes, sha256, rows }: BackupPart): AsyncGenerator<string[]> {
    if (file === null) return;
    const [hash, seen] = [createHash('sha256'), { bytes: 0, rows: 0 }];
    const source = Readable.from(this.files.read(file), { objectMode: false });
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

  /** The parts whose files exist with the recorded length. */
  async present<T extends Pick<BackupPart, 'file' | 'bytes'>>(parts: readonly T[]): Promise<Set<T>> {
    const sizes = new Map((await this.files.list(DATA)).map(({ file, bytes }) => [file, bytes]));
    return new Set(parts.filter(({ file, bytes }) => file === null || sizes.get(file) === bytes));
  }

  /**
   * Removes what is older than the `newest` last backups whose description can be read, and files that no backup has. Returns the ids
   * of the removed backups.
   */
  async keep(newest: number, nowMs: number): Promise<string[]> {
    const ids = await this.ids();
    let firstKept = ids.length;
    for (let kept = 0; kept < newest && firstKept > 0;) {
      const backup = await this.readable(ids[--firstKept]!);
      if (!(backup instanceof ManifestError)) kept++;
    }
    const removed = ids.slice(0, firstKept);
    for (const id of removed) await this.files.remove(manifestFile(id));
    if (removed.length > 0) await this.removeOrphans(nowMs);
    return removed;
  }

  /** Nothing, while the description of a backup cannot be read: its files are not known. */
  private async removeOrphans(nowMs: number): Promise<void> {
    const used = new Set<string>();
    for (const id of await this.ids()) {
      const backup = await this.readable(id);
      if (backup instanceof ManifestError) return;
      for (const { file } of partsOf(backup)) if (file !== null) used.add(file);
    }
    for (const { file, modifiedMs } of await this.files.list(DATA)) {
      const isOurs = /\.(tsv\.gz|part)$/.test(file);
      if (isOurs && !used.has(file) && nowMs - modifiedMs > ORPHAN_AGE_MS) await this.files.remove(file);
    }
  }

  /** An id of the present second that no backup has yet. */
  async newId(nowMs: number): Promise<string> {
    const taken = new Set(await this.ids());
    for (let atMs = nowMs; ; atMs += 1_000) if (!taken.has(compactInstant(atMs))) return compactInstant(atMs);
  }
}

const manifestFile = (id: string): string => `${MANIFESTS}/${id}.json`;

/** A file of a backup is missing or has changed. */
export class DamagedFileError extends DisplayableError {
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

/** In batches of about {@link BATCH_CHARACTERS}. */
async function* linesOf(text: Readable): AsyncGenerator<string[]> {
  let [rest, read] = ['', ''];
  text.setEncoding('utf8');
  const take = (): string[] => {
    const lines = (rest + read).split('\n');
    [rest, read] = [lines.pop()!, ''];
    return lines;
  };
  for await (const chunk of text) {
    read += chunk as string;
    if (read.length < BATCH_CHARACTERS) continue;
    const lines = take();
    if (lines.length > 0) yield lines;
  }
  const last = take();
  if (last.length > 0) yield last;
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
