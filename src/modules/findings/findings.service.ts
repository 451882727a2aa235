import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { chunksOf, groupBy } from '../../common/collections.js';
import { withDatabaseRetry } from '../../common/database/retry.js';
import { DAY_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import type { TimeInterval } from '../../common/time/time-intervals.js';
import { ArchiveFilesRepository, type UnreadDay } from './archive-files.repository.js';
import {
  type Finding,
  type FindingKey,
  fingerprintOf,
  IssueNotFoundError,
  IssueStateConflictError,
  mayMove,
  type ResolutionStatus,
} from './finding.js';
import { FindingRepository, type MissingArchiveDays, type RefilledGap } from './finding.repository.js';
import { type Examined, type HistoryRow, ResolutionRepository } from './resolution.repository.js';

/** A day whose file could not be read is missing as much as one without a file. */
function findingOfUnreadDay({ destinationId, day, files, objectKey, defect }: UnreadDay): Finding {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  const more = files > 1 ? ` and ${files - 1} more` : '';
  return {
    issueType: 'GAP',
    reason: 'INVALID_DATA',
    identity: ['DESTINATION', destinationId, day],
    entityType: 'DESTINATION',
    entityId: destinationId,
    parkId: null,
    importId: null,
    windowStart: new Date(startMs),
    windowEnd: new Date(startMs + DAY_MS),
    recordsAffected: 1,
    description: `The archive's file of ${day} could not be read: ${objectKey} (${defect})${more}`,
    sample: null,
  };
}

/** Findings in one statement. */
const FINDINGS_AT_ONCE = 500;
const FILLED = 'Closed by itself: an import has done every day of it since';
const READ = 'Closed by itself: an import has read its file since';

const partNote = ({ reason, description }: Finding): string =>
  `Closed by itself: it is a part of the finding ${reason} of its park: ${description}`;

/** The log of what is wrong with the data. */
@Injectable()
export class FindingsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: FindingRepository,
    private readonly resolutions: ResolutionRepository,
    private readonly files: ArchiveFilesRepository,
    private readonly clock: Clock,
  ) {}

  /** Records findings in the caller's transaction: they are there together with the data that they speak of. */
  async record(manager: EntityManager, findings: readonly Finding[]): Promise<void> {
    await this.repository.record(manager, findings, this.clock.now());
  }

  /** What was kept as the sample of a finding that is still to be dealt with; null: there is none. */
  async sampleOf(finding: FindingKey): Promise<unknown> {
    return this.repository.findSample(this.dataSource.manager, fingerprintOf(finding));
  }

  /** The same of every finding of a park for one reason that is not resolved, also of those that are not to be mended. */
  async samplesOf(parkId: number, reason: string): Promise<unknown[]> {
    return this.repository.findSamples(this.dataSource.manager, parkId, reason);
  }

  /** Every stretch of days that an import ever found missing of a destination; they may overlap. */
  async missingArchiveDays(destinationId: number): Promise<MissingArchiveDays[]> {
    return this.repository.findMissingArchiveDays(this.dataSource.manager, destinationId);
  }

  /**
   * Records what an examination found, and resolves what it did not find any more, or found to be a part of something else:
   * that one's note names the whole. @returns how many were resolved
   */
  async replaceExamined(
    examined: Examined & { undecided: readonly Finding[]; parts: readonly { part: FindingKey; whole: Finding }[] },
    findings: readonly Finding[],
    notesOf: (reason: string) => string,
  ): Promise<number> {
    const standing = new Set([...findings, ...examined.undecided].map(fingerprintOf));
    return this.inTransaction(async (manager) => {
      for (const chunk of chunksOf(findings, FINDINGS_AT_ONCE)) await this.record(manager, chunk);
      let closed = 0;
      for (const [whole, same] of groupBy(examined.parts, (one) => one.whole)) {
        closed += await this.resolveAutomatically(manager, same.map(({ part }) => part), partNote(whole)); // prettier-ignore
      }
      const settled = { notesOf, now: this.clock.now() };
      return closed + (await this.resolutions.closeRemoved(manager, examined, standing, settled));
    });
  }

  /** A finding that is either there or mended. @returns how many were resolved */
  async recordOrClose(finding: Finding, isThere: boolean, notes: string): Promise<number> {
    return this.inTransaction(async (manager) => {
      if (isThere) {
        await this.record(manager, [finding]);
        return 0;
      }
      const rows = await this.repository.findUnresolved(manager, fingerprintOf(finding));
      await this.resolutions.close(manager, rows, notes, this.clock.now());
      return rows.length;
    });
  }

  /** Resolves, in the caller's transaction, those of the findings that are still to be dealt with. @returns how many */
  async resolveAutomatically(manager: EntityManager, findings: readonly FindingKey[], notes: string): Promise<number> {
    let closed = 0;
    for (const chunk of chunksOf(findings, FINDINGS_AT_ONCE)) {
      const rows = await this.repository.lockUnresolved(manager, chunk.map(fingerprintOf));
      await this.resolutions.close(manager, rows, notes, this.clock.now());
      closed += rows.length;
    }
    return closed;
  }

  /** Resolves, in the caller's transaction, those of the log's rows that are still to be dealt with. */
  async closeLogged(manager: EntityManager, logIds: readonly number[], notes: string): Promise<void> {
    const rows = await this.repository.lockUnresolvedRows(manager, logIds);
    await this.resolutions.close(manager, rows, notes, this.clock.now());
  }

  /** Days that were missing of the archive, and that an import has found since. @returns how many gaps were resolved */
  async closeFilledArchiveGaps(): Promise<number> {
    return this.inTransaction(async (manager) => {
      const rows = await this.repository.findFilledArchiveGaps(manager);
      await this.resolutions.close(manager, rows, FILLED, this.clock.now());
      return rows.length;
    });
  }

  /** Days whose file of the archive could not be read are gaps, until an import reads it. @returns how many are closed */
  async refreshUnreadDays(): Promise<number> {
    const findings = (await this.files.findUnreadDays()).map(findingOfUnreadDay);
    const found = new Set(findings.map(fingerprintOf));
    return this.inTransaction(async (manager) => {
      for (const chunk of chunksOf(findings, FINDINGS_AT_ONCE)) await this.record(manager, chunk);
      const rows = await this.repository.findUnresolvedUnreadDays(manager);
      const read = rows.filter(({ fingerprint }) => !found.has(fingerprint));
      await this.resolutions.close(manager, read, READ, this.clock.now());
      return read.length;
    });
  }

  /** Stretches of which a destination's archive has nothing: no file, or one that nobody could read. */
  async archiveHoles(destinationId: number, { startMs, endMs }: TimeInterval): Promise<TimeInterval[]> {
    const { manager } = this.dataSource;
    const rows = await this.repository.findArchiveHoles(manager, destinationId, new Date(startMs), new Date(endMs));
    return rows.map((row) => ({ startMs: row.windowStart.getTime(), endMs: row.windowEnd.getTime() }));
  }

  /** UTC days of a destination of which the archive has a file that no import could read. */
  async unreadDays(destinationId: number): Promise<UnreadDay[]> {
    return this.files.findUnreadDays(destinationId);
  }

  /** UTC day of the last file with events that an import has read for the park; null: none. */
  async lastArchiveDay(destinationId: number, parkId: number): Promise<string | null> {
    return this.files.findLastDay(destinationId, parkId);
  }

  /** Gaps that an import may have filled since they were last found, oldest first. */
  async refilledGaps(): Promise<RefilledGap[]> {
    return this.repository.findRefilledGaps(this.dataSource.manager);
  }

  private async inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return withDatabaseRetry(() => this.dataSource.transaction(work), { nowMs: () => this.clock.now().getTime() });
  }
}

/** What people decide about findings. */
@Injectable()
export class ResolutionService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: ResolutionRepository,
    private readonly clock: Clock,
  ) {}

  /** Every move of a finding, in order. */
  async history(logId: number): Promise<HistoryRow[]> {
    return this.repository.findHistory(this.dataSource.manager, logId);
  }

  /** Without notes it keeps those it has. @throws IssueNotFoundError, IssueStateConflictError */
  async move(logId: number, to: ResolutionStatus, notes: string | null): Promise<void> {
    await this.inTransaction(async (manager) => {
      const from = await this.repository.lockStatus(manager, logId);
      if (from === null) throw new IssueNotFoundError(logId);
      if (!mayMove(from, to)) throw new IssueStateConflictError(logId, from, to);
      await this.repository.move(manager, logId, { from, to, notes }, this.clock.now());
    });
  }

  /** A check may be settling the same findings at this moment. */
  private inTransaction(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    return withDatabaseRetry(() => this.dataSource.transaction(work), {
      nowMs: () => this.clock.now().getTime(),
      onRetry: (reason, error) => {
        if (reason === 'unavailable') throw error;
      },
    });
  }
}
