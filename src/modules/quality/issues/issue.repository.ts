import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { readJson } from '../../../common/database/json-column.js';
import type { IssueQuery } from '../api/dto/issue.query.js';
import type { IssueView } from '../api/dto/issue.dto.js';
import { NAME_COLUMNS, NAME_JOINS } from './name-sql.js';

const COLUMNS = `q.log_id AS logId, q.issue_type AS issueType, q.reason, q.entity_type AS entityType,
  q.entity_id AS entityId, q.park_id AS parkId, ${NAME_COLUMNS}, q.import_id AS importId, q.window_start AS windowStart,
  q.window_end AS windowEnd, q.records_affected AS recordsAffected, q.first_seen_at AS firstSeenAt,
  q.last_seen_at AS lastSeenAt, q.occurrences, q.description, q.sample, q.resolution_status AS resolutionStatus,
  q.resolution_notes AS resolutionNotes`;

type IssueRow = Omit<IssueView, 'sample'> & { sample: string | null };

/** SQL that asks for findings in the quality log. */
@Injectable()
export class IssueRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Last seen first. */
  async find(query: IssueQuery): Promise<IssueView[]> {
    const { sql, values } = whereOf(query);
    const rows = await this.dataSource.query<IssueRow[]>(
      `SELECT ${COLUMNS} FROM data_quality_log q ${NAME_JOINS} WHERE ${sql} ORDER BY q.last_seen_at DESC, q.log_id DESC LIMIT ? OFFSET ?`,
      [...values, query.limit, query.offset],
    );
    return rows.map(shown);
  }

  async count(query: IssueQuery): Promise<number> {
    const { sql, values } = whereOf(query);
    const [row] = await this.dataSource.query<{ total: number | string }[]>(
      `SELECT COUNT(*) AS total FROM data_quality_log q WHERE ${sql}`,
      values,
    );
    return Number(row!.total);
  }

  async findOne(logId: number): Promise<IssueView | null> {
    const sql = `SELECT ${COLUMNS} FROM data_quality_log q ${NAME_JOINS} WHERE q.log_id = ?`;
    const [row] = await this.dataSource.query<IssueRow[]>(sql, [logId]);
    return row === undefined ? null : shown(row);
  }
}

function whereOf({ status, issueType, parkId, destinationId, importId }: IssueQuery): {
  sql: string;
  values: unknown[];
} {
  const wanted: [string, unknown][] = [
    ['q.resolution_status', status],
    ['q.issue_type', issueType],
    ['q.park_id', parkId],
    ['q.entity_type', destinationId === undefined ? undefined : 'DESTINATION'],
    ['q.entity_id', destinationId],
    ['q.import_id', importId],
  ];
  const given = wanted.filter(([, value]) => value !== undefined);
  return {
    sql: given.length === 0 ? '1 = 1' : given.map(([column]) => `${column} = ?`).join(' AND '),
    values: given.map(([, value]) => value),
  };
}

const shown = (row: IssueRow): IssueView => ({
  ...row,
  logId: Number(row.logId),
  sample: readJson<unknown>(row.sample),
});
