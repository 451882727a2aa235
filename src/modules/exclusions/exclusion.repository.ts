import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { millisecondsSql } from '../../common/database/sql-helpers.js';
import type {
  ExclusionAction,
  ExclusionInterval,
  ExclusionOrigin,
  ExclusionTarget,
  RuleReason,
  StoredExclusion,
} from './exclusion.js';

export interface ExclusionRow extends Omit<StoredExclusion, 'exclusionId' | 'revokedOrigin' | 'decidedBy' | 'logId'> {
  fingerprint: string | null;
  findingFingerprint: string | null;
  note: string | null;
  createdBy: string | null;
  now: Date;
}

export interface PlaceOfExclusion {
  parkId: number;
  timezone: string | null;
}

export interface Revocation {
  origin: ExclusionOrigin;
  by: string | null;
  note: string | null;
}

export interface ExclusionMove extends ExclusionInterval, Revocation {
  exclusionId: number;
  /** Identifies an exclusion of a rule, with its present start; null: made by a person. */
  fingerprint: string | null;
  action: ExclusionAction;
  now: Date;
}

/** A ride's exclusions move with it into another park. */
const STORED = `SELECT e.exclusion_id AS exclusionId, COALESCE(r.park_id, e.park_id) AS parkId, e.ride_id AS rideId,
       ${millisecondsSql('e.from_at')} AS fromMs, ${millisecondsSql('e.to_at')} AS toMs, e.scope, e.reason, e.origin,
       e.revoked_origin AS revokedOrigin, e.log_id AS logId,
       (SELECT h.origin FROM data_exclusion_history h
         WHERE h.exclusion_id = e.exclusion_id AND h.action IN ('REVOKED', 'RESTORED')
         ORDER BY h.history_id DESC LIMIT 1) AS decidedBy
  FROM data_exclusions e LEFT JOIN rides r ON r.ride_id = e.ride_id`;

/** Changes exclusions in the caller's transaction; every change adds a row of history. */
@Injectable()
export class ExclusionRepository {
  /** Locks the park until the end of the transaction, so that its exclusions are changed one after the other. */
  async lockPark(manager: EntityManager, parkId: number): Promise<{ timezone: string | null } | null> {
    const [park] = await manager.query<{ timezone: string | null }[]>(
      'SELECT timezone FROM parks WHERE park_id = ? FOR UPDATE',
      [parkId],
    );
    return park ?? null;
  }

  /** The park of a ride; null: the ride does not exist. */
  async findParkOfRide(manager: EntityManager, rideId: number): Promise<number | null> {
    const [ride] = await manager.query<{ parkId: number }[]>('SELECT park_id AS parkId FROM rides WHERE ride_id = ?', [
      rideId,
    ]);
    return ride?.parkId ?? null;
  }

  async find(manager: EntityManager, exclusionId: number): Promise<StoredExclusion | null> {
    const rows = await manager.query<StoredExclusion[]>(`${STORED} WHERE e.exclusion_id = ?`, [exclusionId]);
    return rows.map(withNumbers)[0] ?? null;
  }

  /** Exclusions of one rule and target that overlap or adjoin the interval, earliest first. */
  async findOfRule(
    manager: EntityManager,
    reason: RuleReason,
    { parkId, rideId }: ExclusionTarget,
    { fromMs, toMs }: ExclusionInterval,
  ): Promise<StoredExclusion[]> {
    const [ofTarget, id] =
      rideId === null ? ['e.park_id = ? AND e.ride_id IS NULL', parkId] : ['e.ride_id = ?', rideId];
    const rows = await manager.query<StoredExclusion[]>(
      `${STORED} WHERE ${ofTarget} AND e.reason = ? AND e.origin = 'RULE'
          AND (e.to_at IS NULL OR e.to_at >= ?) ${toMs === null ? '' : 'AND e.from_at <= ?'}
        ORDER BY e.from_at, e.exclusion_id`,
      [id, reason, new Date(fromMs), ...(toMs === null ? [] : [new Date(toMs)])],
    );
    return rows.map(withNumbers);
  }

  /** Exclusions of these rules in force that overlap the interval, of a park and of the rides now in it. */
  async findRuledWithin(
    manager: EntityManager,
    parkId: number,
    reasons: readonly RuleReason[],
    { fromMs, toMs }: ExclusionInterval,
  ): Promise<StoredExclusion[]> {
    const rows = await manager.query<StoredExclusion[]>(
      `${STORED} WHERE COALESCE(r.park_id, e.park_id) = ? AND e.reason IN (?) AND e.origin = 'RULE'
          AND e.revoked_at IS NULL AND (e.to_at IS NULL OR e.to_at > ?) ${toMs === null ? '' : 'AND e.from_at < ?'}
        ORDER BY e.exclusion_id`,
      [parkId, reasons, new Date(fromMs), ...(toMs === null ? [] : [new Date(toMs)])],
    );
    return rows.map(withNumbers);
  }

