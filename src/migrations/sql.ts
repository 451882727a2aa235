import type { QueryRunner } from 'typeorm';
import { TABLE_OPTIONS } from '../common/database/columns.js';

export interface TableDefinition {
  name: string;
  /** Columns, keys and constraints: the content of the parentheses of CREATE TABLE. */
  body: string;
}

const keptName = (table: string): string => `${table}__kept`;

export const hasTable = (runner: QueryRunner, table: string): Promise<boolean> =>
  findsAny(runner, `SHOW TABLES LIKE '${table.replaceAll('_', '\\_')}'`);

/**
 * Creates each table, or brings back the one that {@link retireTables} kept because it held rows. A migration that was
 * cut off can be run again: no server undoes a part of it.
 */
export async function createTables(runner: QueryRunner, tables: readonly TableDefinition[]): Promise<void> {
  for (const { name, body } of tables) {
    if (await hasTable(runner, keptName(name))) await runner.query(`RENAME TABLE ${keptName(name)} TO ${name}`);
    else await runner.query(`CREATE TABLE IF NOT EXISTS ${name} (${body}) ${TABLE_OPTIONS}`);
  }
}

/**
 * Reverts, last table first. An empty table is dropped. A table with rows, or one that a kept table refers to, is renamed and
 * restored by the next migration run: no migration, in either direction, deletes observations or decisions.
 */
export async function retireTables(runner: QueryRunner, tables: readonly TableDefinition[]): Promise<void> {
  for (const { name } of [...tables].reverse()) {
    if (!(await hasTable(runner, name))) continue;
    const keep = (await holdsRows(runner, name)) || (await isReferredTo(runner, name));
    await runner.query(keep ? `RENAME TABLE ${name} TO ${keptName(name)}` : `DROP TABLE ${name}`);
  }
}

export const holdsRows = (runner: QueryRunner, table: string): Promise<boolean> =>
  findsAny(runner, `SELECT 1 FROM ${table} LIMIT 1`);

/** Also false if the table does not exist. */
export const hasColumn = (runner: QueryRunner, table: string, column: string): Promise<boolean> =>
  findsAny(
    runner,
    `SELECT 1 FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COLUMN_NAME = ? LIMIT 1`,
    [table, column],
  );

/** Also false if the table does not exist. */
export const hasIndex = (runner: QueryRunner, table: string, index: string): Promise<boolean> =>
  findsAny(
    runner,
    `SELECT 1 FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME = ? LIMIT 1`,
    [table, index],
  );

/** Does nothing if the index exists, so that an interrupted migration can be run again. */
export async function addIndex(runner: QueryRunner, table: string, index: string, columns: string): Promise<void> {
  if (!(await hasIndex(runner, table, index))) await runner.query(`CREATE INDEX ${index} ON ${table} (${columns})`);
}

export async function dropIndex(runner: QueryRunner, table: string, index: string): Promise<void> {
  if (await hasIndex(runner, table, index)) await runner.query(`DROP INDEX ${index} ON ${table}`);
}

const isReferredTo = (runner: QueryRunner, table: string): Promise<boolean> =>
  findsAny(
    runner,
    `SELECT 1 FROM information_schema.KEY_COLUMN_USAGE
      WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME = ?
        AND TABLE_NAME <> ? LIMIT 1`,
    [table, table],
  );

export async function findsAny(runner: QueryRunner, sql: string, values: unknown[] = []): Promise<boolean> {
  return ((await runner.query(sql, values)) as unknown[]).length > 0;
}
