import type { FileDefect } from '../parser/corrupt-file-error.js';
import type { ParseOptions, ParsedEntity } from '../parser/parsed-file.js';
import type { PrepareOptions, PreparedFile, RideAssignment } from './prepare-file.js';

/** What the main thread asks of a parse worker. The parsed file stays with the worker between the two steps. */
export type ParseRequest =
  | { kind: 'parse'; file: number; bytes: Uint8Array; options: ParseOptions }
  | { kind: 'prepare'; file: number; assignments: RideAssignment[]; options: PrepareOptions }
  | { kind: 'drop'; file: number };

export interface ParseSummary {
  read: number;
  rejected: number;
  entities: ParsedEntity[];
}

/** Errors cross the thread border as data: a class would arrive without its type. */
export type ParseReply =
  | { kind: 'parsed'; summary: ParseSummary }
  | { kind: 'prepared'; prepared: PreparedFile }
  | { kind: 'dropped' }
  | { kind: 'corrupt'; defect: FileDefect; message: string; compressedBytes: number }
  | { kind: 'failed'; message: string };