  /** Exclusions of rules still in progress, including those that a person revoked. */
  async findOpen(manager: EntityManager): Promise<StoredExclusion[]> {
    const rows = await manager.query<StoredExclusion[]>(
      `${STORED} WHERE e.to_at IS NULL AND e.origin = 'RULE' AND NOT e.revoked_origin <=> 'RULE' ORDER BY e.exclusion_id`,
    );
    return rows.map(withNumbers);
  }

  /**
   * The parks whose statistics depend on the exclusion: the park in which it was recorded, and the present park of its
   * ride or of rides that have left the park since.
   */
  async findParks(manager: EntityManager, exclusionId: number): Promise<PlaceOfExclusion[]> {
    return manager.query<PlaceOfExclusion[]>(
      `SELECT p.park_id AS parkId, p.timezone
         FROM data_exclusions e LEFT JOIN rides r ON r.ride_id = e.ride_id
         JOIN parks p ON p.park_id IN (e.park_id, r.park_id)
        WHERE e.exclusion_id = ?
       UNION SELECT p.park_id, p.timezone
         FROM data_exclusions e JOIN entity_moves m ON m.from_park_id = e.park_id
         JOIN rides r ON r.ride_id = m.ride_id JOIN parks p ON p.park_id = r.park_id
        WHERE e.exclusion_id = ? AND e.ride_id IS NULL ORDER BY parkId`,
      [exclusionId, exclusionId],
    );
  }

  async linkFinding(manager: EntityManager, exclusionId: number, findingFingerprint: string): Promise<void> {
    await manager.query(
      `UPDATE data_exclusions e JOIN data_quality_log q ON q.fingerprint = ? SET e.log_id = q.log_id
        WHERE e.exclusion_id = ?`,
      [findingFingerprint, exclusionId],
    );
  }

  /** The findings that no exclusion in force refers to any more. */
  async findUnlinkedFindings(manager: EntityManager, logIds: readonly number[]): Promise<number[]> {
    if (logIds.length === 0) return [];
    const linked = await manager.query<{ logId: number | string }[]>(
      'SELECT DISTINCT log_id AS logId FROM data_exclusions WHERE revoked_at IS NULL AND log_id IN (?)',
      [logIds],
    );
    const ids = new Set(linked.map(({ logId }) => Number(logId)));
    return logIds.filter((logId) => !ids.has(logId));
  }

  async insert(manager: EntityManager, row: ExclusionRow): Promise<number> {
    const { parkId, rideId, fromMs, toMs, scope, reason, origin, fingerprint, note, createdBy, now } = row;
    await this.releaseFingerprint(manager, fingerprint);
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
    const { exclusionId, action, origin, by, note, fingerprint, fromMs, toMs, now } = move;
    await this.releaseFingerprint(manager, fingerprint);
    await manager.query(
      'UPDATE data_exclusions SET from_at = ?, to_at = ?, fingerprint = ?, updated_at = ? WHERE exclusion_id = ?',
      [new Date(fromMs), dateOrNull(toMs), fingerprint, now, exclusionId],
    );
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

  /** Several exclusions may share rule, target and start, such as revoked ones; the last changed one owns the fingerprint. */
  private async releaseFingerprint(manager: EntityManager, fingerprint: string | null): Promise<void> {
    if (fingerprint === null) return;
    await manager.query('UPDATE data_exclusions SET fingerprint = NULL WHERE fingerprint = ?', [fingerprint]);
  }

  private async addHistory(manager: EntityManager, move: Omit<ExclusionMove, 'fingerprint'>): Promise<void> {
    const { exclusionId, action, origin, by, note, fromMs, toMs, now } = move;
    await manager.query(
      `INSERT INTO data_exclusion_history (exclusion_id, action, origin, changed_by, note, from_at, to_at, changed_at)
       VALUES (?,?,?,?,?,?,?,?)`,
      [exclusionId, action, origin, by, note, new Date(fromMs), dateOrNull(toMs), now],
    );
  }
}

const dateOrNull = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** The driver returns a BIGINT as text if it might exceed a number; these values never do. */
const withNumbers = (row: StoredExclusion): StoredExclusion => ({
  ...row,
  fromMs: Number(row.fromMs),
  toMs: row.toMs === null ? null : Number(row.toMs),
  logId: row.logId === null ? null : Number(row.logId),
});
