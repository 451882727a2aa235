import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { Clock } from '../../../common/time/clock.js';
import { traced } from '../../../common/tracing/tracer.js';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import { FindingsService } from '../../findings/findings.service.js';
import { ObservationWriter } from '../../snapshots/writing/observation-writer.js';
import { ShowTimesService } from '../../snapshots/show-times/show-times.service.js';
import { queueCountOf } from '../../snapshots/writing/packed-queues.js';
import { type EarlierEtags, ImportFileRepository } from '../import-file.repository.js';
import { ImportLeaseRepository } from '../import-lease.repository.js';
import { conflictWithStoredIssue, findingOfDefect, findingsOfFile } from '../import-findings.js';
import {
  type ImportFileCounts,
  type ImportFileRecord,
  type ImportRecord,
  type ImportTotals,
  type StopRequest,
  totalsAddedBy,
  withOwnRowsRestored,
} from '../import-record.js';
import type { RunOutcome } from '../history-source/history-outcome.js';
import type { ImportedFile } from '../pipeline/imported-files.js';
import { showTimesConflictIssue } from '../pipeline/show-times-conflicts.js';
import { HistoryCommit } from './history-commit.js';
import { LiveReplacer } from './live-replacer.js';

/** The settings of a commit, and the clock. */
@Injectable()
export class CommitSettings {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  get batchSize(): number {
    return this.config.IMPORT_BATCH_SIZE;
  }

  now(): Date {
    return this.clock.now();
  }

  leaseUntil(): Date {
    return new Date(this.clock.now().getTime() + this.config.IMPORT_LEASE_SECONDS * 1000);
  }
}

/** What a file is written to, besides the records of its import. */
@Injectable()
export class CommitTargets {
  constructor(
    readonly writer: ObservationWriter,
    readonly registry: EntityRegistry,
    readonly findings: FindingsService,
    readonly showTimes: ShowTimesService,
  ) {}
}

export type DoneOutcome = Exclude<RunOutcome, { kind: 'unavailable' | 'budget-exhausted' }>;

/** Another worker holds the import, or it has ended. This worker must not write any more. */
export class LeaseLostError extends Error {
  constructor(importId: string) {
    super(`The lease of import ${importId} is lost: another process is running it, or it has ended`);
    this.name = 'LeaseLostError';
  }
}

export interface CommitContext {
  record: ImportRecord;
  owner: string;
  /** The counts of each file that this import had done when this run began, by object key. */
  doneFiles: ReadonlyMap<string, ImportFileCounts>;
  /** Versions in which other imports last read these files. */
  earlierEtags: EarlierEtags;
  replacer: LiveReplacer | null;
}

export interface CommitResult {
  files: ImportFileCounts[];
  /** What these files add to the totals at the start of this run. */
  added: ImportTotals;
  requestedAction: StopRequest | null;
  /** Time of the COMMIT alone. */
  commitMs: number;
}

interface Written {
  files: ImportFileRecord[];
  liveRowsRemoved: number;
}

type Prepared = Extract<DoneOutcome, { kind: 'prepared' }>;
/** The result of a file, without the properties that its object already has. */
type Outcome = Omit<ImportFileRecord, 'objectKey' | 'fileDate' | 'etag' | 'sizeBytes' | 'doneAt'>;

/** Writes files and advances the checkpoint in one transaction. */
@Injectable()
export class ImportCommitter {
  constructor(
    private readonly transactions: TransactionService,
    private readonly leases: ImportLeaseRepository,
    private readonly importFiles: ImportFileRepository,
    private readonly targets: CommitTargets,
    private readonly history: HistoryCommit,
    private readonly settings: CommitSettings,
  ) {}

