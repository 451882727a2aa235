import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { millisecondsSql } from '../../../../common/database/sql-time.js';
import type { PendingChange } from './hold-back.js';

/** SQL on park_schedule_pending: changes of schedules that wait for a later answer to confirm them. */
@Injectable()
export class PendingChangeRepository {
  async find(manager: EntityManager, parkId: number): Promise<PendingChange[]> {
    const rows = await manager.query<PendingChange[]>(
      `SELECT DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate, content_hash AS contentHash,
              ${millisecondsSql('first_seen_at')} AS firstSeenMs
         FROM park_schedule_pending WHERE park_id = ?`,
      [parkId],
    );
    return rows.map((row) => ({ ...row, firstSeenMs: Number(row.firstSeenMs) }));
  }

  async upsert(manager: EntityManager, parkId: number, changes: readonly PendingChange[]): Promise<void> {
    if (changes.length === 0) return;
    await manager.query(
      `INSERT INTO park_schedule_pending (park_id, local_date, content_hash, first_seen_at)
       VALUES ${changes.map(() => '(?,?,?,?)').join(',')}
       ON DUPLICATE KEY UPDATE content_hash = VALUES(content_hash), first_seen_at = VALUES(first_seen_at)`,
      changes.flatMap(({ localDate, contentHash, firstSeenMs }) => [
        parkId,
        localDate,
        contentHash,
        new Date(firstSeenMs),
      ]),
    );
  }

  /** Changes that were made, or that the feed took back. */
  async settle(manager: EntityManager, parkId: number, localDates: readonly string[]): Promise<void> {
    if (localDates.length === 0) return;
    await manager.query('DELETE FROM park_schedule_pending WHERE park_id = ? AND local_date IN (?)', [
      parkId,
      localDates,
    ]);
  }
}
