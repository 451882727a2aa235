import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isNativeError } from 'node:util/types';
import { DisplayableError } from '../../common/domain-error.js';
import { makeFolder, replaceFile, WRITE_REFUSALS } from '../../common/files.js';
import type { BackupFiles, StoredFile } from './backup-files.js';

const NO_FOLDER = 'it is a file, or below a file';
const NO_PERMISSION = 'this user has no permission for it';
const REFUSALS: Readonly<Record<string, string>> = {
  ...WRITE_REFUSALS,
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  EEXIST: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  ENOENT: 'no folder can be made there',
  EIO: 'the disk does not respond',
};

/** The folder cannot be read or written. */
export class BackupFolderError extends DisplayableError {
  constructor(location: string, reason: string, options?: ErrorOptions) {
    super(`The folder ${resolve(location)} cannot be used: ${reason}`, options);
    this.name = 'BackupFolderError';
  }
}

/** Files of backups in a folder. A file gets its name when it is complete and on the disk. */
export class FolderFiles implements BackupFiles {
  constructor(readonly location: string) {}

  prepare(): Promise<void> {
    return this.using(async () => {
      makeFolder(this.location);
      const probe = this.pathOf(`.probe-${process.pid}`);
      await (await open(probe, 'w')).close();
      await rm(probe);
    });
  }

  list(folder: string): Promise<StoredFile[]> {
    return this.using(() => this.filesIn(folder));
  }

  private async filesIn(folder: string): Promise<StoredFile[]> {
    const entries = await readdir(this.pathOf(folder), { recursive: true, withFileTypes: true }).catch(absent([]));
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const files: StoredFile[] = [];
    for (const path of paths) {
      const found = await stat(path).catch(absent(null));
      if (found === null) continue;
      const file = relative(this.location, path).split(sep).join('/');
      files.push({ file, bytes: found.size, modifiedMs: found.mtimeMs });
    }
    return files;
  }

  readText(file: string): Promise<string | null> {
    return this.using(() => readFile(this.pathOf(file), 'utf8').catch(absent(null)));
  }

  read(file: string): AsyncIterable<Buffer> {
    return createReadStream(this.pathOf(file));
  }

  write(file: string, bytes: Readable): Promise<void> {
    const path = this.pathOf(file);
    const draft = `${path}.${process.pid}.part`;
    return this.using(async () => {
      makeFolder(dirname(path));
      try {
        await pipeline(bytes, createWriteStream(draft, { flush: true }));
        await rename(draft, path);
      } finally {
        await rm(draft, { force: true });
      }
    });
  }

  writeText(file: string, text: string): Promise<void> {
    return this.using(async () => {
      makeFolder(dirname(this.pathOf(file)));
      await replaceFile(this.pathOf(file), text);
    });
  }

  remove(file: string): Promise<void> {
    return rm(this.pathOf(file));
  }

  /** Describes errors of the file system. @throws BackupFolderError */
  private async using<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const code = isNativeError(error) && 'code' in error ? String(error.code) : '';
      const isOfFileSystem = isNativeError(error) && 'syscall' in error;
      const reason = isOfFileSystem ? REFUSALS[code] : undefined;
      throw reason === undefined ? error : new BackupFolderError(this.location, reason, { cause: error });
    }
  }

  private pathOf(file: string): string {
    return join(this.location, file);
  }
}

/** For `catch`: `value` if the file or folder does not exist. */
function absent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isNativeError(error) && 'code' in error && error.code === 'ENOENT') return value;
    throw error;
  };
}
