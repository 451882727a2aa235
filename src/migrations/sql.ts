import type { QueryRunner } from 'typeorm';

/** The same engine, character set and collation on MySQL 8 and MariaDB 10.6+, whatever the server's defaults. */
export const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci';

export interface TableDefinition {
  name: string;
  /** Columns, keys and constraints: what stands between the parentheses of CREATE TABLE. */
  body: string;
}

/** Runs statements in order. DDL commits by itself on MySQL, so a migration is not one transaction. */
export async function runAll(runner: QueryRunner, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await runner.query(statement);
}

const keptName = (table: string): string => `${table}__kept`;

/** Creates each table, or brings back the one that {@link retireTables} kept because it held rows. */
export async function createTables(runner: QueryRunner, tables: readonly TableDefinition[]): Promise<void> {
  for (const { name, body } of tables) {
    const kept = (await runner.query(`SHOW TABLES LIKE '${keptName(name).replaceAll('_', '\\_')}'`)) as unknown[];
    if (kept.length > 0) await runner.query(`RENAME TABLE ${keptName(name)} TO ${name}`);
    else await runner.query(`CREATE TABLE ${name} (${body}) ${TABLE_OPTIONS}`);
  }
}

/**
 * The way down, last table first. An empty table is dropped. One that holds rows is renamed and comes back with the
 * next way up: no migration, in either direction, deletes what was observed or decided.
 */
export async function retireTables(runner: QueryRunner, tables: readonly TableDefinition[]): Promise<void> {
  for (const { name } of [...tables].reverse()) {
    const rows = (await runner.query(`SELECT 1 FROM ${name} LIMIT 1`)) as unknown[];
    await runner.query(rows.length > 0 ? `RENAME TABLE ${name} TO ${keptName(name)}` : `DROP TABLE ${name}`);
  }
}
