import { groupBy } from '../../common/collections.js';
import { DomainError } from '../../common/domain-error.js';
import type { ConflictPolicy } from '../snapshots/writing/observation-diff.js';
import { IMPORTED_SOURCES, type ImportedSource } from '../snapshots/observations.js';
import type { ParseIssue } from './parser/parsed-file.js';

export const IMPORT_STATUSES = ['PENDING', 'IN_PROGRESS', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** Transitions of an import's status. */
export type ImportMove = 'claim' | 'pause' | 'resume' | 'complete' | 'fail' | 'cancel';

const MOVES: Readonly<Record<ImportMove, Readonly<Partial<Record<ImportStatus, ImportStatus>>>>> = {
  claim: { PENDING: 'IN_PROGRESS' },
  pause: { PENDING: 'PAUSED', IN_PROGRESS: 'PAUSED' },
  resume: { PAUSED: 'IN_PROGRESS', FAILED: 'IN_PROGRESS', IN_PROGRESS: 'IN_PROGRESS' },
  complete: { IN_PROGRESS: 'COMPLETED' },
  fail: { IN_PROGRESS: 'FAILED' },
  cancel: { PENDING: 'CANCELLED', IN_PROGRESS: 'CANCELLED', PAUSED: 'CANCELLED', FAILED: 'CANCELLED' },
};

/** The status after the move, or null if the move is not allowed. */
export function nextStatus(status: ImportStatus, move: ImportMove): ImportStatus | null {
  return MOVES[move][status] ?? null;
}

/** Statuses in which an import owns its destination, so that no second one may start. */
export const ACTIVE_STATUSES = ['PENDING', 'IN_PROGRESS'] as const satisfies readonly ImportStatus[];

/** The move is not allowed in the import's current status. */
export class ImportStateError extends DomainError {
  constructor(importId: string, status: ImportStatus, move: ImportMove, why?: string) {
    super('IMPORT_STATE_CONFLICT', why ?? `Import ${importId} is ${status}: it cannot ${move}`, {
      importId,
      status,
      move,
    });
  }
}

/** Where an import reads from. */
export const IMPORT_SOURCES = IMPORTED_SOURCES;
export type ImportSource = ImportedSource;

/** Why the program itself requests single days: they have gaps of live collection, or they are examined again. */
export const IMPORT_PURPOSES = ['FILL_GAPS', 'RECHECK'] as const;
export type ImportPurpose = (typeof IMPORT_PURPOSES)[number];

/** Local days of a park. */
export interface DaysOfPark {
  parkId: number;
  days: readonly string[];
}

/** Each day once, in order. */
export function daysByPark(days: readonly { parkId: number; localDate: string }[]): DaysOfPark[] {
  return [...groupBy(days, ({ parkId }) => parkId)].map(([parkId, ofPark]) => ({
    parkId,
    days: [...new Set(ofPark.map(({ localDate }) => localDate))].sort(),
  }));
}

/** The days that an import of the History API requests, instead of every day of a range. */
export interface ChosenDays {
  purpose: ImportPurpose;
  parks: readonly DaysOfPark[];
  /** Whether days that the API has not recorded completely are left out. */
  onlyFinal: boolean;
}

/** Options of an import; stored with it, so that a resume uses the same ones. */
export interface ImportOptions {
  onConflict: ConflictPolicy['onConflict'];
  replaceLive: boolean;
  /** Whether files are read again whose version an earlier import has read completely. Absent: no. */
  reread?: boolean | undefined;
  /** Where it was started. The server resumes interrupted imports of the API by itself. */
  origin: 'api' | 'cli';
  /** Imports of earlier versions have none: they read the archive. */
  source?: ImportSource | undefined;
  /** Absent: every day of the range. */
  chosen?: ChosenDays | undefined;
  /** The end of the request if it was in the future. The range of the import ends with the day of the request. */
  requestedEndDate?: string | undefined;
}

export const sourceOf = ({ options }: { options: ImportOptions }): ImportSource => options.source ?? 'ARCHIVE';

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

/** What the worker of a running import is to do at its next commit. */
export type StopRequest = 'PAUSE' | 'CANCEL';

/** The totals of a checkpoint over its files. */
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

/** An import as stored in its checkpoint. */
export interface ImportRecord extends ImportTotals {
  checkpointId: number;
  importId: string;
  destinationId: number;
  destinationWikiId: string;
  destinationName: string;
  parkId: number | null;
  parkWikiId: string | null;
  parkName: string | null;
  startDate: string | null;
  endDate: string | null;
  options: ImportOptions;
  status: ImportStatus;
  /** RESUME: it was resumed for any worker, and no worker has started it yet. */
  requestedAction: StopRequest | 'RESUME' | null;
  /** PAUSED until then by an exhausted budget; null: it does not resume by itself. */
  resumesAt: Date | null;
  lastProcessedDate: string | null;
  lastProcessedFile: string | null;
  filesTotal: number | null;
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
function hasNoWorker(record: ImportRecord, now: Date): boolean {
  return record.status === 'IN_PROGRESS' && (record.leaseUntil === null || record.leaseUntil <= now);
}

/** IN_PROGRESS, and a worker holds it. */
export function hasWorker(record: ImportRecord, now: Date): boolean {
  return record.status === 'IN_PROGRESS' && !hasNoWorker(record, now);
}

/** Its worker was stopped or has died, and it has not been resumed since. */
export function isInterrupted(record: ImportRecord, now: Date): boolean {
  return hasNoWorker(record, now) && record.requestedAction !== 'RESUME';
}

/** The counts of a file that an import has done. */
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
  /** The defect of the whole file; null if it could be read. */
  defect: string | null;
  doneAt: Date;
}

/** A file that an import has done, with its issues. */
export interface ImportFileRecord extends ImportFileCounts {
  issues: ParseIssue[];
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

/** The progress of a running import, reported in the same process after each commit. */
export interface ImportProgress {
  importId: string;
  filesTotal: number;
  totals: ImportTotals;
  /** Files of the last commit. */
  files: readonly ImportFileCounts[];
}

export type ProgressListener = (progress: ImportProgress) => void;

/** How a run of an import ended. `interrupted`: it was stopped at a checkpoint, from which another run can continue. */
export type RunResult = 'completed' | 'paused' | 'cancelled' | 'failed' | 'interrupted' | 'lease-lost';

interface RowCounts {
  stored: number;
  duplicates: number;
  queueRowsStored: number;
}

/**
 * Corrects the counts of a file that the same import has done before in another version. Rows that this import stored
 * itself are found again and would count as duplicates, so `stored` would shrink although all rows are there. Such rows
 * count as stored, at most as many as before. The sum of stored and duplicate does not change.
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

/** What the files add to the totals; a file done again adds only the difference. */
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
