import type { ConflictPolicy } from '../snapshots/observation-diff.js';
import type { ImportStatus } from './import-state.js';
import type { ParseIssue } from './parser/parsed-file.js';

/** How an import was asked for; kept with it, so that a resume continues what was meant. */
export interface ImportOptions {
  onConflict: ConflictPolicy['onConflict'];
  replaceLive: boolean;
  /** Who started it: what the API started, a starting server takes up again by itself. */
  origin: 'api' | 'cli';
}

export interface NewImport {
  importId: string;
  destinationId: number;
  parkId: number | null;
  startDate: string | null;
  endDate: string | null;
  options: ImportOptions;
  createdAt: Date;
}

export interface ImportProblem {
  code: string;
  message: string;
}

/** What the worker of a running import is asked to do at its next commit. */
export type StopRequest = 'PAUSE' | 'CANCEL';

/** An import as its checkpoint knows it. */
export interface ImportRecord {
  checkpointId: number;
  importId: string;
  destinationId: number;
  destinationWikiId: string;
  destinationName: string;
  parkId: number | null;
  parkWikiId: string | null;
  startDate: string | null;
  endDate: string | null;
  options: ImportOptions;
  status: ImportStatus;
  /** RESUME: it was resumed for whichever worker is free first, and none has taken it yet. */
  requestedAction: StopRequest | 'RESUME' | null;
  lastProcessedDate: string | null;
  lastProcessedFile: string | null;
  filesTotal: number | null;
  filesDone: number;
  read: number;
  stored: number;
  duplicate: number;
  rejected: number;
  queueRowsStored: number;
  liveRowsRemoved: number;
  errorsEncountered: number;
  busyMs: number;
  leaseOwner: string | null;
  leaseUntil: Date | null;
  attempts: number;
  error: ImportProblem | null;
  createdAt: Date;
  startedAt: Date | null;
  updatedAt: Date;
  finishedAt: Date | null;
}

/** IN_PROGRESS, but no worker holds it. */
export function hasNoWorker(record: ImportRecord, now: Date): boolean {
  return record.status === 'IN_PROGRESS' && (record.leaseUntil === null || record.leaseUntil <= now);
}

/** Its worker was stopped or has died, and nobody has resumed it since. */
export function isInterrupted(record: ImportRecord, now: Date): boolean {
  return hasNoWorker(record, now) && record.requestedAction !== 'RESUME';
}

/** What an import has done with a file. */
export interface ImportFileCounts {
  objectKey: string;
  fileDate: string;
  etag: string;
  sizeBytes: number;
  read: number;
  stored: number;
  duplicate: number;
  rejected: number;
  queueRowsStored: number;
  /** What is wrong with the file as a whole; null where it could be read. */
  defect: string | null;
  doneAt: Date;
}

/** A file as an import has done it. */
export interface ImportFileRecord extends ImportFileCounts {
  issues: ParseIssue[];
}

/** The figures that a checkpoint adds up over its files. */
export interface ImportTotals {
  filesDone: number;
  read: number;
  stored: number;
  duplicate: number;
  rejected: number;
  queueRowsStored: number;
  liveRowsRemoved: number;
  errorsEncountered: number;
}

export const NO_TOTALS: Readonly<ImportTotals> = {
  filesDone: 0,
  read: 0,
  stored: 0,
  duplicate: 0,
  rejected: 0,
  queueRowsStored: 0,
  liveRowsRemoved: 0,
  errorsEncountered: 0,
};

export function addTotals(a: Readonly<ImportTotals>, b: Readonly<ImportTotals>): ImportTotals {
  const sum = { ...a };
  for (const key of Object.keys(sum) as (keyof ImportTotals)[]) sum[key] += b[key];
  return sum;
}

export function totalsOf(record: ImportRecord): ImportTotals {
  const totals = { ...NO_TOTALS };
  for (const key of Object.keys(totals) as (keyof ImportTotals)[]) totals[key] = record[key];
  return totals;
}
