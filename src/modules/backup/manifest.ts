import { z } from 'zod';
import { sum } from '../../common/collections.js';
import { DisplayableError } from '../../common/domain-error.js';

/** Changes when an older program could no longer read a backup. */
export const FORMAT_VERSION = 1;

/**
 * How a column is written: `plain` values have no character that needs an escape; `text` is escaped; `hex` is hexadecimal,
 * for bytes.
 */
const ENCODINGS = ['plain', 'text', 'hex'] as const;

const name = z.string().regex(/^[A-Za-z0-9_]{1,64}$/);
const count = z.number().int().nonnegative();

const column = z.strictObject({ name, encoding: z.enum(ENCODINGS) });

const part = z.strictObject({
  /** Null: the whole table. */
  partition: name.nullable(),
  rows: count,
  /** Checksum of the rows, as the server computes it: equal for equal rows, in any order. */
  fingerprint: z.string().regex(/^\d+-\d+$/),
  /** Below the folder; null if there are no rows. */
  file: z
    .string()
    .regex(/^data\/[A-Za-z0-9_]+\/[A-Za-z0-9_]+-[0-9a-f]{16}\.tsv\.gz$/)
    .nullable(),
  bytes: count,
  sha256: z.string().regex(/^([0-9a-f]{64})?$/),
});

const table = z.strictObject({
  name,
  columns: z.array(column).min(1),
  /** The primary key, in whose order the rows are. */
  key: z.array(name).min(1),
  /** The next value of the counter; null if the table has none. */
  autoIncrement: count.nullable(),
  parts: z.array(part).min(1),
});

const manifest = z.strictObject({
  format: z.literal('theme-park-data-warehouse backup'),
  formatVersion: z.number().int(),
  /** Its time, as `20261129T030000Z`; the name of its file. */
  id: z.string().regex(/^\d{8}T\d{6}Z$/),
  /** The instant of which the backup has the data. */
  takenAt: z.iso.datetime(),
  programVersion: z.string(),
  /** The server that had the data: `MariaDB` or `MySQL`. */
  madeOn: z.strictObject({ kind: z.string(), version: z.string() }),
  /** The version of the schema: all migrations that were applied. */
  migrations: z.array(z.string()).min(1),
  tables: z.array(table).min(1),
});

export type ColumnEncoding = (typeof ENCODINGS)[number];
export type BackupColumn = z.infer<typeof column>;
export type BackupPart = z.infer<typeof part>;
export type BackupTable = z.infer<typeof table>;
export type BackupManifest = z.infer<typeof manifest>;

/** The manifest is not one, or of another format version. */
export class ManifestError extends DisplayableError {
  constructor(file: string, reason: string) {
    super(`${file} does not describe a backup that this version can read: ${reason}`);
    this.name = 'ManifestError';
  }
}

/** @throws ManifestError */
export function readManifest(file: string, text: string): BackupManifest {
  const parsed = parseJson(file, text);
  const version = (parsed as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version > FORMAT_VERSION) {
    throw new ManifestError(file, `format ${version} is newer than ${FORMAT_VERSION}`);
  }
  const read = manifest.safeParse(parsed);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ManifestError(file, `${issue!.path.join('.') || 'the whole'}: ${issue!.message}`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ManifestError(file, (error as Error).message);
  }
}

export const manifestText = (backup: BackupManifest): string => `${JSON.stringify(backup, null, 1)}\n`;

/** All parts of all tables. */
export const partsOf = ({ tables }: Pick<BackupManifest, 'tables'>): BackupPart[] =>
  tables.flatMap(({ parts }) => parts);

export interface BackupSize {
  rows: number;
  /** Total of the files. */
  bytes: number;
}

export function sizeOf(parts: readonly BackupPart[]): BackupSize {
  return { rows: sum(parts.map(({ rows }) => rows)), bytes: sum(parts.map(({ bytes }) => bytes)) };
}

/** What a part holds and how, whichever backup it belongs to: parts with an equal key have equal files. */
export function contentKey(
  { name: of, columns, key }: Omit<BackupTable, 'parts' | 'autoIncrement'>,
  content: Pick<BackupPart, 'partition' | 'rows' | 'fingerprint'>,
): string {
  return JSON.stringify([of, columns, key, content.partition, content.rows, content.fingerprint]);
}

/** The content of a whole table: that of its parts together. */
export function contentOf({ parts }: Pick<BackupTable, 'parts'>): Pick<BackupPart, 'rows' | 'fingerprint'> {
  let [rows, total, xor] = [0, 0n, 0n];
  for (const part of parts) {
    const [partSum, partXor] = part.fingerprint.split('-').map(BigInt) as [bigint, bigint];
    [rows, total, xor] = [rows + part.rows, total + partSum, xor ^ partXor];
  }
  return { rows, fingerprint: `${total}-${xor}` };
}
