import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Finding, fingerprintOf } from './finding.js';

const MAX_DESCRIPTION = 1024;

/** SQL that writes findings to data_quality_log. */
@Injectable()
export class FindingRepository {
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
              records_affected = VALUES(records_affected), import_id = COALESCE(VALUES(import_id), import_id),
              description = VALUES(description), sample = VALUES(sample)`,
      rows.flat(),
    );
  }
}
