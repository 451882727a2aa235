import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FindingsService } from '../../findings/findings.service.js';
import { type FetchedDay, HistoryDayWriter, type RefusedDay } from '../history-source/history-day-writer.js';
import { conflictIssue } from '../history-source/history-conflicts.js';
import { WINDOW_EXCEEDED } from '../history-source/history-outcome.js';
import { findingOfChangedDay, findingOfRefusedDay, findingsOfHistoryDay } from '../import-findings.js';
import { type ImportFileCounts, type ImportFileRecord, withOwnRowsRestored } from '../import-record.js';

/** The result of a park-day, without the properties that its object already has. */
type Outcome = Omit<ImportFileRecord, 'objectKey' | 'fileDate' | 'etag' | 'sizeBytes' | 'doneAt'>;

interface DayContext {
  importId: string;
  /** The counts of the day if this import has done it before. */
  before: ImportFileCounts | undefined;
  /** The responses from which rows of the day were stored. */
  earlierEtags: readonly string[];
  nowMs: number;
}

/** Writes a park-day of the History API, with its findings and counts, in the transaction of a commit. */
@Injectable()
export class HistoryCommit {
  constructor(
    private readonly days: HistoryDayWriter,
    private readonly findings: FindingsService,
  ) {}

  async write(manager: EntityManager, day: FetchedDay | RefusedDay, context: DayContext): Promise<Outcome> {
    return day.kind === 'refused' ? this.refuse(manager, day, context) : this.store(manager, day, context);
  }

  private async store(manager: EntityManager, day: FetchedDay, context: DayContext): Promise<Outcome> {
    const { importId, before, earlierEtags, nowMs } = context;
    const { object, prepared } = day;
    const isChanged = earlierEtags.some((etag) => etag !== day.etag);
    const isNew = earlierEtags.length === 0;
    const written = await this.days.write(manager, day, { importId, isChanged, isNew, nowMs });
    const issues = [...prepared.issues, ...conflictIssue(written)];
    const file = { importId, objectKey: object.key, day: object.day };
    await this.findings.record(manager, findingsOfHistoryDay(file, object.park, prepared.window, issues));
    if (written.change !== null) {
      const finding = findingOfChangedDay(file, object.park, { ...written.change, window: prepared.window });
      await this.findings.record(manager, [finding]);
    }
    const { read, rejected } = prepared;
    const counts = { stored: written.stored, duplicates: read - rejected - written.stored };
    const restored = withOwnRowsRestored(
      { ...counts, queueRowsStored: written.queueRowsStored },
      prepared.set.queues.length,
      before,
    );
    const { stored, duplicates: duplicate, queueRowsStored } = restored;
    return { read, rejected, stored, duplicate, queueRowsStored, defect: null, issues };
  }

  private async refuse(manager: EntityManager, day: RefusedDay, { importId }: DayContext): Promise<Outcome> {
    const { object, earliestAllowedDate } = day;
    await this.days.writeRefusal(manager, day, importId);
    const finding = findingOfRefusedDay(
      { importId, objectKey: object.key, day: object.day },
      object.park,
      earliestAllowedDate,
    );
    await this.findings.record(manager, [finding]);
    const none = { read: 0, stored: 0, duplicate: 0, rejected: 0, queueRowsStored: 0, issues: [] };
    return { ...none, defect: WINDOW_EXCEEDED };
  }
}
