import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type KeptContent, type RepairedTable, RUN_TABLE } from './repaired-rows.js';

/** SQL that puts rows of a repair back. The copies in the repair stay. */
@Injectable()
export class RestoredRowsRepository {
  /** Restores rows that were moved out of the table. A row that exists again stays as it is. @returns how many are restored */
  async putBack(manager: EntityManager, table: RepairedTable, rows: readonly KeptContent[]): Promise<number> {
    if (rows.length === 0) return 0;
    const columns = table.columns.split(', ');
    const keys = rows.map((row) => table.key.map((column) => row[column]));
    // The instants of JSON_OBJECT all have one format, so the order of their texts is the order of time.
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

  /** Gives rows their former end, unless theirs is later. @returns how many ends changed */
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

  /** Restores the instants and outcomes of polls. @returns how many */
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
