import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isNativeError } from 'node:util/types';
import { replaceFile } from '../../common/files.js';
import type { BackupFiles, StoredFile } from './backup-files.js';

/** Files of backups in a folder. A file gets its name when it is complete and on the disk. */
export class FolderFiles implements BackupFiles {
  constructor(readonly location: string) {}

  async prepare(): Promise<void> {
    await mkdir(this.location, { recursive: true });
    const probe = this.pathOf(`.probe-${process.pid}`);
    await (await open(probe, 'w')).close();
    await rm(probe);
  }

  async list(folder: string): Promise<StoredFile[]> {
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
    return readFile(this.pathOf(file), 'utf8').catch(absent(null));
  }

  read(file: string): AsyncIterable<Buffer> {
    return createReadStream(this.pathOf(file));
  }

  async write(file: string, bytes: Readable): Promise<void> {
    const path = this.pathOf(file);
    const draft = `${path}.${process.pid}.part`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await pipeline(bytes, createWriteStream(draft, { flush: true }));
      await rename(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
  }

  async writeText(file: string, text: string): Promise<void> {
    await mkdir(dirname(this.pathOf(file)), { recursive: true });
    await replaceFile(this.pathOf(file), text);
  }

  remove(file: string): Promise<void> {
    return rm(this.pathOf(file));
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
