import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupBy } from '../../common/collections.js';
import { ONGOING_SUFFIX, type ResolutionStatus, UNRESOLVED } from './finding.js';

export interface ResolutionMove {
  from: ResolutionStatus;
  to: ResolutionStatus;
  notes: string | null;
}

export interface HistoryRow {
  fromStatus: ResolutionStatus | null;
  toStatus: ResolutionStatus;
  notes: string | null;
  changedAt: Date;
}

/** The findings that a check would have found again if they still existed. */
export interface Examined {
  parkId: number;
  reasons: readonly string[];
  /** Findings whose window lies within this interval. */
  from: Date;
  to: Date;
}

/** Changes the resolution of findings; every change adds a row of history. */
@Injectable()
export class ResolutionRepository {
  /** Locks the finding until the end of the transaction, so that its changes are made one after the other. */
  async lockStatus(manager: EntityManager, logId: number): Promise<ResolutionStatus | null> {
    const [row] = await manager.query<{ status: ResolutionStatus }[]>(
      'SELECT resolution_status AS status FROM data_quality_log WHERE log_id = ? FOR UPDATE',
      [logId],
    );
    return row?.status ?? null;
  }

  /** The finding must be locked and have the status `from`. Keeps the present notes if none are given. */
  async move(manager: EntityManager, logId: number, move: ResolutionMove, now: Date): Promise<void> {
    const { from, to, notes } = move;
    await manager.query(
      `UPDATE data_quality_log SET resolution_status = ?, resolution_notes = COALESCE(?, resolution_notes)
        WHERE log_id = ? AND resolution_status = ?`,
      [to, notes, logId, from],
    );
    await this.addHistory(manager, [logId], move, now);
  }

  /** Reopens the RESOLVED findings among the fingerprints. */
  async reopen(manager: EntityManager, fingerprints: readonly string[], notes: string, now: Date): Promise<void> {
    const rows = await manager.query<{ logId: number }[]>(
      `SELECT log_id AS logId FROM data_quality_log
        WHERE fingerprint IN (?) AND resolution_status = 'RESOLVED' ORDER BY log_id FOR UPDATE`,
      [fingerprints],
    );
    const ids = rows.map(({ logId }) => logId);
    await this.moveAll(manager, ids, { from: 'RESOLVED', to: 'OPEN', notes }, now);
  }

  /** Resolves examined findings that were not found again. @returns how many */
  async closeRemoved(
    manager: EntityManager,
    { parkId, reasons, from, to }: Examined,
    standing: ReadonlySet<string>,
    { notesOf, now }: { notesOf: (reason: string) => string; now: Date },
  ): Promise<number> {
    const rows = await manager.query<
      { logId: number; fingerprint: string; reason: string; status: ResolutionStatus }[]
    >(
      `SELECT log_id AS logId, fingerprint, reason, resolution_status AS status FROM data_quality_log
        WHERE park_id = ? AND reason IN (?) AND resolution_status IN (?) AND window_start >= ? AND window_end <= ?
        ORDER BY log_id FOR UPDATE`,
      [parkId, reasons, UNRESOLVED, from, to],
    );
    const removed = rows.filter(({ fingerprint }) => !standing.has(fingerprint));
    for (const [reason, same] of groupBy(removed, (row) => row.reason)) {
      await this.close(manager, same, notesOf(reason), now);
    }
    return removed.length;
  }

  async close(
    manager: EntityManager,
    rows: readonly { logId: number; status: ResolutionStatus }[],
    notes: string,
    now: Date,
  ): Promise<void> {
    for (const from of UNRESOLVED) {
      const ids = rows.filter(({ status }) => status === from).map(({ logId }) => logId);
      await this.moveAll(manager, ids, { from, to: 'RESOLVED', notes }, now);
      await this.endGaps(manager, ids);
    }
  }

  async findHistory(manager: EntityManager, logId: number): Promise<HistoryRow[]> {
    return manager.query<HistoryRow[]>(
      `SELECT from_status AS fromStatus, to_status AS toStatus, notes, changed_at AS changedAt
         FROM data_quality_log_history WHERE log_id = ? ORDER BY history_id`,
      [logId],
    );
  }

  private async moveAll(
    manager: EntityManager,
    logIds: readonly number[],
    move: ResolutionMove,
    now: Date,
  ): Promise<void> {
    if (logIds.length === 0) return;
    await manager.query(
      `UPDATE data_quality_log SET resolution_status = ?, resolution_notes = ?
        WHERE log_id IN (?) AND resolution_status = ?`,
      [move.to, move.notes, logIds, move.from],
    );
    await this.addHistory(manager, logIds, move, now);
  }

  /** Marks resolved gaps as ended, at the end of their last window. */
  private async endGaps(manager: EntityManager, logIds: readonly number[]): Promise<void> {
    if (logIds.length === 0) return;
    await manager.query(
      `UPDATE data_quality_log SET sample = JSON_REPLACE(sample, '$.isOngoing', JSON_EXTRACT('false', '$')),
              description = TRIM(TRAILING ? FROM description)
        WHERE log_id IN (?) AND issue_type = 'GAP' AND JSON_EXTRACT(sample, '$.isOngoing') IS NOT NULL`,
      [ONGOING_SUFFIX, logIds],
    );
  }

  private async addHistory(
    manager: EntityManager,
    logIds: readonly number[],
    { from, to, notes }: ResolutionMove,
    now: Date,
  ): Promise<void> {
    const rows = logIds.map((logId) => [logId, from, to, notes, now]);
    await manager.query(
      `INSERT INTO data_quality_log_history (log_id, from_status, to_status, notes, changed_at)
       VALUES ${rows.map(() => '(?,?,?,?,?)').join(',')}`,
      rows.flat(),
    );
  }
}
