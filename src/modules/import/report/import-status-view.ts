import type { ImportErrorView, ImportPerformanceView, ImportProgressView, ImportView } from '../dto/import-view.dto.js';
import { type ImportFileRecord, type ImportRecord, isInterrupted, hasNoWorker } from '../import-record.js';
import { explainDefect } from '../parser/corrupt-file-error.js';

/** What is to be said of an unreadable file. */
export type DefectiveFile = Pick<ImportFileRecord, 'objectKey' | 'defect'>;

/** An import as API and command line show it; `defectiveFiles` are its newest unreadable files. Pure. */
export function importStatusView(
  record: ImportRecord,
  now: Date,
  defectiveFiles: readonly DefectiveFile[] = [],
): ImportView {
  return {
    importId: record.importId,
    destination: {
      id: record.destinationId,
      themeparksWikiId: record.destinationWikiId,
      name: record.destinationName,
    },
    parkId: record.parkId,
    range: { startDate: record.startDate, endDate: record.endDate },
    options: record.options,
    status: record.status,
    requestedAction: record.requestedAction,
    interrupted: isInterrupted(record, now),
    attempts: record.attempts,
    progress: progressOf(record),
    performance: performanceOf(record, now),
    errors: { count: record.errorsEncountered, latest: errorsOf(record, defectiveFiles) },
    timestamps: {
      createdAt: record.createdAt,
      startedAt: record.startedAt,
      updatedAt: record.updatedAt,
      finishedAt: record.finishedAt,
    },
  };
}

function progressOf(record: ImportRecord): ImportProgressView {
  const { filesDone, filesTotal, read, stored, duplicate, rejected, queueRowsStored, liveRowsRemoved } = record;
  return {
    filesDone,
    filesTotal,
    percent: percentOf(filesDone, filesTotal),
    read,
    stored,
    duplicate,
    rejected,
    queueRowsStored,
    liveRowsRemoved,
    currentDate: record.lastProcessedDate,
  };
}

/** To one decimal, and rounded down: 100 means that nothing is left. */
function percentOf(filesDone: number, filesTotal: number | null): number | null {
  if (filesTotal === null) return null;
  return filesDone >= filesTotal ? 100 : Math.floor((filesDone / filesTotal) * 1000) / 10;
}

/** Both over the time spent working: pauses and interruptions do not slow an import down. */
function performanceOf(record: ImportRecord, now: Date): ImportPerformanceView {
  const { busyMs, read, filesDone, filesTotal } = record;
  const isWorking = record.status === 'IN_PROGRESS' && !hasNoWorker(record, now);
  const isKnown = isWorking && filesTotal !== null && filesDone > 0;
  const filesLeft = Math.max(0, (filesTotal ?? 0) - filesDone);
  return {
    eventsPerSecond: busyMs > 0 ? Math.round(read / (busyMs / 1000)) : null,
    etaSeconds: isKnown ? Math.ceil((filesLeft * busyMs) / filesDone / 1000) : null,
  };
}

function errorsOf({ error }: ImportRecord, files: readonly DefectiveFile[]): ImportErrorView[] {
  const ofImport = error === null ? [] : [{ file: null, reason: error.code, detail: error.message }];
  const ofFiles = files.map(({ objectKey, defect }) => {
    const reason = defect ?? 'UNREADABLE';
    return { file: objectKey, reason, detail: `The file ${explainDefect(reason)}` };
  });
  return [...ofImport, ...ofFiles];
}
