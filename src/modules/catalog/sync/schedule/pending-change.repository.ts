import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { millisecondsSql } from '../../../../common/database/sql-time.js';
import type { PendingChange } from './hold-back.js';

/** SQL on park_schedule_pending: changes of schedules that wait for a later answer to confirm them. */
@Injectable()
export class PendingChangeRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(manager: EntityManager, parkId: number): Promise<PendingChange[]> {
    const rows = await manager.query<PendingChange[]>(
      `SELECT DATE_FORMAT(local_date, '%Y-%m-%d') AS localDate, content_hash AS contentHash,
              ${millisecondsSql('first_seen_at')} AS firstSeenMs
         FROM park_schedule_pending WHERE park_id = ?`,
      [parkId],
    );
    return rows.map((row) => ({ ...row, firstSeenMs: Number(row.firstSeenMs) }));
  }

  /** Parks of which any change waits. */
  async findParks(): Promise<{ parkId: number; timezone: string | null }[]> {
    return this.dataSource.manager.query<{ parkId: number; timezone: string | null }[]>(
      `SELECT DISTINCT p.park_id AS parkId, p.timezone
         FROM park_schedule_pending pending JOIN parks p ON p.park_id = pending.park_id ORDER BY p.park_id`,
    );
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

  /** Changes that were made, that the feed took back, or whose dates have passed. */
  async settle(manager: EntityManager, parkId: number, localDates: readonly string[]): Promise<void> {
    if (localDates.length === 0) return;
    await manager.query('DELETE FROM park_schedule_pending WHERE park_id = ? AND local_date IN (?)', [
      parkId,
      localDates,
    ]);
  }
}
