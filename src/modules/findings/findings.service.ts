import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunksOf, groupBy } from '../../common/collections.js';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../common/database/transaction.service.js';
import { DAY_MS, startOfUtcDay } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import type { TimeInterval } from '../../common/time/time-intervals.js';
import { ArchiveFilesRepository, type UnreadDay } from './archive-files.sql.js';
import {
  type Finding,
  type FindingKey,
  fingerprintOf,
  IssueNotFoundError,
  IssueStateConflictError,
  mayMove,
  type ResolutionStatus,
} from './finding.js';
import { FindingRepository, type MissingArchiveDays } from './finding.repository.js';
import type { RefilledGap } from './finding.sql.js';
import { type Examined, type HistoryRow, type LockedFinding, ResolutionRepository } from './resolution.repository.js';

/** A day with an unreadable archive file is a gap, like a day without a file. */
function findingOfUnreadDay({ destinationId, day, files, objectKey, defect }: UnreadDay): Finding {
  const startMs = startOfUtcDay(day);
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
    description: `The archive file of ${day} could not be read: ${objectKey} (${defect})${more}`,
    sample: null,
  };
}

/** Findings per statement. */
const FINDINGS_AT_ONCE = 500;
const FILLED = 'Resolved automatically: an import has since read every day of it';
const READ = 'Resolved automatically: an import has since read the file';

const partNote = ({ reason, description }: Finding): string =>
  `Resolved automatically: it is part of the park's finding ${reason}: ${description}`;

/** The issue log: records findings, and resolves those that no longer exist. */
@Injectable()
export class FindingsService {
  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: FindingRepository,
    private readonly resolutions: ResolutionRepository,
    private readonly files: ArchiveFilesRepository,
    private readonly clock: Clock,
  ) {}

  /** Records findings in the caller's transaction, so that they commit together with the data they describe. */
  async record(manager: EntityManager, findings: readonly Finding[]): Promise<void> {
    await this.repository.record(manager, findings, this.clock.now());
  }

  /** Records findings that need no attention: open ones become WONTFIX, with these notes. */
  async recordAcknowledged(manager: EntityManager, findings: readonly Finding[], notes: string): Promise<void> {
    for (const chunk of chunksOf(findings, FINDINGS_AT_ONCE)) {
      await this.record(manager, chunk);
      const rows = await this.repository.lockUnresolved(manager, chunk.map(fingerprintOf));
      await this.resolutions.acknowledge(manager, rows, notes, this.clock.now());
    }
  }

  /** The sample of an unresolved finding; null if there is none. */
  async sampleOf(finding: FindingKey): Promise<unknown> {
    return this.repository.findSample(fingerprintOf(finding));
  }

  /** The samples of all findings of a park for one reason that are not RESOLVED; WONTFIX ones are included. */
  async samplesOf(parkId: number, reason: string): Promise<unknown[]> {
    return this.repository.findSamples(parkId, reason);
  }

  /** Every range of days that an import ever found missing for a destination; ranges may overlap. */
  async missingArchiveDays(destinationId: number): Promise<MissingArchiveDays[]> {
    return this.repository.findMissingArchiveDays(destinationId);
  }

  /**
   * Records the findings of an examination, and resolves earlier ones that were not found again or are now part of another
   * finding; their note names that finding. @returns how many were resolved
   */
  async replaceExamined(
    examined: Examined & { undecided: readonly Finding[]; parts: readonly { part: FindingKey; whole: Finding }[] },
    findings: readonly Finding[],
    notesOf: (reason: string) => string,
  ): Promise<number> {
    const standing = new Set([...findings, ...examined.undecided].map(fingerprintOf));
    return this.transactions.run(async (manager) => {
      for (const chunk of chunksOf(findings, FINDINGS_AT_ONCE)) await this.record(manager, chunk);
      let closed = 0;
      for (const [whole, same] of groupBy(examined.parts, (one) => one.whole)) {
        closed += await this.resolveAutomatically(manager, same.map(({ part }) => part), partNote(whole)); // prettier-ignore
      }
      const settled = { notesOf, now: this.clock.now() };
      return closed + (await this.resolutions.closeRemoved(manager, examined, standing, settled));
    });
  }

  /** Records the finding if the problem exists, otherwise resolves it. @returns how many were resolved */
  async recordOrClose(finding: Finding, isThere: boolean, notes: string): Promise<number> {
    return this.transactions.run(async (manager) => {
      if (isThere) {
        await this.record(manager, [finding]);
        return 0;
      }
      const rows = await this.repository.lockUnresolvedByFingerprint(manager, fingerprintOf(finding));
      await this.resolutions.close(manager, rows, notes, this.clock.now());
      return rows.length;
    });
  }

  /** Resolves the unresolved ones among the findings, in the caller's transaction. @returns how many */
  async resolveAutomatically(manager: EntityManager, findings: readonly FindingKey[], notes: string): Promise<number> {
    let closed = 0;
    for (const chunk of chunksOf(findings, FINDINGS_AT_ONCE)) {
      const rows = await this.repository.lockUnresolved(manager, chunk.map(fingerprintOf));
      await this.resolutions.close(manager, rows, notes, this.clock.now());
      closed += rows.length;
    }
    return closed;
  }

  /** Resolves the unresolved ones among the log rows, in the caller's transaction. */
  async closeLogged(manager: EntityManager, logIds: readonly number[], notes: string): Promise<void> {
    const rows = await this.repository.lockUnresolvedRows(manager, logIds.map(String));
    await this.resolutions.close(manager, rows, notes, this.clock.now());
  }

  /** Resolves gaps of the archive whose days an import has read since. @returns how many gaps were resolved */
  async closeFilledArchiveGaps(): Promise<number> {
    return this.transactions.run(async (manager) => {
      const rows = await this.repository.findFilledArchiveGaps(manager);
      await this.resolutions.close(manager, rows, FILLED, this.clock.now());
      return rows.length;
    });
  }

  /** Keeps one gap for each day with an unreadable archive file, until an import reads the file. @returns how many were resolved */
  async refreshUnreadDays(): Promise<number> {
    const findings = (await this.files.findUnreadDays()).map(findingOfUnreadDay);
    const found = new Set(findings.map(fingerprintOf));
    return this.transactions.run(async (manager) => {
      for (const chunk of chunksOf(findings, FINDINGS_AT_ONCE)) await this.record(manager, chunk);
      const rows = await this.repository.lockUnreadableDays(manager);
      const read = rows.filter(({ fingerprint }) => !found.has(fingerprint));
      await this.resolutions.close(manager, read, READ, this.clock.now());
      return read.length;
    });
  }

  /** Intervals without archive data of a destination: the file is missing or unreadable. */
  async archiveHoles(destinationId: number, { startMs, endMs }: TimeInterval): Promise<TimeInterval[]> {
    const rows = await this.repository.findUnfilledArchiveGaps(destinationId, new Date(startMs), new Date(endMs));
    return rows.map((row) => ({ startMs: row.windowStart.getTime(), endMs: row.windowEnd.getTime() }));
  }

  /** UTC days of a destination with an archive file that no import could read. */
  async unreadDays(destinationId: number): Promise<UnreadDay[]> {
    return this.files.findUnreadDays(destinationId);
  }

  /** UTC day of the last file with events that an import has read for the park; null: none. */
  async lastArchiveDay(destinationId: number, parkId: number): Promise<string | null> {
    return this.files.findLastDay(destinationId, parkId);
  }

  /** Gaps that an import may have filled since they were last found, oldest first. */
  async refilledGaps(): Promise<RefilledGap[]> {
    return this.repository.findRefilledGaps();
  }
}

