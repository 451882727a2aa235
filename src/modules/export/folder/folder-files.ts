import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder, WRITE_REFUSALS } from '../../../common/files.js';
import { FOLDER_DATASETS, type PartMonth } from './folder-dataset.js';
import { DRAFT, ExportFolderError, MANIFEST, type Manifest, type PartEntry, readManifest } from './manifest.js';

const FILE = 'data.parquet';
/** Names at the top of a data set. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  MANIFEST,
  MANIFEST + DRAFT,
  ...FOLDER_DATASETS.map(({ name }) => name),
]);

/** `ride-days/year=2024/month=07/data.parquet`: what DuckDB, Polars and pandas recognise as partitions. */
export function partPath(dataset: string, month: PartMonth): string {
  if (month === null) return `${dataset}/${FILE}`;
  const [year, number] = month.split('-');
  return `${dataset}/year=${year}/month=${number}/${FILE}`;
}

/**
 * Makes the folder, or finds out what a data set holds. Null: nothing yet, or its manifest is lost and all files are written again.
 * @throws ExportFolderError if the folder holds anything else
 */
export async function openFolder(folder: string): Promise<Manifest | null> {
  try {
    makeFolder(folder);
    const content = await readManifest(folder);
    if (content !== null) return content;
    const foreign = (await readdir(folder)).filter((name) => !OWN_NAMES.has(name));
    if (foreign.length === 0) return null;
    throw new ExportFolderError(folder, `it is not a data set: it holds ${foreign[0]} and no readable ${MANIFEST}`);
  } catch (error) {
    throw folderError(folder, error);
  }
}

/** The part files of a folder, whether the manifest lists them or not, and the drafts of runs that did not end. */
export async function findPartFiles(folder: string): Promise<{ parts: string[]; drafts: string[] }> {
  const found = { parts: [] as string[], drafts: [] as string[] };
  for (const { name } of FOLDER_DATASETS) {
    const names = await readdir(join(folder, name), { recursive: true, encoding: 'utf8' }).catch(() => []);
    for (const path of names.map((one) => `${name}/${one.replaceAll('\\', '/')}`)) {
      if (/^[a-z-]+\/(year=\d{4}\/month=\d{2}\/)?data\.parquet$/.test(path)) found.parts.push(path);
      if (path.endsWith(`${FILE}${DRAFT}`)) found.drafts.push(path);
    }
  }
  return found;
}

/** Whether the file exists and has exactly the bytes that the entry describes. */
export async function isIntact(folder: string, { path, bytes, sha256 }: PartEntry): Promise<boolean> {
  const hash = createHash('sha256');
  const source = createReadStream(join(folder, path), { highWaterMark: 1 << 20 });
  try {
    await pipeline(source, hash);
    return source.bytesRead === bytes && hash.digest('hex') === sha256;
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'EIO', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** Removes a file and the folders of its month and year if they are empty then. */
export async function removePart(folder: string, path: string): Promise<void> {
  await rm(join(folder, path), { force: true, recursive: true });
  for (let at = dirname(path); at !== '.'; at = dirname(at)) {
    const isRemoved = await rmdir(join(folder, at)).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}

const CONTINUES = 'The files that were complete stay, and the next run continues from there';
const REASONS: Readonly<Record<string, string>> = {
  ...WRITE_REFUSALS,
  ENOSPC: `${WRITE_REFUSALS.ENOSPC}. ${CONTINUES}`,
  EDQUOT: `${WRITE_REFUSALS.EDQUOT}. ${CONTINUES}`,
  EEXIST: 'it is a file, not a folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ENOENT: 'a folder of its path is missing and cannot be made',
};

/** Describes an error of the file system; other errors stay as they are. */
export function folderError(folder: string, error: unknown): unknown {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  return reason === undefined || syscall === undefined
    ? error
    : new ExportFolderError(folder, reason, { cause: error });
}
