import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { Clock } from '../../../common/time/clock.js';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import { ObservationWriter } from '../../snapshots/writing/observation-writer.js';
import { ImportFileRepository, versionKey, type WholeReadings } from '../import-file.repository.js';
import type { ImportRecord } from '../import-record.js';
import type { RunOutcome } from '../history-source/history-outcome.js';
import { findingOfGap } from '../import-findings.js';
import { missingDays } from '../missing-days.js';
import { EntityAssigner } from '../pipeline/entity-assigner.js';
import { FilePipelines } from '../pipeline/file-pipelines.js';
import { type EarlierReading, withImportedFiles } from '../pipeline/imported-files.js';
import { type ArchiveObject, ArchiveSource } from '../source/archive-source.js';
import type { CommitContext } from './import-committer.js';
import { LiveReplacer } from './live-replacer.js';
import type { RunFindings } from './run-context.js';
import { utcDayOf } from '../../../common/time/calendar.js';

/** The work of one run of an import. */
export interface RunPlan extends RunFindings {
  /** Every file or park-day of the range, done ones included. */
  filesTotal: number;
  /** Reads those that are not yet done or have changed since, in order of their days. */
  outcomes: () => AsyncIterable<RunOutcome>;
  commit: CommitContext;
}

/** What is known about the files of an import. */
interface FileHistory extends Pick<CommitContext, 'doneFiles' | 'earlierEtags'> {
  readings: WholeReadings;
}

/** Compares the archive with the files already done, and prepares a run. */
@Injectable()
export class ImportPlanner {
  constructor(
    private readonly source: ArchiveSource,
    private readonly pipelines: FilePipelines,
    private readonly registry: EntityRegistry,
    private readonly importFiles: ImportFileRepository,
    private readonly writer: ObservationWriter,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async plan(record: ImportRecord, owner: string, signal: AbortSignal): Promise<RunPlan> {
    const range = { startDate: record.startDate ?? undefined, endDate: record.endDate ?? undefined };
    const listed = await this.source.listObjects(record.destinationWikiId, range, signal);
    const nowMs = () => this.clock.now().getTime();
    const history = await withDatabaseRetry(() => this.findHistory(record), { nowMs, signal });
    const { doneFiles, earlierEtags } = history;
    const scope = record.parkId === null ? null : { parkId: record.parkId, themeparksWikiId: record.parkWikiId };
    const context = { destinationId: record.destinationId, importId: record.importId };
    const assigner = new EntityAssigner(this.registry, context, scope);
    const doneDays = [...doneFiles.values()].filter(({ defect }) => defect === null).map(({ fileDate }) => fileDate);
    const replacer = record.options.replaceLive
      ? new LiveReplacer(
          this.writer,
          {
            findParks: (manager) => this.parksOf(manager, record),
            findRideIds: (manager, parkId) => this.registry.findRideIds(parkId, manager),
          },
          this.config.parkDayStartMinutes,
          doneDays,
        )
      : null;
    const pipeline = { assigner, onlyParkId: scope?.themeparksWikiId ?? null, signal, writes: true };
    const open = listed.filter(({ key, etag }) => doneFiles.get(key)?.etag !== etag);
    const imported = importedBefore(open, history);
    return {
      filesTotal: listed.length,
      gaps: missingDays(
        listed.map(({ day }) => day),
        record,
        utcDayOf(this.clock.now()),
      ).map((gap) => findingOfGap(record, gap)),
      sourceGaps: [],
      outcomes: () => withImportedFiles(open, imported, this.pipelines.create(pipeline)),
      commit: { record, owner, doneFiles, earlierEtags, replacer },
    };
  }

  private async findHistory(record: ImportRecord): Promise<FileHistory> {
    return {
      doneFiles: await this.importFiles.findDoneCounts(record.importId),
      earlierEtags: await this.importFiles.findEarlierEtags(record),
      readings: isReadAnyway(record) ? NO_READINGS : await this.importFiles.findWholeReadings(record),
    };
  }

  /** All parks of the import's scope: a resumed run does not read every park again. */
  private async parksOf(manager: EntityManager, { destinationId, parkId }: ImportRecord) {
    const parks = await this.registry.findParks(destinationId, manager);
    return parkId === null ? parks : parks.filter((park) => park.parkId === parkId);
  }
}

const NO_READINGS: WholeReadings = new Map();

/**
 * Whether files are read although their version was imported before: on request, where LIVE rows are to be removed file by file,
 * and in an import of one park, to which rides may have moved since.
 */
const isReadAnyway = ({ options, parkId }: ImportRecord): boolean =>
  options.reread === true || options.replaceLive || parkId !== null;

/** The files whose stored rows come from exactly the version that is listed. */
function importedBefore(objects: readonly ArchiveObject[], history: FileHistory): Map<string, EarlierReading> {
  const { doneFiles, earlierEtags, readings } = history;
  const imported = new Map<string, EarlierReading>();
  for (const { key, etag } of objects) {
    const reading = readings.get(versionKey(key, etag));
    const isOnlyVersion = earlierEtags.get(key)?.every((version) => version === etag) === true;
    if (reading !== undefined && isOnlyVersion && !doneFiles.has(key)) imported.set(key, reading);
  }
  return imported;
}
