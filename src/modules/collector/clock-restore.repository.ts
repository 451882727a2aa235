import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { readJson } from '../../common/database/sql-helpers.js';
import { type KeptContent, type RepairedTable, RUN_TABLE, withPresentNames } from './repaired-rows.js';

export interface KeptRow {
  rowId: number;
  kind: 'SET_ASIDE' | 'CUT';
  content: KeptContent;
}

/** SQL that puts rows of a repair back to where they were. The copies in the repair stay. */
@Injectable()
export class ClockRestoreRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async exists(repairId: number): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>('SELECT 1 FROM clock_repairs WHERE repair_id = ?', [repairId]);
    return rows.length > 0;
  }

  /** The next rows of one table in the order in which they were kept. */
  async findKept(repairId: number, table: string, afterRowId: number, limit: number): Promise<KeptRow[]> {
    const rows = await this.dataSource.query<{ rowId: string; kind: KeptRow['kind']; content: string }[]>(
      `SELECT row_id AS rowId, kind, content FROM clock_repair_rows
        WHERE repair_id = ? AND table_name = ? AND row_id > ? ORDER BY row_id LIMIT ?`,
      [repairId, table, afterRowId, limit],
    );
    return rows.map(({ rowId, kind, content }) => ({
      rowId: Number(rowId),
      kind,
      content: withPresentNames(readJson(content)),
    }));
  }

  /** Rows that were taken out of the table. One that is there again is left as it is. @returns how many came back */
  async putBack(manager: EntityManager, table: RepairedTable, rows: readonly KeptContent[]): Promise<number> {
    if (rows.length === 0) return 0;
    const columns = table.columns.split(', ');
    const keys = rows.map((row) => table.key.map((column) => row[column]));
    // As text: the instants of JSON_OBJECT are all written alike, and so in the order of time.
    const instants = rows.map((row) => String(row[table.from])).sort();
    const [there] = await manager.query<{ n: number }[]>(
      `SELECT COUNT(*) AS n FROM ${table.table}
        WHERE ${table.from} BETWEEN ? AND ? AND (${table.key.join(', ')}) IN (?)`,
      [instants[0], instants.at(-1), keys],
    );
    await manager.query(
      `INSERT INTO ${table.table} (${columns.join(', ')}) VALUES ? ON DUPLICATE KEY UPDATE ride_id = VALUES(ride_id)`,
      [rows.map((row) => columns.map((column) => parameterOf(row[column])))],
    );
    return rows.length - Number(there!.n);
  }

  /** Gives rows their former end; one that was seen still later keeps that. @returns how many ends changed */
  async prolong(manager: EntityManager, { table, key }: RepairedTable, rows: readonly KeptContent[]): Promise<number> {
    let changed = 0;
    for (const row of rows) {
      const { affectedRows } = await manager.query<{ affectedRows: number }>(
        `UPDATE ${table} SET last_confirmed_at = CAST(? AS DATETIME(3))
          WHERE ${key.map((column) => `${column} = ?`).join(' AND ')} AND last_confirmed_at < CAST(? AS DATETIME(3))`,
        [row.last_confirmed_at, ...key.map((column) => row[column]), row.last_confirmed_at],
      );
      changed += affectedRows;
    }
    return changed;
  }

  /** Gives polls their instants and outcomes back. @returns how many */
  async reopenPolls(manager: EntityManager, polls: readonly KeptContent[]): Promise<number> {
    let changed = 0;
    for (const poll of polls) {
      const { affectedRows } = await manager.query<{ affectedRows: number }>(
        `UPDATE ${RUN_TABLE} SET observed_at = ?, error_code = ?, error = ?
          WHERE run_id = ? AND destination_id = ? AND observed_at IS NULL AND error_code = 'CLOCK_AHEAD'`,
        [poll.observed_at, poll.error_code, poll.error, poll.run_id, poll.destination_id],
      );
      changed += affectedRows;
    }
    return changed;
  }
}

/** A JSON column is kept as a value of the JSON around it. */
const parameterOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
