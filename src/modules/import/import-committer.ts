import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { RegistryRepository } from '../catalog/registry/registry.repository.js';
import { QualityService } from '../quality/quality.service.js';
import { ObservationWriter } from '../snapshots/observation-writer.js';
import { CommitSettings } from './commit-settings.js';
import { LiveReplacer } from './live-replacer.js';
import { findingOfDefect, findingsOfFile } from './import-findings.js';
import { ImportFileRepository } from './import-file.repository.js';
import {
  type ImportFileRecord,
  type ImportRecord,
  type ImportTotals,
  NO_TOTALS,
  type StopRequest,
} from './import-record.js';
import { ImportRepository } from './import.repository.js';
import type { FileOutcome } from './pipeline/file-pipeline.js';
import { conflictWithStoredIssue } from './stored-conflicts.js';

export type DoneOutcome = Exclude<FileOutcome, { kind: 'unavailable' }>;

/** Another worker holds the import now, or it was ended: this one must write nothing more. */
export class LeaseLostError extends Error {
  constructor(importId: string) {
    super(`The lease of import ${importId} is lost: another process works on it, or it was ended`);
    this.name = 'LeaseLostError';
  }
}

export interface CommitContext {
  record: ImportRecord;
  owner: string;
  /** What this import had counted for each file when this run began, by object key. */
  doneFiles: ReadonlyMap<string, ImportFileRecord>;
  /** Versions in which other imports last read these files. */
  earlierEtags: ReadonlyMap<string, string>;
  replacer: LiveReplacer | null;
}

export interface CommitResult {
  files: ImportFileRecord[];
  /** What they add to the totals with which this run began. */
  added: ImportTotals;
  requestedAction: StopRequest | null;
}

interface Written {
  files: ImportFileRecord[];
  liveRowsRemoved: number;
}

/** Writes files and moves the checkpoint, both in one transaction. */
@Injectable()
export class ImportCommitter {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly imports: ImportRepository,
    private readonly importFiles: ImportFileRepository,
    private readonly writer: ObservationWriter,
    private readonly registry: RegistryRepository,
    private readonly quality: QualityService,
    private readonly settings: CommitSettings,
  ) {}

  /** @throws LeaseLostError, or what the database throws: then nothing of it is written. */
  async commit(context: CommitContext, outcomes: readonly DoneOutcome[], busyMs: number): Promise<CommitResult> {
    const { record, owner } = context;
    return this.dataSource.transaction(async (manager) => {
      const fence = await this.imports.lockCheckpoint(manager, record.importId, owner);
      if (fence === null) throw new LeaseLostError(record.importId);
      const keys = outcomes.map(({ object }) => object.key);
      const before = await this.importFiles.findDoneAmong(manager, record.importId, keys);
      // Where the server committed and died before it could say so, the second attempt finds the files done.
      const open = outcomes.filter(({ object, etag }) => before.get(object.key)?.etag !== etag);
      const written = await this.writeFiles(manager, context, open, before);
      if (written.files.length > 0) await this.advance(manager, record.importId, written, before, busyMs);
      const newly = new Map(written.files.map((file) => [file.objectKey, file]));
      const files = keys.map((key) => (newly.get(key) ?? before.get(key))!);
      const added = { ...addedTotals(files, context.doneFiles), liveRowsRemoved: written.liveRowsRemoved };
      return { files, added, requestedAction: fence.requestedAction };
    });
  }

  private async writeFiles(
    manager: EntityManager,
    context: CommitContext,
    outcomes: readonly DoneOutcome[],
    before: ReadonlyMap<string, ImportFileRecord>,
  ): Promise<Written> {
    const files: ImportFileRecord[] = [];
    let liveRowsRemoved = 0;
    for (const outcome of outcomes) {
      files.push(await this.writeFile(manager, context, outcome, before.get(outcome.object.key)));
      if (outcome.kind === 'defective') continue;
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
    before: ReadonlyMap<string, ImportFileRecord>,
    busyMs: number,
  ): Promise<void> {
    const last = files.at(-1)!;
    const now = this.settings.now();
    await this.imports.advance(manager, importId, {
      added: { ...addedTotals(files, before), liveRowsRemoved },
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
    before: ImportFileRecord | undefined,
  ): Promise<ImportFileRecord> {
    const { importId } = context.record;
    const { object, etag } = outcome;
    const place = { importId, objectKey: object.key, day: object.day };
    const base = {
      objectKey: object.key,
      fileDate: object.day,
      etag,
      sizeBytes: object.sizeBytes,
      doneAt: this.settings.now(),
    };
    if (outcome.kind === 'defective') {
      await this.quality.record(manager, [findingOfDefect(place, outcome.defect, outcome.message)]);
      const none = { seen: 0, stored: 0, duplicate: 0, rejected: 0, queueRowsStored: 0, issues: [] };
      return { ...base, ...none, defect: outcome.defect };
    }
    const { prepared } = outcome;
    const earlierEtag = before?.etag ?? context.earlierEtags.get(object.key);
    const written = await this.writer.write(manager, {
      set: prepared.set,
      source: 'ARCHIVE',
      policy: {
        onConflict: context.record.options.onConflict,
        replaceArchive: earlierEtag !== undefined && earlierEtag !== etag,
      },
      batchSize: this.settings.batchSize,
      rendered: prepared.rendered,
      dirtyDays: prepared.dirtyDays,
      reason: 'IMPORT',
      nowMs: base.doneAt.getTime(),
    });
    await this.registry.recordNames(manager, outcome.names);
    const issues = [...prepared.issues, ...conflictWithStoredIssue(prepared, written.conflicts)];
    await this.quality.record(manager, findingsOfFile(place, issues));
    return {
      ...base,
      seen: prepared.seen,
      stored: written.stored,
      duplicate: prepared.duplicates + written.duplicates,
      rejected: prepared.rejected,
      queueRowsStored: written.queueRowsStored,
      defect: null,
      issues,
    };
  }
}

const defectsOf = (file: ImportFileRecord | undefined): number => (file?.defect ? 1 : 0);

/** What the files add to the totals: a file done again counts by the difference. */
function addedTotals(
  files: readonly ImportFileRecord[],
  doneBefore: ReadonlyMap<string, ImportFileRecord>,
): ImportTotals {
  const added = { ...NO_TOTALS };
  for (const file of files) {
    const before = doneBefore.get(file.objectKey);
    added.filesDone += before === undefined ? 1 : 0;
    added.seen += file.seen - (before?.seen ?? 0);
    added.stored += file.stored - (before?.stored ?? 0);
    added.duplicate += file.duplicate - (before?.duplicate ?? 0);
    added.rejected += file.rejected - (before?.rejected ?? 0);
    added.queueRowsStored += file.queueRowsStored - (before?.queueRowsStored ?? 0);
    added.errorsEncountered += defectsOf(file) - defectsOf(before);
  }
  return added;
}
