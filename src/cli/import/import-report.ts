import type {
  ImportFileRecord,
  ImportProblem,
  ImportRecord,
  ImportSource,
  ImportTotals,
  RunResult,
} from '../../modules/import/import-record.js';
import { sourceOf } from '../../modules/import/import-record.js';
import { type DayGap, missingDays } from '../../modules/import/missing-days.js';
import type { ParseReason } from '../../modules/snapshots/reading/reading-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';

/** `elsewhere`: another process runs the import; `not-begun`: this process was stopped before the import began. */
export type SessionResult = RunResult | 'elsewhere' | 'not-begun';

export interface IssueCount {
  reason: ParseReason;
  field: string;
  /** Whether the events were rejected. Otherwise they were stored, or superseded by another event of the same instant. */
  rejected: boolean;
  events: number;
  /** The first examples of every file. */
  samples: IssueSample[];
}

export interface IssueSample {
  /** Object key. */
  file: string;
  /** Index of the event in the file, from 0. */
  index: number;
  /** The value as JSON, cut to 200 characters. */
  value: string;
}

export interface DefectiveFile {
  objectKey: string;
  defect: string;
}

/** Report of one import, as text and for `--json`. */
export interface ImportReport extends Omit<ImportTotals, 'errorsEncountered'> {
  importId: string;
  /** How the run in this process ended; null if this process did not run it. */
  result: SessionResult | null;
  status: ImportRecord['status'];
  destinationId: string;
  destinationName: string;
  source: ImportSource;
  parkId: number | null;
  startDate: string | null;
  endDate: string | null;
  /** The end of the request if it was in the future; otherwise null. */
  requestedEndDate: string | null;
  filesTotal: number | null;
  /** When a paused import resumes by itself; null: it does not. */
  resumesAt: Date | null;
  seconds: number;
  eventsPerSecond: number;
  issues: IssueCount[];
  defectiveFiles: DefectiveFile[];
  missingDays: DayGap[];
  /** Park-days that the History API had not recorded completely; 0 for the archive. */
  provisionalDays: number;
  error: ImportProblem | null;
}

/** @param files all completed files of the import @param today the UTC day */
export function reportOf(
  record: ImportRecord,
  result: SessionResult | null,
  files: readonly ImportFileRecord[],
  today: string,
  provisionalDays = 0,
): ImportReport {
  const seconds = record.busyMs / 1000;
  const { importId, status, destinationName, parkId, startDate, endDate, filesTotal, filesDone, error } = record;
  const { read, stored, duplicate, rejected, queueRowsStored, liveRowsRemoved } = record;
  return {
    importId,
    result,
    status,
    destinationId: record.destinationWikiId,
    destinationName,
    source: sourceOf(record),
    parkId,
    startDate,
    endDate,
    requestedEndDate: record.options.requestedEndDate ?? null,
    filesTotal,
    filesDone,
    resumesAt: record.resumesAt,
    read,
    stored,
    duplicate,
    rejected,
    queueRowsStored,
    liveRowsRemoved,
    seconds: Math.round(seconds * 10) / 10,
    eventsPerSecond: seconds > 0 ? Math.round(read / seconds) : 0,
    issues: countIssues(files),
    defectiveFiles: files.flatMap(({ objectKey, defect }) => (defect === null ? [] : [{ objectKey, defect }])),
    // Until the end, files that are still to be processed would look missing.
    missingDays: status === 'COMPLETED' && sourceOf(record) === 'ARCHIVE' ? gapsOf(files, record, today) : [],
    provisionalDays,
    error,
  };
}

/** Most frequent first. */
export function countIssues(files: readonly Pick<ImportFileRecord, 'objectKey' | 'issues'>[]): IssueCount[] {
  const counts = new Map<string, IssueCount>();
  for (const { objectKey, issues } of files) {
    for (const { reason, field, rejected, count, samples } of issues) {
      const key = `${reason} ${field} ${rejected}`;
      const known = counts.get(key) ?? { reason, field, rejected, events: 0, samples: [] };
      counts.set(key, known);
      known.events += count;
      known.samples.push(...samples.map(({ index, value }) => ({ file: objectKey, index, value })));
    }
  }
  return [...counts.values()].sort((a, b) => b.events - a.events || a.reason.localeCompare(b.reason));
}

/** An interruption takes precedence over everything, because the run is not over, and a failure over rejected data. */
export function exitCodeOf(reports: readonly ImportReport[], stopped: boolean, anyNotResumed = false): ExitCode {
  const results = new Set(reports.map(({ result }) => result));
  const unfinished = results.has('interrupted') || results.has('not-begun');
  if (stopped && unfinished) return EXIT.INTERRUPTED;
  const failed: SessionResult[] = ['failed', 'lease-lost', 'elsewhere', 'cancelled'];
  if (anyNotResumed || failed.some((result) => results.has(result))) return EXIT.FAILED;
  if (unfinished || results.has('paused')) return EXIT.INTERRUPTED;
  const hasRefused = reports.some(({ rejected, defectiveFiles }) => rejected > 0 || defectiveFiles.length > 0);
  return hasRefused ? EXIT.REJECTED_DATA : EXIT.DONE;
}

const LEFT: readonly SessionResult[] = ['interrupted', 'not-begun', 'paused', 'failed'];

/** The command that continues unfinished imports; null if there are none. */
export function resumeCommand(reports: readonly ImportReport[]): string | null {
  const left = reports.filter(({ result }) => result !== null && LEFT.includes(result));
  const [first, second] = left;
  if (first === undefined) return null;
  return `npm run import -- --resume${second === undefined ? ` ${first.importId}` : ''}`;
}

function gapsOf(files: readonly ImportFileRecord[], record: ImportRecord, today: string): DayGap[] {
  return missingDays(
    files.map(({ fileDate }) => fileDate),
    record,
    today,
  );
}
