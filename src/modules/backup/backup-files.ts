import type { Readable } from 'node:stream';

export interface StoredFile {
  /** Such as `data/rides/all-91ab….tsv.gz`. */
  file: string;
  bytes: number;
  modifiedMs: number;
}

/** Where the files of backups are: a folder, or a bucket. A file exists with all its bytes, or not at all. */
export interface BackupFiles {
  /** For messages: the path of the folder, or `s3://bucket/prefix`. */
  readonly location: string;
  /** Fails if nothing can be written there. */
  prepare(): Promise<void>;
  /** All files below a folder; none if it does not exist. */
  list(folder: string): Promise<StoredFile[]>;
  /** Null: there is no such file. */
  readText(file: string): Promise<string | null>;
  /** The bytes of a file. Fails with the code `ENOENT` if it does not exist. */
  read(file: string): AsyncIterable<Buffer>;
  /** A new file, of any size. */
  write(file: string, bytes: Readable): Promise<void>;
  /** A small file, which may replace one. */
  writeText(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
}
