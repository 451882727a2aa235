import { Injectable, Module } from '@nestjs/common';
import { mapWithConcurrency } from '../../common/async/concurrency.js';
import { AppConfig } from '../../common/config/app-config.js';
import { DomainError } from '../../common/domain-error.js';
import { Clock } from '../../common/time/clock.js';
import { ImportFileRepository } from '../../modules/import/import-file.repository.js';
import { HistoryDays } from '../../modules/import/history-source/history-days.service.js';
import { ImportModule } from '../../modules/import/import.module.js';
import { type ImportRecord, type RunResult, sourceOf } from '../../modules/import/import-record.js';
import { ImportRepository } from '../../modules/import/import.repository.js';
import { ImportService } from '../../modules/import/import.service.js';
import { ImportWorker } from '../../modules/import/run/import-worker.js';
import { whenAborted } from '../stop-signals.js';
import type { StartCommand } from './import-request.js';
import { type ImportReport, reportOf, type SessionResult } from './import-report.js';
import type { ProgressDisplay } from './progress/progress-display.js';
import { utcDayOf } from '../../common/time/calendar.js';

/** More imports than one command can leave pending: one for each destination. */
const MAX_WAITING = 10_000;

export interface TakenUp {
  ready: ImportRecord[];
  refused: { importId: string; why: string }[];
}

/** Runs imports in this process, several destinations at a time, until they end or the process is asked to stop. */
@Injectable()
export class ImportSession {
  constructor(
    private readonly service: ImportService,
    private readonly worker: ImportWorker,
    private readonly imports: ImportRepository,
    private readonly importFiles: ImportFileRepository,
    private readonly historyDays: HistoryDays,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Creates the requested imports. @throws the errors of {@link ImportService} */
  async add({ target, range, options }: Pick<StartCommand, 'target' | 'range' | 'options'>): Promise<ImportRecord[]> {
    switch (target.kind) {
      case 'all':
        return this.service.startAll(range, options);
      case 'destination':
        return [await this.service.startDestination(target.themeparksWikiId, range, options)];
      case 'park-uuid':
        return [await this.service.startParkByUuid(target.themeparksWikiId, range, options)];
      case 'park':
        return [await this.service.startPark(target.parkId, range, options)];
    }
  }

  /** Makes one import ready to continue. @throws the errors of {@link ImportService.resume} */
  async takeUp(importId: string): Promise<ImportRecord> {
    return this.makeReady(await this.service.get(importId));
  }

  /**
   * The same for all unfinished imports of the command line, or, if there are none and `orLatest`, for the newest paused or failed one.
   * One that cannot continue does not stop the others.
   */
  async takeUpAll({ orLatest }: { orLatest: boolean }): Promise<TakenUp> {
    const taken: TakenUp = { ready: [], refused: [] };
    for (const record of await this.findLeft(orLatest)) {
      try {
        taken.ready.push(await this.makeReady(record));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        taken.refused.push({ importId: record.importId, why: error.message });
      }
    }
    return taken;
  }

  /** Runs the imports; aborting `stop` ends them at their next checkpoint. */
  async run(records: readonly ImportRecord[], display: ProgressDisplay, stop: AbortSignal): Promise<ImportReport[]> {
    whenAborted(stop, () => void this.worker.stopAll());
    return mapWithConcurrency(records, this.config.IMPORT_CONCURRENCY, async (record) => {
      const result = stop.aborted ? null : await this.runOne(record, display);
      return this.report(record.importId, result ?? (stop.aborted ? 'not-begun' : 'elsewhere'));
    });
  }

  /** Whether the import existed before this command. */
  isOlder(record: ImportRecord): boolean {
    return record.attempts > 0 || record.status !== 'PENDING';
  }

  async report(importId: string, result: SessionResult | null = null): Promise<ImportReport> {
    const record = await this.service.get(importId);
    const files = [...(await this.importFiles.findDone(importId)).values()];
    const isHistory = sourceOf(record) === 'HISTORY_API';
    const provisionalDays = isHistory ? await this.historyDays.countProvisionalOf(importId) : 0;
    return reportOf(record, result, files, utcDayOf(this.clock.now()), provisionalDays);
  }

  /** An import that has never begun is ready. */
  private async makeReady(record: ImportRecord): Promise<ImportRecord> {
    return record.status === 'PENDING' ? record : this.service.resume(record.importId);
  }

  private async runOne(record: ImportRecord, display: ProgressDisplay): Promise<RunResult | null> {
    display.begin(record);
    try {
      return await this.worker.run(record.importId, (progress) => display.update(progress));
    } finally {
      display.end(record.importId);
    }
  }

  private async findLeft(orLatest: boolean): Promise<ImportRecord[]> {
    const now = this.clock.now();
    const interrupted = await this.imports.findInterrupted(now);
    const waiting = await this.imports.findPage({ status: 'PENDING' }, MAX_WAITING, 0);
    const left = [...interrupted, ...waiting.data].filter(({ options }) => options.origin === 'cli');
    if (left.length > 0) return left.sort((a, b) => a.checkpointId - b.checkpointId);
    const latest = orLatest ? await this.imports.findLatestResumable(now) : null;
    return latest === null ? [] : [latest];
  }
}

/** Imports that run in the process that requests them: those of the command line and the demo. */
@Module({ imports: [ImportModule], providers: [ImportSession], exports: [ImportSession] })
export class ImportSessionModule {}
