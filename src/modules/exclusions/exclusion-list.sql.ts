import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type RawRow, selectList } from '../../common/database/columns.js';
import { DataExclusion } from './data-exclusion.entity.js';
import { e, EXCLUSIONS } from './exclusion-reads.sql.js';
import type { ExclusionQuery, ExclusionView } from './exclusions.dto.js';

const PLAIN = [
  ...(['scope', 'reason', 'origin', 'note', 'logId', 'createdAt', 'createdBy', 'updatedAt'] as const),
  ...(['revokedAt', 'revokedOrigin', 'revokedBy', 'revokeNote'] as const),
] as const;
const COLUMNS = `${e.exclusionId} AS exclusionId, COALESCE(r.park_id, ${e.parkId}) AS parkId, p.name AS parkName,
  ${e.rideId} AS rideId, r.name AS rideName, ${e.fromAt} AS \`from\`, ${e.toAt} AS \`to\`, ${e.revokedAt} IS NULL AS isActive,
  ${selectList(DataExclusion, PLAIN, 'e')}`;
/** A ride takes its exclusions along into another park. */
const FROM = `FROM ${EXCLUSIONS} e LEFT JOIN rides r ON r.ride_id = ${e.rideId}
  LEFT JOIN parks p ON p.park_id = COALESCE(r.park_id, ${e.parkId})`;

type Row = Omit<ExclusionView, 'isActive' | (typeof PLAIN)[number]> &
  Pick<ExclusionView, 'reason'> &
  RawRow<DataExclusion, Exclude<(typeof PLAIN)[number], 'reason'>> & { isActive: number | string };

/** Lists exclusions for the admin API, with the names of their parks and rides. */
@Injectable()
export class ExclusionListRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Latest start first. */
  async find(query: ExclusionQuery): Promise<ExclusionView[]> {
    const { sql, values } = whereOf(query);
    const rows = await this.dataSource.query<Row[]>(
      `SELECT ${COLUMNS} ${FROM} WHERE ${sql} ORDER BY ${e.fromAt} DESC, ${e.exclusionId} DESC LIMIT ? OFFSET ?`,
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
    const rows = await this.dataSource.query<Row[]>(`SELECT ${COLUMNS} ${FROM} WHERE ${e.exclusionId} = ?`, [
      exclusionId,
    ]);
    return rows.map(viewOf)[0] ?? null;
  }
}

function whereOf({ parkId, rideId, active, reason, origin }: ExclusionQuery): { sql: string; values: unknown[] } {
  const conditions: [string, unknown][] = [
    [`COALESCE(r.park_id, ${e.parkId}) = ?`, parkId],
    [`${e.rideId} = ?`, rideId],
    [`(${e.revokedAt} IS NULL) = ?`, active === undefined ? undefined : Number(active)],
    [`${e.reason} = ?`, reason],
    [`${e.origin} = ?`, origin],
  ];
  const given = conditions.filter(([, value]) => value !== undefined);
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
