import type { QueryRunner } from 'typeorm';
import { isLocalDataRefused } from '../../common/database/database-errors.js';
import { dialectOf } from '../../common/database/dialect/dialect.js';
import { loadLocalData } from '../../common/database/local-data.js';
import { UNFINISHED_RESTORE } from '../../common/database/run-migrations.js';
import {
  changePartitionsSql,
  layoutOf,
  PARTITIONED_TABLES,
  planPartitions,
} from '../snapshots/partitions/partition-plan.js';
import type { BackupColumn, BackupPart, BackupTable } from './manifest.js';
import { RestoreMismatchError } from './restore-errors.js';
import { fingerprintSql, valuesSql } from './row-lines.js';

/** Far below the max_allowed_packet that every supported server has by default. */
const STATEMENT_CHARACTERS = 1_000_000;

/** Writes a backup into an empty database. */
export class RestoreRepository {
  private loads: boolean;

  constructor(private readonly runner: QueryRunner) {
    this.loads = dialectOf(runner.connection).canLoadLocalData;
  }

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

  /** Unknown to every version of the program, so that none of them starts. The migrations get the ids from 1 on as ever. */
  async markUnfinished(): Promise<void> {
    await this.query(`INSERT INTO schema_migrations (id, timestamp, name) VALUES (-1, 0, ?)`, [UNFINISHED_RESTORE]);
  }

  /** As recorded, with the mark of an unfinished restore. */
  async migrations(): Promise<string[]> {
    const rows = await this.query<{ name: string }[]>('SELECT name FROM schema_migrations');
    return rows.map(({ name }) => name);
  }

  async markFinished(): Promise<void> {
    await this.query(`DELETE FROM schema_migrations WHERE name = ?`, [UNFINISHED_RESTORE]);
  }

  /** The backup holds the lease of the job that wrote it, but no process works on the restored database. */
  async releaseJobs(): Promise<void> {
    await this.query('UPDATE `job_leases` SET `owner` = NULL, `until` = NULL');
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

  /** Writes lines in statements of limited size, outside a transaction each in one of its own. */
  async insert(table: BackupTable, lines: readonly string[]): Promise<void> {
    if (lines.length === 0 || (this.loads && (await this.load(table, lines)))) return;
    const { name, columns } = table;
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

  /**
   * The same by LOAD DATA LOCAL, whose format the lines have. @returns false if the server does not allow it
   * @throws RestoreMismatchError if a row was not stored as it is
   */
  private async load({ name, columns }: BackupTable, lines: readonly string[]): Promise<boolean> {
    const quoted = ({ name: column }: BackupColumn): string => `\`${column}\``;
    const target = {
      table: `\`${name}\``,
      columns: columns.map(quoted),
      hexColumns: columns.filter(({ encoding }) => encoding === 'hex').map(quoted),
      characterSet: 'utf8mb4',
    } as const;
    try {
      const rows = Buffer.from(`${lines.join('\n')}\n`);
      const { stored, warnings } = await loadLocalData(this.runner.manager, target, rows);
      if (stored === lines.length && warnings === 0) return true;
      const [warning] = await this.query<{ Message: string }[]>('SHOW WARNINGS LIMIT 1');
      const reason = warning?.Message ?? 'a row was there already';
      throw RestoreMismatchError.ofDatabase([`${name} (${stored} of ${lines.length} rows stored: ${reason})`]);
    } catch (error) {
      if (!isLocalDataRefused(error)) throw error;
      this.loads = false;
      return false;
    }
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