/** Applies people's decisions about findings. */
@Injectable()
export class ResolutionService {
  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: ResolutionRepository,
    private readonly clock: Clock,
  ) {}

  /** Every change of a finding's resolution, oldest first. */
  async history(logId: number): Promise<HistoryRow[]> {
    return this.repository.findHistory(String(logId));
  }

  /**
   * Changes all of the findings or none. Keeps the present notes if none are given. @returns the findings as they were before
   * @throws IssueNotFoundError, IssueStateConflictError
   */
  async changeStatus(logIds: readonly number[], to: ResolutionStatus, notes: string | null): Promise<LockedFinding[]> {
    const move = async (manager: EntityManager): Promise<LockedFinding[]> => {
      const rows = await this.repository.lock(manager, logIds.map(String));
      const found = new Set(rows.map((row) => Number(row.logId)));
      const missing = logIds.find((logId) => !found.has(logId));
      if (missing !== undefined) throw new IssueNotFoundError(missing);
      for (const [from, same] of groupBy(rows, ({ resolutionStatus }) => resolutionStatus)) {
        const ids = same.map(({ logId }) => logId);
        if (!mayMove(from, to)) throw new IssueStateConflictError(Number(ids[0]), from, to);
        await this.repository.moveAll(manager, ids, { from, to, notes }, this.clock.now());
      }
      return rows;
    };
    // A check may resolve the same finding at the same time; then this is tried again.
    return this.transactions.run(move, ONLY_AFTER_CONFLICTS);
  }
}