  /** @throws LeaseLostError, or the error of the database; in both cases nothing is written. */
  commit(context: CommitContext, outcomes: readonly DoneOutcome[], busyMs: number): Promise<CommitResult> {
    const attributes = { 'warehouse.import_id': context.record.importId, 'warehouse.files': outcomes.length };
    return traced({ name: 'import commit', attributes }, () => this.store(context, outcomes, busyMs));
  }

  private async store(context: CommitContext, outcomes: readonly DoneOutcome[], busyMs: number): Promise<CommitResult> {
    const { record, owner } = context;
    let writtenAtMs = 0;
    const result = await this.transactions.runOnce(async (manager) => {
      const fence = await this.leases.lockCheckpoint(manager, record.importId, owner);
      if (fence === null) throw new LeaseLostError(record.importId);
      const keys = outcomes.map(({ object }) => object.key);
      const before = await this.importFiles.findDoneAmong(manager, record.importId, keys);
      // If the server committed but its response was lost, the second attempt finds the files done.
      const open = outcomes.filter(({ object, etag }) => before.get(object.key)?.etag !== etag);
      const written = await this.writeFiles(manager, context, open, before);
      if (written.files.length > 0) await this.advance(manager, record.importId, written, before, busyMs);
      const newly = new Map(written.files.map((file) => [file.objectKey, file]));
      const files = keys.map((key) => (newly.get(key) ?? before.get(key))!);
      const added = { ...totalsAddedBy(files, context.doneFiles), liveRowsRemoved: written.liveRowsRemoved };
      writtenAtMs = performance.now();
      return { files, added, requestedAction: fence.requestedAction };
    });
    return { ...result, commitMs: performance.now() - writtenAtMs };
  }

  private async writeFiles(
    manager: EntityManager,
    context: CommitContext,
    outcomes: readonly DoneOutcome[],
    before: ReadonlyMap<string, ImportFileCounts>,
  ): Promise<Written> {
    const files: ImportFileRecord[] = [];
    let liveRowsRemoved = 0;
    for (const outcome of outcomes) {
      files.push(await this.writeFile(manager, context, outcome, before.get(outcome.object.key)));
      if (outcome.kind !== 'prepared') continue;
      const nowMs = this.settings.now().getTime();
      liveRowsRemoved += (await context.replacer?.replace(manager, outcome.object.day, nowMs)) ?? 0;
    }
    await this.importFiles.recordDone(manager, context.record.importId, files);
    return { files, liveRowsRemoved };
  }

  private async advance(
    manager: EntityManager,
    importId: string,
    { files, liveRowsRemoved }: Written,
    before: ReadonlyMap<string, ImportFileCounts>,
    busyMs: number,
  ): Promise<void> {
    const last = files.at(-1)!;
    const now = this.settings.now();
    await this.leases.advance(manager, importId, {
      added: { ...totalsAddedBy(files, before), liveRowsRemoved },
      busyMs,
      lastDate: last.fileDate,
      lastFile: last.objectKey,
      leaseUntil: this.settings.leaseUntil(),
      now,
    });
  }

  private async writeFile(
    manager: EntityManager,
    context: CommitContext,
    outcome: DoneOutcome,
    before: ImportFileCounts | undefined,
  ): Promise<ImportFileRecord> {
    const { object, etag } = outcome;
    const doneAt = this.settings.now();
    const base = { objectKey: object.key, fileDate: object.day, etag, sizeBytes: object.sizeBytes, doneAt };
    return { ...base, ...(await this.writeOutcome(manager, context, outcome, { before, nowMs: doneAt.getTime() })) };
  }

  private async writeOutcome(
    manager: EntityManager,
    context: CommitContext,
    outcome: DoneOutcome,
    state: { before: ImportFileCounts | undefined; nowMs: number },
  ): Promise<Outcome> {
    switch (outcome.kind) {
      case 'defective':
        return this.writeDefect(manager, context, outcome);
      case 'imported-before':
        return this.writeImported(manager, context, outcome);
      case 'prepared':
        return this.writePrepared(manager, context, outcome, state);
      case 'history-day':
      case 'refused': {
        const { importId } = context.record;
        const earlierEtags = earlierVersions(context, outcome, state.before);
        return this.history.write(manager, outcome, { importId, earlierEtags, ...state });
      }
    }
  }

