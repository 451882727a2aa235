import type { QueryRunner } from 'typeorm';

/** The same engine, character set and collation on MySQL 8 and MariaDB 10.6+, whatever the server's defaults. */
export const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci';

export interface TableDefinition {
  name: string;
  /** Columns, keys and constraints: what stands between the parentheses of CREATE TABLE. */
  body: string;
}

const keptName = (table: string): string => `${table}__kept`;

async function exists(runner: QueryRunner, table: string): Promise<boolean> {
  const found = (await runner.query(`SHOW TABLES LIKE '${table.replaceAll('_', '\\_')}'`)) as unknown[];
  return found.length > 0;
}

/**
 * Creates each table, or brings back the one that {@link retireTables} kept because it held rows. A migration that was
 * cut off can be run again: no server undoes a part of it.
 */
export async function createTables(runner: QueryRunner, tables: readonly TableDefinition[]): Promise<void> {
  for (const { name, body } of tables) {
    if (await exists(runner, keptName(name))) await runner.query(`RENAME TABLE ${keptName(name)} TO ${name}`);
    else await runner.query(`CREATE TABLE IF NOT EXISTS ${name} (${body}) ${TABLE_OPTIONS}`);
  }
}

/**
 * The way down, last table first. An empty table is dropped. One that holds rows, or that a kept table refers to, is
 * renamed and comes back with the next way up: no migration, in either direction, deletes what was observed or decided.
 */
export async function retireTables(runner: QueryRunner, tables: readonly TableDefinition[]): Promise<void> {
  for (const { name } of [...tables].reverse()) {
    if (!(await exists(runner, name))) continue;
    const keep = (await holdsRows(runner, name)) || (await isReferredTo(runner, name));
    await runner.query(keep ? `RENAME TABLE ${name} TO ${keptName(name)}` : `DROP TABLE ${name}`);
  }
}

async function holdsRows(runner: QueryRunner, table: string): Promise<boolean> {
  return ((await runner.query(`SELECT 1 FROM ${table} LIMIT 1`)) as unknown[]).length > 0;
}

async function isReferredTo(runner: QueryRunner, table: string): Promise<boolean> {
  const references = (await runner.query(
    `SELECT 1 FROM information_schema.KEY_COLUMN_USAGE
      WHERE REFERENCED_TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME = ? AND TABLE_NAME <> ? LIMIT 1`,
    [table, table],
  )) as unknown[];
  return references.length > 0;
}
