import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OBSERVATION } from '../snapshots/observation-columns.js';
import { type KeptContent, type RepairedTable, RUN, RUN_TABLE } from './repaired-rows.js';

const { rideId: RIDE, lastConfirmedAt: CONFIRMED } = OBSERVATION;

/** SQL that puts rows of a repair back. The copies in the repair stay. */
@Injectable()
export class RestoredRowsRepository {
  /** Restores rows that were moved out of the table. A row that exists again stays as it is. @returns how many are restored */
  async putBack(manager: EntityManager, table: RepairedTable, rows: readonly KeptContent[]): Promise<number> {
    if (rows.length === 0) return 0;
    const columns: readonly string[] = table.columns;
    const keys = rows.map((row) => table.key.map((column) => row[column]));
    // The instants of JSON_OBJECT all have one format, so the order of their texts is the order of time.
    const instants = rows.map((row) => String(row[table.from])).sort();
    const [there] = await manager.query<{ n: number }[]>(
      `SELECT COUNT(*) AS n FROM ${table.table}
        WHERE ${table.from} BETWEEN ? AND ? AND (${table.key.join(', ')}) IN (?)`,
      [instants[0], instants.at(-1), keys],
    );
    await manager.query(
      `INSERT INTO ${table.table} (${columns.join(', ')}) VALUES ? ON DUPLICATE KEY UPDATE ${RIDE} = VALUES(${RIDE})`,
      [rows.map((row) => columns.map((column) => parameterOf(row[column])))],
    );
    return rows.length - Number(there!.n);
  }

  /** Gives rows their former end, unless theirs is later. @returns how many ends changed */
  async prolong(manager: EntityManager, { table, key }: RepairedTable, rows: readonly KeptContent[]): Promise<number> {
    let changed = 0;
    for (const row of rows) {
      const { affectedRows } = await manager.query<{ affectedRows: number }>(
        `UPDATE ${table} SET ${CONFIRMED} = CAST(? AS DATETIME(3))
          WHERE ${key.map((column) => `${column} = ?`).join(' AND ')} AND ${CONFIRMED} < CAST(? AS DATETIME(3))`,
        [row[CONFIRMED], ...key.map((column) => row[column]), row[CONFIRMED]],
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
        `UPDATE ${RUN_TABLE} SET ${RUN.observedAt} = ?, ${RUN.errorCode} = ?, ${RUN.error} = ?
          WHERE ${RUN.runId} = ? AND ${RUN.destinationId} = ? AND ${RUN.observedAt} IS NULL
            AND ${RUN.errorCode} = 'CLOCK_AHEAD'`,
        [poll[RUN.observedAt], poll[RUN.errorCode], poll[RUN.error], poll[RUN.runId], poll[RUN.destinationId]],
      );
      changed += affectedRows;
    }
    return changed;
  }
}

/** A JSON column is kept as a value of the JSON around it. */
const parameterOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
