import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ExclusionMoveView, ExclusionView } from './exclusion.dto.js';
import type { ExclusionQuery } from './exclusion.query.js';

const COLUMNS = `e.exclusion_id AS exclusionId, COALESCE(r.park_id, e.park_id) AS parkId, p.name AS parkName, e.ride_id AS rideId,
  r.name AS rideName, e.from_at AS \`from\`, e.to_at AS \`to\`, e.scope, e.reason, e.origin,
  e.revoked_at IS NULL AS isActive, e.note, e.log_id AS logId, e.created_at AS createdAt, e.created_by AS createdBy,
  e.updated_at AS updatedAt, e.revoked_at AS revokedAt, e.revoked_origin AS revokedOrigin, e.revoked_by AS revokedBy,
  e.revoke_note AS revokeNote`;
/** A ride takes its exclusions along into another park. */
const FROM = `FROM data_exclusions e LEFT JOIN rides r ON r.ride_id = e.ride_id
  LEFT JOIN parks p ON p.park_id = COALESCE(r.park_id, e.park_id)`;

type Row = Omit<ExclusionView, 'isActive' | 'logId'> & { isActive: number | string; logId: number | string | null };

/** SQL that lists exclusions. */
@Injectable()
export class ExclusionListRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Latest beginning first. */
  async find(query: ExclusionQuery): Promise<ExclusionView[]> {
    const { sql, values } = whereOf(query);
    const rows = await this.dataSource.query<Row[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE ${sql} ORDER BY e.from_at DESC, e.exclusion_id DESC LIMIT ? OFFSET ?`,
      [...values, query.limit, query.offset],
    );
    return rows.map(viewOf);
  }

  async count(query: ExclusionQuery): Promise<number> {
    const { sql, values } = whereOf(query);
    const [row] = await this.dataSource.query<{ total: number | string }[]>(
      `SELECT COUNT(*) AS total ${FROM} WHERE ${sql}`,
      values,
    );
    return Number(row!.total);
  }

  async findOne(exclusionId: number): Promise<ExclusionView | null> {
    const rows = await this.dataSource.query<Row[]>(`SELECT ${COLUMNS} ${FROM} WHERE e.exclusion_id = ?`, [
      exclusionId,
    ]);
    return rows.map(viewOf)[0] ?? null;
  }

  /** Oldest first. */
  async findHistory(exclusionId: number): Promise<ExclusionMoveView[]> {
    return this.dataSource.query<ExclusionMoveView[]>(
      `SELECT action, origin, changed_by AS changedBy, note, from_at AS \`from\`, to_at AS \`to\`, changed_at AS changedAt
         FROM data_exclusion_history WHERE exclusion_id = ? ORDER BY history_id`,
      [exclusionId],
    );
  }
}

function whereOf({ parkId, rideId, active, reason, origin }: ExclusionQuery): { sql: string; values: unknown[] } {
  const wanted: [string, unknown][] = [
    ['COALESCE(r.park_id, e.park_id) = ?', parkId],
    ['e.ride_id = ?', rideId],
    ['(e.revoked_at IS NULL) = ?', active === undefined ? undefined : Number(active)],
    ['e.reason = ?', reason],
    ['e.origin = ?', origin],
  ];
  const given = wanted.filter(([, value]) => value !== undefined);
  return {
    sql: given.length === 0 ? '1 = 1' : given.map(([condition]) => condition).join(' AND '),
    values: given.map(([, value]) => value),
  };
}

const viewOf = (row: Row): ExclusionView => ({
  ...row,
  isActive: Number(row.isActive) === 1,
  logId: row.logId === null ? null : Number(row.logId),
});
