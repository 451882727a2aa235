import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Finding, fingerprintOf } from './finding.js';

const MAX_DESCRIPTION = 1024;

/** A stretch of UTC days of a destination for which the archive has, or had, no file; both ends included. */
export interface MissingArchiveDays {
  firstDay: string;
  lastDay: string;
  days: number;
}

/** SQL on data_quality_log. */
@Injectable()
export class FindingRepository {
  /** Every stretch of days that an import ever found missing of a destination; they may overlap. */
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

  /** Adds findings, or counts them once more where they are known; in the caller's transaction. */
  async record(manager: EntityManager, findings: readonly Finding[], seenAt: Date): Promise<void> {
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
      seenAt,
      seenAt,
      finding.description.slice(0, MAX_DESCRIPTION),
      finding.sample === null ? null : JSON.stringify(finding.sample),
    ]);
    await manager.query(
      `INSERT INTO data_quality_log (issue_type, reason, entity_type, entity_id, park_id, import_id, window_start,
              window_end, records_affected, fingerprint, first_seen_at, last_seen_at, description, sample)
       VALUES ${rows.map((row) => `(${row.map(() => '?').join(',')})`).join(',')}
       ON DUPLICATE KEY UPDATE occurrences = occurrences + 1, last_seen_at = VALUES(last_seen_at),
              window_start = VALUES(window_start), window_end = VALUES(window_end),
              records_affected = VALUES(records_affected), import_id = COALESCE(VALUES(import_id), import_id),
              description = VALUES(description), sample = VALUES(sample)`,
      rows.flat(),
    );
  }
}
