import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  type EntityManager,
  type FindOptionsWhere,
  In,
  IsNull,
  LessThan,
  MoreThan,
  Not,
  type Repository,
} from 'typeorm';
import { DAY_MS, utcDayOf } from '../../common/time/calendar.js';
import { DataQualityLog } from './data-quality-log.entity.js';
import { type Finding, fingerprintOf, UNRESOLVED } from './finding.js';
import {
  countByWindow,
  type RefilledGap,
  selectFilledArchiveGaps,
  selectRefilledGaps,
  type UnresolvedRow,
  upsertFindings,
} from './finding.sql.js';
import { ResolutionRepository } from './resolution.repository.js';

const FOUND_AGAIN = 'Reopened automatically: it was found again';

/** A range of UTC days of a destination for which the archive has, or had, no file; both ends included. */
export interface MissingArchiveDays {
  firstDay: string;
  lastDay: string;
  days: number;
}

/** A finding with a window. */
type Window = Pick<RefilledGap, 'windowStart' | 'windowEnd'>;

type Where = FindOptionsWhere<DataQualityLog>;

/** Reads and writes findings in data_quality_log. */
@Injectable()
export class FindingRepository {
  constructor(
    @InjectRepository(DataQualityLog) private readonly findings: Repository<DataQualityLog>,
    private readonly resolutions: ResolutionRepository,
  ) {}

  /** Every range of days that an import ever found missing for a destination; ranges may overlap. */
  async findMissingArchiveDays(destinationId: number): Promise<MissingArchiveDays[]> {
    const rows = await this.findings.find({
      select: { logId: true, windowStart: true, windowEnd: true, recordsAffected: true },
      where: { ...archiveGapOf(destinationId), reason: 'MISSING_ARCHIVE' },
      order: { windowStart: 'ASC' },
    });
    return rows.map(({ windowStart, windowEnd, recordsAffected }) => ({
      firstDay: utcDayOf(windowStart!.getTime()),
      lastDay: utcDayOf(windowEnd!.getTime() - DAY_MS),
      days: recordsAffected,
    }));
  }

  /**
   * Inserts findings, or counts known ones once more, in the caller's transaction. A RESOLVED finding reopens; a WONTFIX
   * one stays WONTFIX.
   */
  async record(manager: EntityManager, findings: readonly Finding[], observedAt: Date): Promise<void> {
    if (findings.length === 0) return;
    await this.resolutions.reopen(manager, findings.map(fingerprintOf), FOUND_AGAIN, observedAt);
    const accumulating = findings.filter(({ accumulates = false }) => accumulates);
    const replacing = findings.filter(({ accumulates = false }) => !accumulates);
    await upsertFindings(manager, replacing, observedAt, 'replace');
    await upsertFindings(manager, accumulating, observedAt, 'accumulate');
    await countByWindow(manager, accumulating);
  }

  /** The sample of the unresolved finding with this fingerprint; null if there is none. */
  async findSample(fingerprint: string): Promise<unknown> {
    const row = await this.findings.findOne({
      select: { logId: true, sample: true },
      where: { fingerprint, resolutionStatus: In(UNRESOLVED) },
    });
    return row?.sample ?? null;
  }

  /** The samples of all findings of a park for one reason that are not RESOLVED; WONTFIX ones may still continue. */
  async findSamples(parkId: number, reason: string): Promise<unknown[]> {
    const rows = await this.findings.find({
      select: { logId: true, sample: true },
      where: { parkId, reason, resolutionStatus: Not('RESOLVED') },
      order: { windowStart: 'ASC' },
    });
    return rows.map(({ sample }) => sample);
  }

  /** The unresolved finding with this fingerprint, locked; empty if there is none. */
  async lockUnresolvedByFingerprint(manager: EntityManager, fingerprint: string): Promise<UnresolvedRow[]> {
    return this.lock(manager, { fingerprint });
  }

  /**
   * Locks the unresolved findings among the fingerprints. They are searched without locks first: a locking read of absent
   * fingerprints would lock the index gaps into which other transactions insert.
   */
  async lockUnresolved(manager: EntityManager, fingerprints: readonly string[]): Promise<UnresolvedRow[]> {
    if (fingerprints.length === 0) return [];
    const found = await manager.withRepository(this.findings).find({
      select: { logId: true },
      where: { fingerprint: In(fingerprints), resolutionStatus: In(UNRESOLVED) },
    });
    return this.lockUnresolvedRows(
      manager,
      found.map(({ logId }) => logId),
    );
  }

  /** Locks the unresolved ones among the rows. */
  async lockUnresolvedRows(manager: EntityManager, logIds: readonly string[]): Promise<UnresolvedRow[]> {
    return logIds.length === 0 ? [] : this.lock(manager, { logId: In(logIds) });
  }

  /** Unresolved findings of unreadable archive days, locked. */
  async lockUnreadableDays(manager: EntityManager): Promise<(UnresolvedRow & { fingerprint: string })[]> {
    return this.lock(manager, { issueType: 'GAP', reason: 'INVALID_DATA', entityType: 'DESTINATION' });
  }

  /** Ranges of days without archive data of a destination that no import has filled since. */
  async findUnfilledArchiveGaps(destinationId: number, from: Date, to: Date): Promise<Window[]> {
    const rows = await this.findings.find({
      select: { logId: true, windowStart: true, windowEnd: true },
      where: {
        ...archiveGapOf(destinationId),
        reason: In(['MISSING_ARCHIVE', 'INVALID_DATA']),
        resolutionStatus: Not('RESOLVED'),
        windowEnd: MoreThan(from),
        windowStart: LessThan(to),
      },
      order: { windowStart: 'ASC' },
    });
    return rows.map(({ windowStart, windowEnd }) => ({ windowStart: windowStart!, windowEnd: windowEnd! }));
  }

  /** Gaps of the archive that are filled now: for each of their days a file was read without a defect. */
  async findFilledArchiveGaps(manager: EntityManager): Promise<UnresolvedRow[]> {
    return selectFilledArchiveGaps(manager);
  }

  /** Gaps of parks and rides into which an import has stored days since they were last found, oldest first. */
  async findRefilledGaps(): Promise<RefilledGap[]> {
    return selectRefilledGaps(this.findings.manager);
  }

  private async lock(manager: EntityManager, where: Where): Promise<(UnresolvedRow & { fingerprint: string })[]> {
    return manager.withRepository(this.findings).find({
      select: { logId: true, resolutionStatus: true, fingerprint: true },
      where: { ...where, resolutionStatus: In(UNRESOLVED) },
      order: { logId: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }
}

const archiveGapOf = (destinationId: number) =>
  ({ parkId: IsNull(), issueType: 'GAP', entityType: 'DESTINATION', entityId: destinationId }) satisfies Where;
