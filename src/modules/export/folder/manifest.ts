import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../../common/files.js';

export const MANIFEST = 'manifest.json';
export const FORMAT = 'theme-park-data-warehouse';
export const FORMAT_VERSION = 1;
/** The end of the name of a file that is being written. */
export const DRAFT = '.part';

const part = z.object({
  /** Relative to the folder, with slashes. */
  path: z.string(),
  dataset: z.string(),
  year: z.number().nullable(),
  month: z.number().nullable(),
  rows: z.number(),
  bytes: z.number(),
  sha256: z.string(),
  /** The instant of the database whose content the file has. */
  readAt: z.string(),
  /** The rows of the database that the file was made of: another value means that they have changed; null: not used. */
  checksum: z.string().nullable(),
  /** Identifies the columns and the way in which the file was written. */
  layout: z.string(),
});
export type PartEntry = z.infer<typeof part>;

const manifest = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.number(),
  /** The latest migration of the database. */
  schemaVersion: z.string(),
  /** When the last run changed or confirmed the folder. */
  checkedAt: z.string(),
  rows: z.number(),
  datasets: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      files: z.number(),
      columns: z.array(z.object({ name: z.string(), type: z.string(), nullable: z.boolean() })),
    }),
  ),
  files: z.array(part),
  /**
   * Files that are being replaced: until the next run, each of them is either as in `files` or as here. `after` is null for a file
   * that is being removed. Empty after a completed run.
   */
  replacing: z.array(z.object({ path: z.string(), after: part.nullable() })),
});
export type Manifest = z.infer<typeof manifest>;

/** The folder cannot be written by this run. */
export class ExportFolderError extends Error {
  constructor(folder: string, reason: string, options?: ErrorOptions) {
    super(`The data set ${folder} cannot be written: ${reason}`, options);
    this.name = 'ExportFolderError';
  }
}

/** Null if the folder has no manifest, or one of which nothing can be read. @throws ExportFolderError */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const content = text === null ? null : jsonOrNull(text);
  if (content === null) return null;
  const parsed = manifest.safeParse(content);
  if (!parsed.success) throw new ExportFolderError(folder, `its ${MANIFEST} belongs to something else`);
  if (parsed.data.formatVersion > FORMAT_VERSION) {
    throw new ExportFolderError(folder, 'a newer version of this program wrote it');
  }
  return parsed.data;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Readers find the previous manifest or this one, never a part. */
export function writeManifest(folder: string, content: Manifest): Promise<void> {
  return replaceFile(join(folder, MANIFEST), `${JSON.stringify(content, null, 1)}\n`);
}
