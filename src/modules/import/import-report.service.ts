import { Injectable } from '@nestjs/common';
import { dayAfter, startOfUtcDay } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { MappingService } from '../catalog/mappings/mapping.service.js';
import { ISSUE_TYPES, type IssueType } from '../findings/finding.js';
import { FindingsService } from '../findings/findings.service.js';
import { ObservationQueryService } from '../snapshots/observation-query.service.js';
import { issueTypeOf, type ParseReason } from '../snapshots/reading/reading-context.js';
import { ImportFileRepository } from './import-file.repository.js';
import { hasWorker, type ImportFileRecord, type ImportRecord, isInterrupted, sourceOf } from './import-record.js';
import type {
  ImportQualityReport,
  QualityDefectView,
  QualityIssuesView,
  QualityReasonView,
} from './import-report.dto.js';
import type {
  ImportErrorView,
  ImportOptionsView,
  ImportPerformanceView,
  ImportProgressView,
  ImportView,
} from './import.dto.js';
import { gapsOfImport } from './missing-days.js';
import { explainDefect, type ParseIssue } from './parser/parsed-file.js';

/** An unreadable file. */
export type DefectiveFile = Pick<ImportFileRecord, 'objectKey' | 'defect'>;

/** The status of an import for API and command line; `defectiveFiles` are its newest unreadable files. Pure. */
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
    parkName: record.parkName,
    range: {
      startDate: record.startDate,
      endDate: record.endDate,
      requestedEndDate: record.options.requestedEndDate ?? null,
    },
    options: optionsViewOf(record),
    status: record.status,
    requestedAction: record.requestedAction,
    resumesAt: record.resumesAt,
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

function optionsViewOf(record: ImportRecord): ImportOptionsView {
  const { onConflict, replaceLive, reread = false, origin, chosen } = record.options;
  return { source: sourceOf(record), onConflict, replaceLive, reread, origin, purpose: chosen?.purpose ?? null };
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

/** Rounded down to one decimal, so that 100 means that no file is left. */
function percentOf(filesDone: number, filesTotal: number | null): number | null {
  if (filesTotal === null) return null;
  return filesDone >= filesTotal ? 100 : Math.floor((filesDone / filesTotal) * 1000) / 10;
}

/** Both values use working time only: pauses and interruptions do not count. */
function performanceOf(record: ImportRecord, now: Date): ImportPerformanceView {
  const { busyMs, read, filesDone, filesTotal } = record;
  const isWorking = hasWorker(record, now);
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
    return { file: objectKey, reason, detail: explainDefect(reason) };
  });
  return [...ofImport, ...ofFiles];
}

const MAX_SAMPLES = 10;

/** Issues of files by type and reason, with exact counts and the first samples. Reasons are sorted by name. */
export function issuesByType(files: Iterable<Pick<ImportFileRecord, 'objectKey' | 'issues'>>): QualityIssuesView[] {
  const byReason = new Map<ParseReason, QualityReasonView>();
  for (const { objectKey, issues } of files) {
    const reasonsOfFile = new Set<ParseReason>();
    for (const issue of issues) {
      const known = byReason.get(issue.reason) ?? emptyReason(issue);
      byReason.set(issue.reason, known);
      addIssue(known, objectKey, issue);
      if (!reasonsOfFile.has(issue.reason)) known.files++;
      reasonsOfFile.add(issue.reason);
    }
  }
  const reasons = [...byReason.values()].sort((a, b) => (a.reason < b.reason ? -1 : 1));
  return ISSUE_TYPES.map((type) => ofType(type, reasons)).filter(({ count }) => count > 0);
}

/** Files that could not be read. */
export function defectsOf(
  files: Iterable<Pick<ImportFileRecord, 'objectKey' | 'fileDate' | 'defect'>>,
): QualityDefectView[] {
  const defects: QualityDefectView[] = [];
  for (const { objectKey, fileDate, defect } of files) {
    if (defect === null) continue;
    defects.push({ file: objectKey, day: fileDate, reason: defect, detail: explainDefect(defect) });
  }
  return defects;
}

function ofType(type: IssueType, all: readonly QualityReasonView[]): QualityIssuesView {
  const reasons = all.filter(({ reason }) => issueTypeOf(reason) === type);
  return { type, count: reasons.reduce((sum, { count }) => sum + count, 0), reasons };
}

const emptyReason = ({ reason, rejected }: ParseIssue): QualityReasonView => ({
  reason,
  rejected,
  count: 0,
  files: 0,
  samples: [],
});

function addIssue(known: QualityReasonView, file: string, { field, count, samples }: ParseIssue): void {
  known.count += count;
  const wanted = samples.slice(0, MAX_SAMPLES - known.samples.length);
  known.samples.push(...wanted.map(({ index, value }) => ({ file, index, field, value })));
}

const LATEST_DEFECTS = 5;

/** Reports on an import: its progress and its data quality. */
@Injectable()
export class ImportReportService {
  constructor(
    private readonly importFiles: ImportFileRepository,
    private readonly catalog: CatalogService,
    private readonly mappings: MappingService,
    private readonly findings: FindingsService,
    private readonly history: ObservationQueryService,
    private readonly clock: Clock,
  ) {}

  /** With its newest unreadable files. */
  async status(record: ImportRecord): Promise<ImportView> {
    const isSound = record.errorsEncountered === 0;
    const defective = isSound ? [] : await this.importFiles.findLatestDefects(record.importId, LATEST_DEFECTS);
    return importStatusView(record, this.clock.now(), defective);
  }

  async qualityReport(record: ImportRecord): Promise<ImportQualityReport> {
    const { importId, status, read, stored, duplicate, rejected } = record;
    const doneDays = await this.importFiles.findDoneDays(importId);
    const files = await this.importFiles.findWithFindings(importId);
    const isOfArchive = sourceOf(record) === 'ARCHIVE';
    const missing = isOfArchive ? await this.findings.missingArchiveDays(record.destinationId) : [];
    return {
      importId,
      status,
      records: {
        total: read,
        valid: stored + duplicate,
        invalid: rejected,
        duplicate,
        unmapped: await this.countUnmapped(record, doneDays),
      },
      gaps: gapsOfImport(record, doneDays, missing),
      issues: issuesByType(files),
      fileDefects: defectsOf(files),
      mappings: await this.mappings.countByMethod(importId),
    };
  }

  /** Archive observations, on the days of the import, of rides that are not yet assigned to a park. */
  private async countUnmapped(
    { destinationId, parkId, parkWikiId }: ImportRecord,
    doneDays: readonly string[],
  ): Promise<number> {
    const [first, last] = [doneDays.at(0), doneDays.at(-1)];
    const isOfNamedPark = parkId !== null && parkWikiId !== null;
    if (first === undefined || last === undefined || isOfNamedPark) return 0;
    const rideIds = await this.catalog.findRidesWithoutPark(destinationId);
    const [fromMs, toMs] = [first, dayAfter(last, 1)].map((day) => startOfUtcDay(day)) as [number, number];
    return this.history.count({ rideIds, fromMs, toMs }, 'ARCHIVE');
  }
}
