import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ExclusionInterval, RuleReason } from './exclusion.js';
import { e, EXCLUSIONS, INTERVAL, withInterval } from './exclusion-reads.sql.js';

/** An exclusion of a rule, into whose interval an import has stored rows since a check examined it. */
export interface RefilledExclusion extends ExclusionInterval {
  exclusionId: number;
  /** The present park of the ride, if a single ride is excluded. */
  parkId: number;
}

/**
 * Reads which exclusions must be examined again. The tables of parks, rides and imports are named in SQL, because the modules
 * that have their entities depend on this one.
 */
@Injectable()
export class RefilledExclusionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Exclusions of rules in force, into whose interval an import has stored days since they were last examined or created.
   * The hour before counts too, because an import commits a little later than the time it records.
   * @param liveRules a check never revokes an exclusion of these rules while it is in progress; it is examined once ended
   */
  async find(liveRules: readonly RuleReason[]): Promise<RefilledExclusion[]> {
    const rows = await this.dataSource.query<RefilledExclusion[]>(
      `SELECT ${e.exclusionId} AS exclusionId, p.park_id AS parkId, ${INTERVAL}
         FROM ${EXCLUSIONS} e LEFT JOIN rides r ON r.ride_id = ${e.rideId}
         JOIN parks p ON p.park_id = COALESCE(r.park_id, ${e.parkId})
        WHERE ${e.origin} = 'RULE' AND ${e.revokedAt} IS NULL
          AND (${e.toAt} IS NOT NULL OR ${e.reason} NOT IN (?))
          AND EXISTS (
            SELECT 1 FROM import_checkpoints c JOIN import_files f ON f.import_id = c.import_id
             WHERE c.destination_id = p.destination_id AND f.events_stored > 0
               AND f.done_at > COALESCE(${e.examinedAt}, ${e.createdAt}) - INTERVAL 1 HOUR
               AND f.file_date >= DATE(${e.fromAt}) - INTERVAL 1 DAY
               AND (${e.toAt} IS NULL OR f.file_date <= DATE(${e.toAt}) + INTERVAL 1 DAY))
        ORDER BY ${e.fromAt}, ${e.exclusionId}`,
      [liveRules],
    );
    return rows.map(withInterval);
  }
}
