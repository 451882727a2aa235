import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder.js';

const CHUNK = Buffer.alloc(1_048_576, 1);
const LAST_BYTES = Buffer.alloc(4_096, 1);

/** A file system of its own, in memory, which a proof can fill. Needs root. */
export class SmallDisk {
  private readonly folder = temporaryFolder('small-disk');

  constructor(megabytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.path]);
  }

  get path(): string {
    return this.folder.path;
  }

  get freeMegabytes(): number {
    const { bavail, bsize } = statfsSync(this.path);
    return Math.floor((bavail * bsize) / CHUNK.length);
  }

  /** Leaves no block free. */
  fill(): void {
    const file = openSync(this.filler, 'a');
    for (const chunk of [CHUNK, LAST_BYTES]) while (wasWritten(file, chunk));
    closeSync(file);
  }

  free(): void {
    rmSync(this.filler, { force: true });
  }

  remove(): void {
    execFileSync('umount', ['--lazy', this.path]);
    this.folder.remove();
  }

  private get filler(): string {
    return join(this.path, 'filler');
  }
}

function wasWritten(file: number, chunk: Buffer): boolean {
  try {
    writeSync(file, chunk);
    fsyncSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
