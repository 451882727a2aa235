import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { readJson } from '../../common/database/sql-helpers.js';
import { canonicalJson } from '../../common/reading/canonical-json.js';
import { cutText } from '../../common/text.js';
import { type Finding, fingerprintOf, type ResolutionStatus, UNRESOLVED } from './finding.js';
import { ResolutionRepository } from './resolution.repository.js';

const MAX_DESCRIPTION = 1024;
const FOUND_AGAIN = 'Reopened automatically: it was found again';

/** How a known finding is updated when it is found again. */
const REPLACE = `window_start = VALUES(window_start), window_end = VALUES(window_end),
  records_affected = VALUES(records_affected), description = VALUES(description), sample = VALUES(sample)`;
/** Keeps the first description and sample. The records are counted by window. */
const ACCUMULATE = `window_start = LEAST(window_start, VALUES(window_start)),
  window_end = GREATEST(window_end, VALUES(window_end))`;

/** A range of UTC days of a destination for which the archive has, or had, no file; both ends included. */
export interface MissingArchiveDays {
  firstDay: string;
  lastDay: string;
  days: number;
}

/** A finding that is OPEN or INVESTIGATING. */
export interface UnresolvedRow {
  logId: number;
  status: ResolutionStatus;
}

/** A gap that an import may have filled since. */
export interface RefilledGap {
  parkId: number;
  windowStart: Date;
  windowEnd: Date;
}

/** Reads and writes findings in data_quality_log. */
@Injectable()
export class FindingRepository {
  constructor(private readonly resolutions: ResolutionRepository) {}

  /** Every range of days that an import ever found missing for a destination; ranges may overlap. */
  async findMissingArchiveDays(manager: EntityManager, destinationId: number): Promise<MissingArchiveDays[]> {
    return manager.query<MissingArchiveDays[]>(
      `SELECT DATE_FORMAT(window_start, '%Y-%m-%d') AS firstDay,
              DATE_FORMAT(window_end - INTERVAL 1 DAY, '%Y-%m-%d') AS lastDay, records_affected AS days
         FROM data_quality_log
        WHERE park_id IS NULL AND issue_type = 'GAP' AND reason = 'MISSING_ARCHIVE'
          AND entity_type = 'DESTINATION' AND entity_id = ? ORDER BY window_start`,
      [destinationId],
    );
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
    await this.insert(manager, replacing, observedAt, REPLACE);
    await this.insert(manager, accumulating, observedAt, ACCUMULATE);
    await this.countByWindow(manager, accumulating);
  }

  private async countByWindow(manager: EntityManager, findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return;
    const rows = findings.map((one) => [fingerprintOf(one), one.windowStart ?? new Date(0), one.recordsAffected]);
    await manager.query(
      `INSERT INTO data_quality_log_windows (fingerprint, window_start, records_affected)
       VALUES ${rows.map(() => '(?,?,?)').join(',')} ON DUPLICATE KEY UPDATE records_affected = VALUES(records_affected)`,
      rows.flat(),
    );
    await manager.query(
      `UPDATE data_quality_log q SET q.records_affected = (
         SELECT SUM(w.records_affected) FROM data_quality_log_windows w WHERE w.fingerprint = q.fingerprint)
        WHERE q.fingerprint IN (?)`,
      [rows.map(([fingerprint]) => fingerprint)],
    );
  }

  private async insert(
    manager: EntityManager,
    findings: readonly Finding[],
    observedAt: Date,
    updateOfKnown: string,
  ): Promise<void> {
    if (findings.length === 0) return;
    const rows = findings.map((finding) => [
      finding.issueType,
      finding.reason,
      finding.entityType,
      finding.entityId,
      finding.parkId,
      finding.importId,
      finding.windowStart,
      finding.windowEnd,
      finding.recordsAffected,
      fingerprintOf(finding),
      observedAt,
      observedAt,
      cutText(finding.description, MAX_DESCRIPTION),
      finding.sample === null ? null : storableJson(finding.sample),
    ]);
    await manager.query(
      `INSERT INTO data_quality_log (issue_type, reason, entity_type, entity_id, park_id, import_id, window_start,
              window_end, records_affected, fingerprint, first_seen_at, last_seen_at, description, sample)
       VALUES ${rows.map((row) => `(${row.map(() => '?').join(',')})`).join(',')}
       ON DUPLICATE KEY UPDATE occurrences = occurrences + 1, last_seen_at = VALUES(last_seen_at),
              import_id = COALESCE(VALUES(import_id), import_id), ${updateOfKnown}`,
      rows.flat(),
    );
  }

  /** The sample of the unresolved finding with this fingerprint; null if there is none. */
  async findSample(manager: EntityManager, fingerprint: string): Promise<unknown> {
    const [row] = await manager.query<{ sample: string | null }[]>(
      'SELECT sample FROM data_quality_log WHERE fingerprint = ? AND resolution_status IN (?)',
      [fingerprint, UNRESOLVED],
    );
    return readJson<unknown>(row?.sample ?? null);
  }

  /** The samples of all findings of a park for one reason that are not RESOLVED; WONTFIX ones may still continue. */
  async findSamples(manager: EntityManager, parkId: number, reason: string): Promise<unknown[]> {
    const rows = await manager.query<{ sample: string | null }[]>(
      `SELECT sample FROM data_quality_log WHERE park_id = ? AND reason = ? AND resolution_status <> 'RESOLVED'
        ORDER BY window_start`,
      [parkId, reason],
    );
    return rows.map(({ sample }) => readJson<unknown>(sample));
  }

