import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { millisecondsSql } from '../../common/database/sql-time.js';
import type {
  ExclusionAction,
  ExclusionInterval,
  ExclusionOrigin,
  ExclusionTarget,
  RuleReason,
  StoredExclusion,
} from './exclusion.js';

export interface ExclusionRow extends Omit<StoredExclusion, 'exclusionId' | 'revokedOrigin' | 'logId'> {
  fingerprint: string | null;
  findingFingerprint: string | null;
  note: string | null;
  createdBy: string | null;
  now: Date;
}

export interface Revocation {
  origin: ExclusionOrigin;
  by: string | null;
  note: string | null;
}

export interface ExclusionMove extends ExclusionInterval, Revocation {
  exclusionId: number;
  action: ExclusionAction;
  now: Date;
}

const STORED_COLUMNS = `exclusion_id AS exclusionId, park_id AS parkId, ride_id AS rideId,
  ${millisecondsSql('from_at')} AS fromMs, ${millisecondsSql('to_at')} AS toMs, scope, reason, origin,
  revoked_origin AS revokedOrigin, log_id AS logId`;

/** SQL that changes exclusions; every change leaves a row of history. All in the caller's transaction. */
@Injectable()
export class ExclusionRepository {
  /** Locks the park until the end of the transaction: changes of its exclusions are made one after the other. */
  async lockPark(manager: EntityManager, parkId: number): Promise<{ timezone: string | null } | null> {
    const [park] = await manager.query<{ timezone: string | null }[]>(
      'SELECT timezone FROM parks WHERE park_id = ? FOR UPDATE',
      [parkId],
    );
    return park ?? null;
  }

  /** The park of a ride; null: there is no such ride. */
  async findParkOfRide(manager: EntityManager, rideId: number): Promise<number | null> {
    const [ride] = await manager.query<{ parkId: number }[]>('SELECT park_id AS parkId FROM rides WHERE ride_id = ?', [
      rideId,
    ]);
    return ride?.parkId ?? null;
  }

  async find(manager: EntityManager, exclusionId: number): Promise<StoredExclusion | null> {
    const rows = await manager.query<StoredExclusion[]>(
      `SELECT ${STORED_COLUMNS} FROM data_exclusions WHERE exclusion_id = ?`,
      [exclusionId],
    );
    return rows.map(withNumbers)[0] ?? null;
  }

  /** Exclusions that one rule made of one target and that overlap the interval or adjoin it, earliest first. */
  async findOfRule(
    manager: EntityManager,
    reason: RuleReason,
    { parkId, rideId }: ExclusionTarget,
    { fromMs, toMs }: ExclusionInterval,
  ): Promise<StoredExclusion[]> {
    const rows = await manager.query<StoredExclusion[]>(
      `SELECT ${STORED_COLUMNS} FROM data_exclusions
        WHERE park_id = ? AND ride_id <=> ? AND reason = ? AND origin = 'RULE'
          AND (to_at IS NULL OR to_at >= ?) ${toMs === null ? '' : 'AND from_at <= ?'}
        ORDER BY from_at, exclusion_id`,
      [parkId, rideId, reason, new Date(fromMs), ...(toMs === null ? [] : [new Date(toMs)])],
    );
    return rows.map(withNumbers);
  }

  /** Exclusions of these rules that hold and lie within the interval. */
  async findRuledWithin(
    manager: EntityManager,
    parkId: number,
    reasons: readonly RuleReason[],
    from: Date,
    to: Date,
  ): Promise<StoredExclusion[]> {
    const rows = await manager.query<StoredExclusion[]>(
      `SELECT ${STORED_COLUMNS} FROM data_exclusions
        WHERE park_id = ? AND reason IN (?) AND origin = 'RULE' AND revoked_at IS NULL
          AND from_at >= ? AND to_at <= ? ORDER BY exclusion_id`,
      [parkId, reasons, from, to],
    );
    return rows.map(withNumbers);
  }

  /** Exclusions of rules that are still in progress, also revoked ones. */
  async findOpen(manager: EntityManager): Promise<StoredExclusion[]> {
    const rows = await manager.query<StoredExclusion[]>(
      `SELECT ${STORED_COLUMNS} FROM data_exclusions WHERE to_at IS NULL AND origin = 'RULE' ORDER BY exclusion_id`,
    );
    return rows.map(withNumbers);
  }

  async insert(manager: EntityManager, row: ExclusionRow): Promise<number> {
    const { parkId, rideId, fromMs, toMs, scope, reason, origin, fingerprint, note, createdBy, now } = row;
    const { insertId } = await manager.query<{ insertId: number }>(
      `INSERT INTO data_exclusions (park_id, ride_id, from_at, to_at, scope, reason, origin, fingerprint, note, log_id,
              created_at, created_by, updated_at)
       VALUES (?,?,?,?,?,?,?,?,?,(SELECT log_id FROM data_quality_log WHERE fingerprint = ?),?,?,?)`,
      [
        ...[parkId, rideId, new Date(fromMs), dateOrNull(toMs), scope, reason, origin, fingerprint, note],
        ...[row.findingFingerprint, now, createdBy, now],
      ],
    );
    const move = { exclusionId: insertId, action: 'CREATED' as const, origin, by: createdBy, note, fromMs, toMs, now };
    await this.addHistory(manager, move);
    return insertId;
  }

  async move(manager: EntityManager, move: ExclusionMove): Promise<void> {
    const { exclusionId, action, origin, by, note, fromMs, toMs, now } = move;
    await manager.query('UPDATE data_exclusions SET from_at = ?, to_at = ?, updated_at = ? WHERE exclusion_id = ?', [
      new Date(fromMs),
      dateOrNull(toMs),
      now,
      exclusionId,
    ]);
    if (action === 'REVOKED' || action === 'RESTORED') {
      const isRevoked = action === 'REVOKED';
      await manager.query(
        `UPDATE data_exclusions SET revoked_at = ?, revoked_origin = ?, revoked_by = ?, revoke_note = ?
          WHERE exclusion_id = ?`,
        [...(isRevoked ? [now, origin, by, note] : [null, null, null, null]), exclusionId],
      );
    }
    await this.addHistory(manager, move);
  }

  private async addHistory(manager: EntityManager, move: ExclusionMove): Promise<void> {
    const { exclusionId, action, origin, by, note, fromMs, toMs, now } = move;
    await manager.query(
      `INSERT INTO data_exclusion_history (exclusion_id, action, origin, changed_by, note, from_at, to_at, changed_at)
       VALUES (?,?,?,?,?,?,?,?)`,
      [exclusionId, action, origin, by, note, new Date(fromMs), dateOrNull(toMs), now],
    );
  }
}

const dateOrNull = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** A BIGINT comes as text where it might not fit a number; these do. */
const withNumbers = (row: StoredExclusion): StoredExclusion => ({
  ...row,
  fromMs: Number(row.fromMs),
  toMs: row.toMs === null ? null : Number(row.toMs),
  logId: row.logId === null ? null : Number(row.logId),
});
