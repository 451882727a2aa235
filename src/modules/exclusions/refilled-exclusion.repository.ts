import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../common/database/sql-helpers.js';
import type { ExclusionInterval, RuleReason } from './exclusion.js';

/** An exclusion of a rule, into whose interval an import has stored rows since a check examined it. */
export interface RefilledExclusion extends ExclusionInterval {
  exclusionId: number;
  /** The present park of the ride, if a single ride is excluded. */
  parkId: number;
}

/** Reads which exclusions must be examined again, and records which were. */
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
      `SELECT e.exclusion_id AS exclusionId, p.park_id AS parkId, ${millisecondsSql('e.from_at')} AS fromMs,
              ${millisecondsSql('e.to_at')} AS toMs
         FROM data_exclusions e LEFT JOIN rides r ON r.ride_id = e.ride_id
         JOIN parks p ON p.park_id = COALESCE(r.park_id, e.park_id)
        WHERE e.origin = 'RULE' AND e.revoked_at IS NULL AND (e.to_at IS NOT NULL OR e.reason NOT IN (?))
          AND EXISTS (
            SELECT 1 FROM import_checkpoints c JOIN import_files f ON f.import_id = c.import_id
             WHERE c.destination_id = p.destination_id AND f.events_stored > 0
               AND f.done_at > COALESCE(e.examined_at, e.created_at) - INTERVAL 1 HOUR
               AND f.file_date >= DATE(e.from_at) - INTERVAL 1 DAY
               AND (e.to_at IS NULL OR f.file_date <= DATE(e.to_at) + INTERVAL 1 DAY))
        ORDER BY e.from_at, e.exclusion_id`,
      [liveRules],
    );
    return rows.map((row) => ({
      ...row,
      fromMs: Number(row.fromMs),
      toMs: row.toMs === null ? null : Number(row.toMs),
    }));
  }

  async markExamined(exclusionIds: readonly number[], at: Date): Promise<void> {
    if (exclusionIds.length === 0) return;
    await this.dataSource.query('UPDATE data_exclusions SET examined_at = ? WHERE exclusion_id IN (?)', [
      at,
      exclusionIds,
    ]);
  }
}
