import type { QueryRunner } from 'typeorm';
import { UNFINISHED_RESTORE } from '../../common/database/run-migrations.js';
import {
  changePartitionsSql,
  layoutOf,
  PARTITIONED_TABLES,
  planPartitions,
} from '../snapshots/partitions/partition-plan.js';
import type { BackupPart, BackupTable } from './manifest.js';
import { fingerprintSql, valuesSql } from './row-lines.js';

/** Far below the max_allowed_packet that every supported server has by default. */
const STATEMENT_CHARACTERS = 1_000_000;

/** Writes a backup into an empty database. */
export class RestoreRepository {
  constructor(private readonly runner: QueryRunner) {}

  /** The tables are filled one after another, whichever refers to which. */
  async ignoreReferences(): Promise<void> {
    await this.query('SET SESSION foreign_key_checks = 0');
  }

  /** The connection may be used for something else afterwards. */
  async checkReferences(): Promise<void> {
    await this.query('SET SESSION foreign_key_checks = 1');
  }

  async tableNames(): Promise<string[]> {
    const rows = await this.query<{ name: string }[]>(
      `SELECT TABLE_NAME AS name FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME`,
    );
    return rows.map(({ name }) => name);
  }

  /** No version of the program knows such a migration, so that none starts. */
  async markUnfinished(): Promise<void> {
    await this.query(`INSERT INTO schema_migrations (timestamp, name) VALUES (?, ?)`, [0, UNFINISHED_RESTORE]);
  }

  async isUnfinished(): Promise<boolean> {
    const rows = await this.query<unknown[]>(`SELECT 1 FROM schema_migrations WHERE name = ?`, [UNFINISHED_RESTORE]);
    return rows.length > 0;
  }

  async markFinished(): Promise<void> {
    await this.query(`DELETE FROM schema_migrations WHERE name = ?`, [UNFINISHED_RESTORE]);
  }

  /** Removes what the migrations themselves have inserted: the backup has these rows, as they were. */
  async empty({ name }: BackupTable): Promise<void> {
    // Migrations insert no observations.
    if (PARTITIONED_TABLES.some((table) => table === name)) return;
    await this.query(`DELETE FROM \`${name}\``);
  }

  async columnNames(name: string): Promise<string[]> {
    const rows = await this.query<{ name: string }[]>(
      `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
      [name],
    );
    return rows.map((row) => row.name);
  }

  /** Makes the months of the backup, so that its rows need not be moved later. */
  async createPartitions({ name, parts }: BackupTable): Promise<void> {
    if (!PARTITIONED_TABLES.some((table) => table === name)) return;
    const months = layoutOf(parts.flatMap(({ partition }) => partition ?? [])).months;
    if (months.length === 0) return;
    const present = await this.query<{ name: string | null }[]>(
      `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
      [name],
    );
    const layout = layoutOf(present.flatMap((row) => row.name ?? []));
    const change = planPartitions(layout, { from: months[0]!, to: months.at(-1)! });
    for (const statement of changePartitionsSql(name, change)) await this.query(statement);
  }

  /** Inserts lines in statements of limited size, each in a transaction of its own. */
  async insert({ name, columns }: BackupTable, lines: readonly string[]): Promise<void> {
    // With the comment, no dialect takes the text of a row for a clause of the statement.
    const head = `INSERT /* restore */ INTO \`${name}\` (${columns.map((column) => `\`${column.name}\``).join(', ')}) VALUES\n`;
    let [rows, characters]: [string[], number] = [[], 0];
    const send = async (): Promise<void> => {
      if (rows.length > 0) await this.query(head + rows.join(',\n'));
      [rows, characters] = [[], 0];
    };
    for (const line of lines) {
      const values = valuesSql(columns, line);
      if (characters + values.length > STATEMENT_CHARACTERS) await send();
      rows.push(values);
      characters += values.length;
    }
    await send();
  }

  async continueCounter({ name, autoIncrement }: BackupTable): Promise<void> {
    if (autoIncrement !== null) await this.query(`ALTER TABLE \`${name}\` AUTO_INCREMENT = ${autoIncrement}`);
  }

  async content({ name, columns }: BackupTable): Promise<Pick<BackupPart, 'rows' | 'fingerprint'>> {
    const [row] = await this.query<{ rows: number | string; fingerprint: string }[]>(
      `SELECT ${fingerprintSql(columns)} FROM \`${name}\``,
    );
    return { rows: Number(row!.rows), fingerprint: row!.fingerprint };
  }

  /** The planner would otherwise take the filled tables for empty ones. */
  async analyze(tables: readonly BackupTable[]): Promise<void> {
    for (const { name } of tables) await this.query(`ANALYZE TABLE \`${name}\``);
  }

  private async query<Rows = unknown>(sql: string, values?: unknown[]): Promise<Rows> {
    return (await this.runner.query(sql, values)) as Rows;
  }
}