  /** The unresolved finding with this fingerprint, locked. */
  async findUnresolved(manager: EntityManager, fingerprint: string): Promise<UnresolvedRow[]> {
    return manager.query<UnresolvedRow[]>(
      `SELECT log_id AS logId, resolution_status AS status FROM data_quality_log
        WHERE fingerprint = ? AND resolution_status IN (?) FOR UPDATE`,
      [fingerprint, UNRESOLVED],
    );
  }

  /**
   * Locks the unresolved findings among the fingerprints. They are searched without locks first: a locking read of absent
   * fingerprints would lock the index gaps into which other transactions insert.
   */
  async lockUnresolved(manager: EntityManager, fingerprints: readonly string[]): Promise<UnresolvedRow[]> {
    if (fingerprints.length === 0) return [];
    const found = await manager.query<{ logId: number }[]>(
      'SELECT log_id AS logId FROM data_quality_log WHERE fingerprint IN (?) AND resolution_status IN (?)',
      [fingerprints, UNRESOLVED],
    );
    return this.lockUnresolvedRows(
      manager,
      found.map(({ logId }) => logId),
    );
  }

  /** Locks the unresolved ones among the rows. */
  async lockUnresolvedRows(manager: EntityManager, logIds: readonly number[]): Promise<UnresolvedRow[]> {
    if (logIds.length === 0) return [];
    return manager.query<UnresolvedRow[]>(
      `SELECT log_id AS logId, resolution_status AS status FROM data_quality_log
        WHERE log_id IN (?) AND resolution_status IN (?) ORDER BY log_id FOR UPDATE`,
      [logIds, UNRESOLVED],
    );
  }

  /** Unresolved findings of unreadable archive days, locked. */
  async findUnresolvedUnreadDays(manager: EntityManager): Promise<(UnresolvedRow & { fingerprint: string })[]> {
    return manager.query<(UnresolvedRow & { fingerprint: string })[]>(
      `SELECT log_id AS logId, resolution_status AS status, fingerprint FROM data_quality_log
        WHERE issue_type = 'GAP' AND reason = 'INVALID_DATA' AND entity_type = 'DESTINATION'
          AND resolution_status IN (?) ORDER BY log_id FOR UPDATE`,
      [UNRESOLVED],
    );
  }

  /** Ranges of days without archive data of a destination that no import has filled since. */
  async findArchiveHoles(
    manager: EntityManager,
    destinationId: number,
    from: Date,
    to: Date,
  ): Promise<{ windowStart: Date; windowEnd: Date }[]> {
    return manager.query<{ windowStart: Date; windowEnd: Date }[]>(
      `SELECT window_start AS windowStart, window_end AS windowEnd FROM data_quality_log
        WHERE park_id IS NULL AND issue_type = 'GAP' AND reason IN ('MISSING_ARCHIVE', 'INVALID_DATA')
          AND entity_type = 'DESTINATION' AND entity_id = ? AND resolution_status <> 'RESOLVED'
          AND window_end > ? AND window_start < ? ORDER BY window_start`,
      [destinationId, from, to],
    );
  }

  /** Gaps of the archive that are filled now: for each of their days a file was read without a defect. */
  async findFilledArchiveGaps(manager: EntityManager): Promise<UnresolvedRow[]> {
    return manager.query<UnresolvedRow[]>(
      `SELECT q.log_id AS logId, q.resolution_status AS status FROM data_quality_log q
        WHERE q.issue_type = 'GAP' AND q.reason = 'MISSING_ARCHIVE' AND q.resolution_status IN (?)
          AND q.records_affected <= (
            SELECT COUNT(DISTINCT f.file_date) FROM import_files f
              JOIN import_checkpoints c ON c.import_id = f.import_id
             WHERE c.destination_id = q.entity_id AND c.park_id IS NULL AND f.defect IS NULL
               AND f.file_date >= DATE(q.window_start) AND f.file_date < DATE(q.window_end))
        ORDER BY q.log_id`,
      [UNRESOLVED],
    );
  }

  /**
   * Windows of unresolved gaps of parks and rides, oldest first, into which an import has stored days since they were last
   * found. The hour before counts too, because a check reads a little earlier than it writes.
   */
  async findRefilledGaps(manager: EntityManager): Promise<RefilledGap[]> {
    return manager.query<RefilledGap[]>(
      `SELECT q.park_id AS parkId, q.window_start AS windowStart, q.window_end AS windowEnd
         FROM data_quality_log q JOIN parks p ON p.park_id = q.park_id
        WHERE q.issue_type = 'GAP' AND q.reason <> 'MISSING_ARCHIVE' AND q.resolution_status IN (?)
          AND EXISTS (
            SELECT 1 FROM import_checkpoints c JOIN import_files f ON f.import_id = c.import_id
             WHERE c.destination_id = p.destination_id AND f.events_stored > 0
               AND f.done_at > q.last_seen_at - INTERVAL 1 HOUR
               AND f.file_date BETWEEN DATE(q.window_start) - INTERVAL 1 DAY AND DATE(q.window_end) + INTERVAL 1 DAY)
        ORDER BY q.window_start`,
      [UNRESOLVED],
    );
  }
}

/** A JSON column rejects lone surrogates and deep nesting; feeds can send both. */
const storableJson = (sample: unknown): string =>
  canonicalJson(JSON.parse(JSON.stringify(sample)) as unknown) ?? '"nested too deep"';