  private async writeDefect(
    manager: EntityManager,
    context: CommitContext,
    outcome: Extract<DoneOutcome, { kind: 'defective' }>,
  ): Promise<Outcome> {
    const finding = findingOfDefect(fileRefOf(context, outcome), outcome.defect, outcome.message);
    await this.targets.findings.record(manager, [finding]);
    const none = { read: 0, stored: 0, duplicate: 0, rejected: 0, queueRowsStored: 0, issues: [] };
    return { ...none, defect: outcome.defect };
  }

  /** Counts and findings are those of reading the file again: all its events are stored. */
  private async writeImported(manager: EntityManager, context: CommitContext, outcome: ImportedFile): Promise<Outcome> {
    const { importId, read, rejected } = outcome.earlier;
    const issues = await this.importFiles.findIssues(manager, importId, outcome.object.key);
    await this.targets.findings.record(manager, findingsOfFile(fileRefOf(context, outcome), issues));
    return { read, stored: 0, duplicate: read - rejected, rejected, queueRowsStored: 0, defect: null, issues };
  }

  private async writePrepared(
    manager: EntityManager,
    context: CommitContext,
    outcome: Prepared,
    { before, nowMs }: { before: ImportFileCounts | undefined; nowMs: number },
  ): Promise<Outcome> {
    const { prepared } = outcome;
    const written = await this.targets.writer.write(manager, {
      set: prepared.set,
      source: 'ARCHIVE',
      policy: {
        onConflict: context.record.options.onConflict,
        replaceOwn: hasChanged(context, outcome, before),
      },
      batchSize: this.settings.batchSize,
      rendered: prepared.rendered,
      loadable: prepared.loadable,
      newestQueues: prepared.newestQueues,
      isExpectedNew: earlierVersions(context, outcome, before).length === 0,
      invalidatedDays: prepared.invalidatedDays,
      reason: 'IMPORT',
      nowMs,
    });
    await this.targets.registry.recordNames(manager, outcome.names);
    const shows = await this.targets.showTimes.write(manager, {
      ...{ lists: prepared.showTimes, source: 'ARCHIVE', isChanged: hasChanged(context, outcome, before) },
    });
    const refused = shows.conflicts.map(({ fromMs: atMs, ...list }) => ({ ...list, atMs }));
    const issues = [
      ...prepared.issues,
      ...conflictWithStoredIssue(prepared, written.conflicts),
      ...showTimesConflictIssue('STORED_VALUE_CONFLICT', refused),
    ];
    await this.targets.findings.record(manager, findingsOfFile(fileRefOf(context, outcome), issues));
    const { stored, duplicates, queueRowsStored } = withOwnRowsRestored(written, queueCountOf(prepared.set), before);
    return {
      read: prepared.read,
      stored,
      duplicate: prepared.duplicates + duplicates,
      rejected: prepared.rejected,
      queueRowsStored,
      defect: null,
      issues,
    };
  }
}

const fileRefOf = ({ record }: CommitContext, { object }: DoneOutcome) => ({
  importId: record.importId,
  objectKey: object.key,
  day: object.day,
});

/** Whether the stored rows of the file may come from another version of it. */
function hasChanged(context: CommitContext, outcome: Prepared, before: ImportFileCounts | undefined): boolean {
  return earlierVersions(context, outcome, before).some((version) => version !== outcome.etag);
}

/** The versions of the file that have been imported. */
function earlierVersions(
  { earlierEtags }: CommitContext,
  { object }: DoneOutcome,
  before: ImportFileCounts | undefined,
) {
  return before === undefined ? (earlierEtags.get(object.key) ?? []) : [before.etag];
}
