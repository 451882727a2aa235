import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { CatalogService } from '../catalog/catalog.service.js';
import type { ObservedEntity } from '../catalog/registry/observed-entity.js';
import { DestinationNotFoundError, type ImportRange } from './import.service.js';
import { KnownEntitiesRepository, type KnownEntity } from './known-entities.sql.js';
import { type DayGap, missingDays } from './missing-days.js';
import type { ParseIssue } from './parser/parsed-file.js';
import { queueCountOf } from '../snapshots/writing/packed-queues.js';
import type { FileOutcome } from './pipeline/file-pipeline.js';
import { FilePipelines } from './pipeline/file-pipelines.js';
import { EXCLUDED, type RideAssignment } from './pipeline/prepare-file.js';
import { EmptyArchiveError } from './source/archive-errors.js';
import { type ArchiveObject, ArchiveSource } from './source/archive-source.js';
import { utcDayOf } from '../../common/time/calendar.js';

/** An issue over all files; the samples are from this file. */
export type FoundIssue = ParseIssue & { objectKey: string };

/** The result of a dry run of one destination. */
export interface DryRunReport {
  destinationId: string;
  parkId: number | null;
  files: number;
  bytes: number;
  firstDay: string | null;
  lastDay: string | null;
  read: number;
  /** Events superseded by another event of the same file and instant. */
  duplicatesInFiles: number;
  rejected: number;
  queueRows: number;
  /** Entities that already have a ride, and those that would be matched or created. */
  entitiesKnown: number;
  entitiesUnknown: number;
  /** One per reason and field, with the samples of the first file that has it. */
  issues: FoundIssue[];
  defectiveFiles: { objectKey: string; defect: string }[];
  unavailableFiles: { objectKey: string; message: string }[];
  missingDays: DayGap[];
}

/** Called after every file. */
export type DryRunListener = (done: { filesDone: number; files: number; day: string; read: number }) => void;

/** Higher than every id of the database. */
const FIRST_PLACEHOLDER_ID = 0x8000_0000;

/**
 * Replaces the registration of entities: known ones get their ride, unknown ones a placeholder id, and nothing is
 * written. Files are therefore prepared, and conflicts within them found, exactly as in an import.
 */
export class DryRunAssigner {
  private readonly placeholders = new Map<string, number>();
  private readonly known = new Map<string, KnownEntity>();
  /** Rides of known entities that an import would write to. */
  private readonly matched = new Set<number>();
  private readonly lookedUp = new Set<string>();

  constructor(
    private readonly find: (themeparksWikiIds: readonly string[]) => Promise<KnownEntity[]>,
    private readonly onlyPark: { parkId: number; themeparksWikiId: string | null } | null,
  ) {}

  get knownCount(): number {
    return this.matched.size;
  }

  get unknownCount(): number {
    return this.placeholders.size;
  }

  async assign(entities: readonly ObservedEntity[]): Promise<RideAssignment[]> {
    const news = entities.map(({ themeparksWikiId }) => themeparksWikiId).filter((id) => !this.lookedUp.has(id));
    for (const id of news) this.lookedUp.add(id);
    for (const found of news.length > 0 ? await this.find(news) : []) this.known.set(found.themeparksWikiId, found);
    return entities.map((entity) => this.assignmentOf(entity));
  }

  private assignmentOf({ themeparksWikiId, parkId, timezone }: ObservedEntity): RideAssignment {
    const known = this.known.get(themeparksWikiId);
    if (this.onlyPark !== null && !this.isInPark(known, parkId)) return EXCLUDED;
    if (known !== undefined) {
      this.matched.add(known.rideId);
      return { rideId: known.rideId, parkId: known.parkId, timezone: known.timezone };
    }
    let rideId = this.placeholders.get(themeparksWikiId);
    if (rideId === undefined)
      this.placeholders.set(themeparksWikiId, (rideId = FIRST_PLACEHOLDER_ID + this.placeholders.size));
    return { rideId, parkId: 0, timezone };
  }

  /** As in an import of one park: a known ride decides; an unknown entity belongs to the park only if it names it. */
  private isInPark(known: KnownEntity | undefined, namedPark: string | null): boolean {
    const only = this.onlyPark!;
    if (known !== undefined) return known.parkId === only.parkId;
    return namedPark !== null && namedPark === only.themeparksWikiId;
  }
}

interface DryRunScope {
  destinationId: string;
  park: { parkId: number; themeparksWikiId: string | null } | null;
}

/** Reads and checks the files that an import would read, and writes nothing. */
@Injectable()
export class DryRunService {
  constructor(
    private readonly source: ArchiveSource,
    private readonly pipelines: FilePipelines,
    private readonly entities: KnownEntitiesRepository,
    private readonly catalog: CatalogService,
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
    const onlyParkId = park?.themeparksWikiId ?? null;
    const pipeline = this.pipelines.create({ assigner, onlyParkId, signal, writes: false });
    const report = emptyReport(destinationId, park?.parkId ?? null, objects);
    report.missingDays = missingDays(
      objects.map(({ day }) => day),
      range,
      utcDayOf(now),
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
      report.queueRows += queueCountOf(prepared.set);
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
