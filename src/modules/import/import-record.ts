import { DomainError } from '../../common/domain-error.js';
import type { ConflictPolicy } from '../snapshots/writing/observation-diff.js';
import type { ParseIssue } from './parser/parsed-file.js';

export const IMPORT_STATUSES = ['PENDING', 'IN_PROGRESS', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** What an import can be asked to do, or does. */
export type ImportMove = 'claim' | 'pause' | 'resume' | 'complete' | 'fail' | 'cancel';

const MOVES: Readonly<Record<ImportMove, Readonly<Partial<Record<ImportStatus, ImportStatus>>>>> = {
  claim: { PENDING: 'IN_PROGRESS' },
  pause: { PENDING: 'PAUSED', IN_PROGRESS: 'PAUSED' },
  resume: { PAUSED: 'IN_PROGRESS', FAILED: 'IN_PROGRESS', IN_PROGRESS: 'IN_PROGRESS' },
  complete: { IN_PROGRESS: 'COMPLETED' },
  fail: { IN_PROGRESS: 'FAILED' },
  cancel: { PENDING: 'CANCELLED', IN_PROGRESS: 'CANCELLED', PAUSED: 'CANCELLED', FAILED: 'CANCELLED' },
};

/** Where the move leads from this status, or null where it is not allowed. */
export function nextStatus(status: ImportStatus, move: ImportMove): ImportStatus | null {
  return MOVES[move][status] ?? null;
}

/** Imports that still own their destination: a second one must not start beside them. */
export const ACTIVE_STATUSES = ['PENDING', 'IN_PROGRESS'] as const satisfies readonly ImportStatus[];

/** The move is not allowed in the status in which the import is. */
export class ImportStateError extends DomainError {
  constructor(importId: string, status: ImportStatus, move: ImportMove, why?: string) {
    super('IMPORT_STATE_CONFLICT', why ?? `Import ${importId} is ${status}: it cannot ${move}`, {
      importId,
      status,
      move,
    });
  }
}

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

/** What a running import tells whoever watches it in the same process; called after each commit. */
export interface ImportProgress {
  importId: string;
  filesTotal: number;
  totals: ImportTotals;
  /** Files of the last commit. */
  files: readonly ImportFileCounts[];
}

export type ProgressListener = (progress: ImportProgress) => void;

/** How a run of an import ended. `interrupted`: told to stop, the checkpoint stands and another run can continue. */
export type RunResult = 'completed' | 'paused' | 'cancelled' | 'failed' | 'interrupted' | 'lease-lost';

interface RowCounts {
  stored: number;
  duplicates: number;
  queueRowsStored: number;
}

/**
 * The rows of a file that the same import has done before, in another version. What it had stored itself is found there
 * now and would count as duplicate, so that `stored` of the import would shrink although its rows are all there: such
 * rows count as stored again, at most as many as it had stored. The sum of stored and duplicate stays.
 */
export function withOwnRowsRestored(
  written: RowCounts,
  queueRows: number,
  before: ImportFileCounts | undefined,
): RowCounts {
  const rows = Math.min(written.duplicates, before?.stored ?? 0);
  const queues = Math.min(queueRows - written.queueRowsStored, before?.queueRowsStored ?? 0);
  return {
    stored: written.stored + rows,
    duplicates: written.duplicates - rows,
    queueRowsStored: written.queueRowsStored + queues,
  };
}

/** What the files add to the totals: a file done again counts by the difference. */
export function totalsAddedBy(
  files: readonly ImportFileCounts[],
  doneBefore: ReadonlyMap<string, ImportFileCounts>,
): ImportTotals {
  const added = { ...NO_TOTALS };
  for (const file of files) {
    const before = doneBefore.get(file.objectKey);
    added.filesDone += before === undefined ? 1 : 0;
    added.read += file.read - (before?.read ?? 0);
    added.stored += file.stored - (before?.stored ?? 0);
    added.duplicate += file.duplicate - (before?.duplicate ?? 0);
    added.rejected += file.rejected - (before?.rejected ?? 0);
    added.queueRowsStored += file.queueRowsStored - (before?.queueRowsStored ?? 0);
    added.errorsEncountered += defectsOf(file) - defectsOf(before);
  }
  return added;
}

const defectsOf = (file: ImportFileCounts | undefined): number => (file?.defect ? 1 : 0);
