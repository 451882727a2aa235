import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FindingsService } from '../../findings/findings.service.js';
import { type FetchedDay, HistoryDayWriter, type RefusedDay } from '../history-source/history-day-writer.js';
import { conflictIssue } from '../history-source/history-conflicts.js';
import { WINDOW_EXCEEDED } from '../history-source/history-outcome.js';
import { findingOfChangedDay, findingOfRefusedDays, findingsOfHistoryDay, refusedDaysKey } from '../import-findings.js';
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

const ALL_READ = 'Resolved automatically: an import has since read every refused day of the park';

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
    if (written.wasRefused) await this.updateRefusedDays(manager, day, importId);
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
    const { earliestAllowedDate } = day;
    await this.days.writeRefusal(manager, day, importId);
    await this.recordRefusedDays(manager, day, importId, earliestAllowedDate);
    const none = { read: 0, stored: 0, duplicate: 0, rejected: 0, queueRowsStored: 0, issues: [] };
    return { ...none, defect: WINDOW_EXCEEDED };
  }

  /** A day that was refused until now has been read. */
  private async updateRefusedDays(manager: EntityManager, day: FetchedDay, importId: string): Promise<void> {
    const key = refusedDaysKey(day.object.park);
    if ((await this.days.refusedDays(manager, day.object.park)) === null) {
      await this.findings.resolveAutomatically(manager, [key], ALL_READ);
      return;
    }
    const sample = (await this.findings.sampleOf(key)) as { earliestAllowedDate?: string | null } | null;
    if (sample !== null) await this.recordRefusedDays(manager, day, importId, sample.earliestAllowedDate ?? null);
  }

  private async recordRefusedDays(
    manager: EntityManager,
    { object }: FetchedDay | RefusedDay,
    importId: string,
    earliestAllowedDate: string | null,
  ): Promise<void> {
    const refused = await this.days.refusedDays(manager, object.park);
    if (refused === null) return;
    const file = { importId, objectKey: object.key, day: object.day };
    await this.findings.record(manager, [findingOfRefusedDays(file, object.park, { ...refused, earliestAllowedDate })]);
  }
}
