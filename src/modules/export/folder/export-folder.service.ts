import { mkdir, realpath, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import type { ConsistentView } from '../../../common/database/consistent-view.js';
import { FOLDER_DATASETS, type FolderDataset, layoutOf } from './folder-dataset.js';
import { findPartFiles, folderError, isIntact, openFolder, partPath, removePart } from './folder-files.js';
import { FolderCommits, settled } from './folder-commits.js';
import { inCurrentView } from '../outdated-view.js';
import { FolderRowsRepository, type MonthRows } from './folder-rows.sql.js';
import { DRAFT, ExportFolderError, type PartEntry } from './manifest.js';
import { ParquetPart, type WrittenPart } from './parquet-part.js';

/** Files at the same time: while one waits for the database, another is encoded. One connection is that of the lock. */
const concurrentParts = ({ DATABASE_POOL_SIZE }: AppConfig): number => Math.max(1, Math.min(2, DATABASE_POOL_SIZE - 1));
/** Part of the layout: after a change of this number, every file is written again. */
const WRITER = 'theme-park-data-warehouse 2';

export interface FolderProgress {
  /** A file was written. */
  written(entry: PartEntry): void;
}

export interface FolderResult {
  written: number;
  unchanged: number;
  removed: number;
  /** In all files. */
  rows: number;
  /** In the files that were written. */
  rowsWritten: number;
  bytesWritten: number;
}

interface Part extends MonthRows {
  dataset: FolderDataset;
}

interface Run {
  folder: string;
  commits: FolderCommits;
  progress: FolderProgress;
  signal: AbortSignal;
  result: FolderResult;
}

/** Writes everything into a folder of Parquet files, one for each dataset and month, and later only the months that have changed. */
@Injectable()
export class ExportFolderService {
  constructor(
    private readonly repository: FolderRowsRepository,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws ExportFolderError if the folder is not a data set, cannot be written, or is being written by another run */
  async write(path: string, progress: FolderProgress, signal: AbortSignal): Promise<FolderResult> {
    const folder = resolve(path);
    await openFolder(folder);
    try {
      // by its real path, so that a link to the folder is the same folder
      const locked = await this.repository.withLock(await realpath(folder), async () => {
        // read again under the lock: another run may just have ended
        const manifest = await openFolder(folder);
        const entries = manifest === null ? [] : await settled(manifest, (entry) => isIntact(folder, entry));
        const schemaVersion = await this.repository.schemaVersion();
        const commits = new FolderCommits(folder, { schemaVersion, clock: this.clock }, entries);
        const result = { written: 0, unchanged: 0, removed: 0, rows: 0, rowsWritten: 0, bytesWritten: 0 };
        await this.writeParts({ folder, commits, progress, signal, result });
        result.rows = commits.entries.reduce((sum, { rows }) => sum + rows, 0);
        return result;
      });
      if (locked === null) throw new ExportFolderError(folder, 'another run is writing it; nothing was changed');
      return locked.result;
    } catch (error) {
      throw folderError(folder, error);
    }
  }

  private async writeParts(run: Run): Promise<void> {
    const { folder, commits, result } = run;
    for (const draft of (await findPartFiles(folder)).drafts) await rm(join(folder, draft), { force: true });
    await commits.writeManifest();
    const seen = new Set<string>();
    const parts = this.parts();
    const work = async (): Promise<void> => {
      for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
        run.signal.throwIfAborted();
        const path = partPath(next.value.dataset.name, next.value.month);
        const part = next.value;
        if (await inCurrentView(() => this.writePart(run, part, path))) seen.add(path);
      }
    };
    // all workers end before an error is passed on, so that nothing is written after the lock is released
    const ended = await Promise.allSettled(Array.from({ length: concurrentParts(this.config) }, work));
    const failed = ended.find((one): one is PromiseRejectedResult => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    for (const path of commits.paths.filter((one) => !seen.has(one))) {
      await commits.commit({ path, after: null });
      result.removed++;
    }
    // files of months that the manifest does not know would be read by everyone who reads the folder
    for (const path of (await findPartFiles(folder)).parts) if (!seen.has(path)) await removePart(folder, path);
  }

  private async *parts(): AsyncGenerator<Part, undefined> {
    for (const dataset of FOLDER_DATASETS) {
      const ids = await this.repository.findIds(dataset);
      for (const month of await this.repository.findMonths(dataset)) yield { dataset, month, ids };
    }
  }

  /** False if the part has no rows, and so no file. */
  private async writePart(run: Run, part: Part, path: string): Promise<boolean> {
    const { folder, commits, result } = run;
    const known = commits.entryOf(path);
    const layout = layoutOf(part.dataset, WRITER);
    const isCurrent = known?.layout === layout && (await isIntact(folder, known));
    const view = await this.repository.openView();
    try {
      if (part.month !== null && (await this.repository.isEmpty(view, part.dataset, part))) return false;
      // for a new file, the checksum comes with the rows
      const compared = isCurrent ? await this.repository.readChecksum(view, part.dataset, part) : null;
      if (isCurrent && compared !== null && compared === known.checksum) {
        result.unchanged++;
        return true;
      }
      const readAt = await this.repository.now(view);
      const { written, checksum } = await this.writeDraft(run, view, part, path);
      if (written.rows === 0 && part.month !== null) {
        await rm(join(folder, path + DRAFT), { force: true });
        return false;
      }
      if (compared !== null && compared !== checksum) {
        throw new Error(`${path}: rows with the checksum ${checksum} were read instead of ${compared}`);
      }
      const entry = { ...described(part, path), ...written, readAt, checksum, layout };
      if (isCurrent && written.sha256 === known.sha256) {
        await rm(join(folder, path + DRAFT), { force: true });
        result.unchanged++;
        return true;
      }
      await commits.commit({ path, after: entry });
      count(result, entry);
      run.progress.written(entry);
      return true;
    } finally {
      await view.close();
    }
  }

  private async writeDraft(run: Run, view: ConsistentView, part: Part, path: string): Promise<DraftFile> {
    const draft = join(run.folder, path + DRAFT);
    await mkdir(dirname(draft), { recursive: true });
    const file = await ParquetPart.create(draft, part.dataset.columns, WRITER);
    try {
      const unpack = part.dataset.unpacker();
      const add = (cells: Parameters<ParquetPart['add']>[0]): void => file.add(cells);
      const writeGroup = async (): Promise<void> => {
        run.signal.throwIfAborted();
        await file.writeGroup();
      };
      const checksum = await this.repository.readRows(view, part.dataset, part, (row) => {
        unpack(row, add);
        return file.isGroupFull ? writeGroup() : null;
      });
      return { written: await file.finish(), checksum };
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }
}

interface DraftFile {
  written: WrittenPart;
  /** The checksum of the rows in the database; null: the dataset has none. */
  checksum: string | null;
}

function described({ dataset, month }: Part, path: string) {
  const [year = null, number = null] = month?.split('-').map(Number) ?? [];
  return { path, dataset: dataset.name, year, month: number };
}

function count(result: FolderResult, { rows, bytes }: PartEntry): void {
  result.written++;
  result.rowsWritten += rows;
  result.bytesWritten += bytes;
}
