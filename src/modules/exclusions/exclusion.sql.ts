import type { EntityManager } from 'typeorm';
import { columnsOf, type RawRow, tableOf } from '../../common/database/columns.js';
import { DataQualityLog } from '../findings/data-quality-log.entity.js';
import { DataExclusion, DataExclusionHistory } from './data-exclusion.entity.js';
import { e, EXCLUSIONS, INTERVAL, withInterval } from './exclusion-reads.sql.js';
import type {
  ExclusionInterval,
  ExclusionOrigin,
  ExclusionReason,
  ExclusionTarget,
  RuleReason,
  StoredExclusion,
} from './exclusion.js';

/*
 * The tables of parks, rides and their moves are named in SQL, because the catalog module, which has their entities,
 * depends on this one.
 */

export interface ParkOfExclusion {
  parkId: number;
  timezone: string | null;
}

const change = columnsOf(DataExclusionHistory, 'h');
const finding = columnsOf(DataQualityLog, 'q');

type StoredRow = RawRow<DataExclusion, 'exclusionId' | 'rideId' | 'scope' | 'origin' | 'revokedOrigin'> & {
  parkId: number;
  reason: ExclusionReason;
  fromMs: number | string;
  toMs: number | string | null;
  logId: number | string | null;
  decidedBy: ExclusionOrigin | null;
};

/** A ride's exclusions move with it into another park. */
const PARK = `COALESCE(r.park_id, ${e.parkId})`;
const STORED = `SELECT ${e.exclusionId} AS exclusionId, ${PARK} AS parkId, ${e.rideId} AS rideId, ${INTERVAL},
       ${e.scope} AS scope, ${e.reason} AS reason, ${e.origin} AS origin,
       ${e.revokedOrigin} AS revokedOrigin, ${e.logId} AS logId,
       (SELECT ${change.origin} FROM ${tableOf(DataExclusionHistory)} h
         WHERE ${change.exclusionId} = ${e.exclusionId} AND ${change.action} IN ('REVOKED', 'RESTORED')
         ORDER BY ${change.historyId} DESC LIMIT 1) AS decidedBy
  FROM ${EXCLUSIONS} e LEFT JOIN rides r ON r.ride_id = ${e.rideId}`;

async function select(manager: EntityManager, rest: string, values: unknown[]): Promise<StoredExclusion[]> {
  const rows = await manager.query<StoredRow[]>(`${STORED} WHERE ${rest}`, values);
  return rows.map((row) => ({ ...withInterval(row), logId: row.logId === null ? null : Number(row.logId) }));
}

export async function selectStored(manager: EntityManager, exclusionId: number): Promise<StoredExclusion | null> {
  const [stored] = await select(manager, `${e.exclusionId} = ?`, [exclusionId]);
  return stored ?? null;
}

/** Exclusions of one rule and target that overlap or adjoin the interval, earliest first. */
export function selectOfRule(
  manager: EntityManager,
  reason: RuleReason,
  { parkId, rideId }: ExclusionTarget,
  { fromMs, toMs }: ExclusionInterval,
): Promise<StoredExclusion[]> {
  const [ofTarget, id] =
    rideId === null ? [`${e.parkId} = ? AND ${e.rideId} IS NULL`, parkId] : [`${e.rideId} = ?`, rideId];
  return select(
    manager,
    `${ofTarget} AND ${e.reason} = ? AND ${e.origin} = 'RULE'
        AND (${e.toAt} IS NULL OR ${e.toAt} >= ?) ${toMs === null ? '' : `AND ${e.fromAt} <= ?`}
      ORDER BY ${e.fromAt}, ${e.exclusionId}`,
    [id, reason, new Date(fromMs), ...(toMs === null ? [] : [new Date(toMs)])],
  );
}

/** Exclusions of these rules in force that overlap the interval, of a park and of the rides now in it. */
export function selectInForceOfRules(
  manager: EntityManager,
  parkId: number,
  reasons: readonly RuleReason[],
  { fromMs, toMs }: ExclusionInterval,
): Promise<StoredExclusion[]> {
  return select(
    manager,
    `${PARK} = ? AND ${e.reason} IN (?) AND ${e.origin} = 'RULE' AND ${e.revokedAt} IS NULL
        AND (${e.toAt} IS NULL OR ${e.toAt} > ?) ${toMs === null ? '' : `AND ${e.fromAt} < ?`}
      ORDER BY ${e.exclusionId}`,
    [parkId, reasons, new Date(fromMs), ...(toMs === null ? [] : [new Date(toMs)])],
  );
}

/** Exclusions of rules still in progress, including those that a person revoked. */
export function selectOpen(manager: EntityManager): Promise<StoredExclusion[]> {
  return select(
    manager,
    `${e.toAt} IS NULL AND ${e.origin} = 'RULE' AND NOT ${e.revokedOrigin} <=> 'RULE'
      ORDER BY ${e.exclusionId}`,
    [],
  );
}

/** Locks the park until the end of the transaction; null: it does not exist. */
export async function selectParkForUpdate(
  manager: EntityManager,
  parkId: number,
): Promise<Pick<ParkOfExclusion, 'timezone'> | null> {
  // changed, because other nodes of a cluster do not see a lock (common/database/lock-row.ts)
  await manager.query('UPDATE parks SET lock_version = lock_version + 1 WHERE park_id = ?', [parkId]);
  const [park] = await manager.query<Pick<ParkOfExclusion, 'timezone'>[]>(
    'SELECT timezone FROM parks WHERE park_id = ?',
    [parkId],
  );
  return park ?? null;
}

/** The park of a ride; null: the ride does not exist. */
export async function selectParkOfRide(manager: EntityManager, rideId: number): Promise<number | null> {
  const [ride] = await manager.query<{ parkId: number }[]>('SELECT park_id AS parkId FROM rides WHERE ride_id = ?', [
    rideId,
  ]);
  return ride?.parkId ?? null;
}

/**
 * The parks whose statistics depend on the exclusion: the park in which it was recorded, and the present park of its ride
 * or of rides that have left the park since.
 */
export async function selectParksOf(manager: EntityManager, exclusionId: number): Promise<ParkOfExclusion[]> {
  return manager.query<ParkOfExclusion[]>(
    `SELECT p.park_id AS parkId, p.timezone
       FROM ${EXCLUSIONS} e LEFT JOIN rides r ON r.ride_id = ${e.rideId}
       JOIN parks p ON p.park_id IN (${e.parkId}, r.park_id)
      WHERE ${e.exclusionId} = ?
     UNION SELECT p.park_id, p.timezone
       FROM ${EXCLUSIONS} e JOIN entity_moves m ON m.from_park_id = ${e.parkId}
       JOIN rides r ON r.ride_id = m.ride_id JOIN parks p ON p.park_id = r.park_id
      WHERE ${e.exclusionId} = ? AND ${e.rideId} IS NULL ORDER BY parkId`,
    [exclusionId, exclusionId],
  );
}

/** Links an exclusion to the finding that reports it, if it is recorded. */
export async function updateFinding(manager: EntityManager, exclusionId: number, fingerprint: string): Promise<void> {
  await manager.query(
    `UPDATE ${EXCLUSIONS} e JOIN ${tableOf(DataQualityLog)} q ON ${finding.fingerprint} = ?
        SET ${e.logId} = ${finding.logId} WHERE ${e.exclusionId} = ?`,
    [fingerprint, exclusionId],
  );
}
