import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../common/time/clock.js';
import { FOLDER_DATASETS } from './folder-dataset.js';
import { removePart } from './folder-files.js';
import { DRAFT, FORMAT, FORMAT_VERSION, type Manifest, type PartEntry, writeManifest } from './manifest.js';

/** A finished draft that takes its place, or a file that is removed. */
export type PartChange = { path: string; after: PartEntry } | { path: string; after: null };

interface Waiting {
  change: PartChange;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Puts finished files in their place. A process that is killed at any moment leaves a data set in which each file is complete and
 * described by the manifest: first the manifest lists which files are replaced by which, then the files are renamed, and then the
 * manifest lists only the new ones.
 */
export class FolderCommits {
  private readonly files: Map<string, PartEntry>;
  private waiting: Waiting[] = [];
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly source: { schemaVersion: string; clock: Clock },
    known: readonly PartEntry[],
  ) {
    this.files = new Map(known.map((entry) => [entry.path, entry]));
  }

  entryOf(path: string): PartEntry | undefined {
    return this.files.get(path);
  }

  get paths(): string[] {
    return [...this.files.keys()];
  }

  get entries(): PartEntry[] {
    return [...this.files.values()];
  }

  /** Changes that come while others are written are written together. */
  commit(change: PartChange): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ change, resolve, reject });
      this.running = this.running.then(() => this.commitWaiting());
    });
  }

  /** Writes the manifest without a change of files. */
  writeManifest(replacing: readonly PartChange[] = []): Promise<void> {
    return writeManifest(this.folder, this.manifestWith(replacing));
  }

  private async commitWaiting(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length === 0) return;
    try {
      const changes = batch.map(({ change }) => change);
      await this.writeManifest(changes);
      for (const { path, after } of changes) {
        if (after === null) {
          await removePart(this.folder, path);
          this.files.delete(path);
        } else {
          await putInPlace(join(this.folder, path));
          this.files.set(path, after);
        }
      }
      await this.writeManifest();
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  private manifestWith(replacing: readonly PartChange[]): Manifest {
    const files = [...this.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    const rowsOf = (entries: readonly PartEntry[]) => entries.reduce((sum, { rows }) => sum + rows, 0);
    return {
      format: FORMAT,
      formatVersion: FORMAT_VERSION,
      schemaVersion: this.source.schemaVersion,
      checkedAt: this.source.clock.now().toISOString(),
      rows: rowsOf(files),
      datasets: FOLDER_DATASETS.map(({ name, columns }) => {
        const own = files.filter(({ dataset }) => dataset === name);
        const described = columns.map((column) => ({
          name: column.name,
          type: column.type,
          nullable: column.nullable,
        }));
        return { name, rows: rowsOf(own), files: own.length, columns: described };
      }),
      files,
      replacing: replacing.map(({ path, after }) => ({ path, after })),
    };
  }
}

/** Also over a folder that has the name of the file. */
async function putInPlace(path: string): Promise<void> {
  try {
    await rename(path + DRAFT, path);
  } catch (error) {
    if (!['EISDIR', 'ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await rm(path, { recursive: true });
    await rename(path + DRAFT, path);
  }
}

/** What a folder holds after a run that may have been killed: of a file that was being replaced, what is really there. */
export async function settled(
  { files, replacing }: Manifest,
  isIntactEntry: (entry: PartEntry) => Promise<boolean>,
): Promise<PartEntry[]> {
  const entries = new Map(files.map((entry) => [entry.path, entry]));
  for (const { after } of replacing) {
    if (after !== null && (await isIntactEntry(after))) entries.set(after.path, after);
  }
  return [...entries.values()];
}
