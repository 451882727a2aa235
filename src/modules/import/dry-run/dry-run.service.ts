import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { CatalogService } from '../../catalog/catalog.service.js';
import { DestinationNotFoundError } from '../import-errors.js';
import type { ImportRange } from '../import.service.js';
import { missingDays } from '../missing-days.js';
import type { ParseIssue } from '../parser/parsed-file.js';
import { type FileOutcome, FilePipeline } from '../pipeline/file-pipeline.js';
import { ParsePool } from '../pipeline/parse-pool.js';
import { pipelineSettings } from '../pipeline/pipeline-settings.js';
import { EmptyArchiveError } from '../source/archive-errors.js';
import { type ArchiveObject, ArchiveSource } from '../source/archive-source.js';
import { DryRunAssigner } from './dry-run-assigner.js';
import type { DryRunListener, DryRunReport, FoundIssue } from './dry-run-report.js';
import { KnownEntitiesRepository } from './known-entities.repository.js';

interface DryRunScope {
  destinationId: string;
  park: { parkId: number; themeparksWikiId: string | null } | null;
}

/** Reads and checks what an import would read, and writes nothing. */
@Injectable()
export class DryRunService {
  constructor(
    private readonly source: ArchiveSource,
    private readonly pool: ParsePool,
    private readonly entities: KnownEntitiesRepository,
    private readonly catalog: CatalogService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws DestinationNotFoundError, ArchiveUnavailableError */
  async destination(
    destinationId: string,
    range: ImportRange,
    signal: AbortSignal,
    onFile?: DryRunListener,
  ): Promise<DryRunReport> {
    const inArchive = await this.source.listDestinations(signal);
    if (!inArchive.some(({ themeparksWikiId }) => themeparksWikiId === destinationId)) {
      throw new DestinationNotFoundError(destinationId);
    }
    return this.read({ destinationId, park: null }, range, signal, onFile);
  }

  /** @throws ParkNotFoundError, ArchiveUnavailableError */
  async park(parkId: number, range: ImportRange, signal: AbortSignal, onFile?: DryRunListener): Promise<DryRunReport> {
    const { themeparksWikiId } = await this.catalog.getPark(parkId);
    const destinationId = (await this.entities.findDestinationOfPark(parkId))!;
    return this.read({ destinationId, park: { parkId, themeparksWikiId } }, range, signal, onFile);
  }

  /** @throws EmptyArchiveError, ArchiveUnavailableError */
  async listDestinations(signal: AbortSignal): Promise<string[]> {
    const destinations = await this.source.listDestinations(signal);
    if (destinations.length === 0) throw new EmptyArchiveError(this.source.describe());
    return destinations.map(({ themeparksWikiId }) => themeparksWikiId);
  }

  private async read(
    { destinationId, park }: DryRunScope,
    range: ImportRange,
    signal: AbortSignal,
    onFile?: DryRunListener,
  ): Promise<DryRunReport> {
    const days = { startDate: range.startDate ?? undefined, endDate: range.endDate ?? undefined };
    const objects = await this.source.listObjects(destinationId, days, signal);
    const assigner = new DryRunAssigner((ids) => this.entities.findRides(ids), park);
    const now = this.clock.now();
    const pipeline = new FilePipeline({
      source: this.source,
      pool: this.pool,
      assigner,
      ...pipelineSettings(this.config, now.getTime(), park?.themeparksWikiId ?? null),
      signal,
    });
    const report = emptyReport(destinationId, park?.parkId ?? null, objects);
    report.missingDays = missingDays(
      objects.map(({ day }) => day),
      range,
      now.toISOString().slice(0, 10),
    );
    let filesDone = 0;
    for await (const outcome of pipeline.run(objects)) {
      addOutcome(report, outcome);
      onFile?.({ filesDone: ++filesDone, files: objects.length, day: outcome.object.day, read: report.read });
    }
    return { ...report, entitiesKnown: assigner.knownCount, entitiesUnknown: assigner.unknownCount };
  }
}

function emptyReport(destinationId: string, parkId: number | null, objects: readonly ArchiveObject[]): DryRunReport {
  return {
    destinationId,
    parkId,
    files: objects.length,
    bytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    firstDay: objects.at(0)?.day ?? null,
    lastDay: objects.at(-1)?.day ?? null,
    read: 0,
    duplicatesInFiles: 0,
    rejected: 0,
    queueRows: 0,
    entitiesKnown: 0,
    entitiesUnknown: 0,
    issues: [],
    defectiveFiles: [],
    unavailableFiles: [],
    missingDays: [],
  };
}

function addOutcome(report: DryRunReport, outcome: FileOutcome): void {
  const objectKey = outcome.object.key;
  switch (outcome.kind) {
    case 'unavailable':
      report.unavailableFiles.push({ objectKey, message: outcome.message });
      return;
    case 'defective':
      report.defectiveFiles.push({ objectKey, defect: outcome.defect });
      return;
    case 'prepared': {
      const { prepared } = outcome;
      report.read += prepared.read;
      report.rejected += prepared.rejected;
      report.duplicatesInFiles += prepared.duplicates;
      report.queueRows += prepared.set.queues.length;
      addIssues(report.issues, objectKey, prepared.issues);
    }
  }
}

/** One entry for each reason and field, however many files have it. */
function addIssues(totals: FoundIssue[], objectKey: string, issues: readonly ParseIssue[]): void {
  for (const issue of issues) {
    const same = ({ reason, field, rejected }: ParseIssue) =>
      reason === issue.reason && field === issue.field && rejected === issue.rejected;
    const sum = totals.find(same);
    if (sum === undefined) totals.push({ ...issue, objectKey });
    else sum.count += issue.count;
  }
}
